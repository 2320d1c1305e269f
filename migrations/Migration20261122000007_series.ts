import { Migration } from "@mikro-orm/migrations";

/** Metric points by the number of their series; those of a long or ended series packed into chunks of arrays. */
export class Migration20261122000007_series extends Migration {
  override up(): void {
    this.addSql(`create table training_run_series (
      id int generated always as identity primary key,
      run_id uuid not null references training_run on delete cascade,
      name text not null,
      unsealed int not null default 0,
      sealed_to int,
      unique (run_id, name)
    ) with (fillfactor = 50)`);
    // No foreign key: it would cost half of the ingestion. The statement that adds points holds their series locked.
    this.addSql(`create table training_run_point (
      series_id int not null,
      step int not null,
      value float8 not null,
      primary key (series_id, step)
    )`);
    this.addSql(`create table training_run_chunk (
      series_id int not null references training_run_series on delete cascade,
      first_step int not null,
      last_step int not null,
      points int not null check (points > 0),
      steps int4[] not null,
      "values" float8[] not null,
      peak_steps int4[] not null,
      peak_values float8[] not null,
      primary key (series_id, first_step)
    )`);
    this
      .addSql(`create function remove_points_of_series() returns trigger language plpgsql set search_path from current as
      'begin delete from training_run_point where series_id = old.id; return null; end'`);
    this.addSql(`create trigger remove_points after delete on training_run_series
      for each row execute function remove_points_of_series()`);
    this.addSql(`insert into training_run_series (run_id, name, unsealed)
      select run_id, name, count(*) from training_run_metric group by run_id, name`);
    this.addSql(`insert into training_run_point (series_id, step, value)
      select series.id, metric.step, metric.value
      from training_run_metric metric join training_run_series series using (run_id, name)`);
    this.addSql(`drop table training_run_metric`);
  }

  override down(): void {
    this.addSql(`create table training_run_metric (
      run_id uuid not null references training_run on delete cascade,
      name text not null,
      step int not null,
      value float8 not null,
      primary key (run_id, name, step)
    )`);
    this.addSql(`insert into training_run_metric (run_id, name, step, value)
      select run_id, name, point.step, point.value from training_run_series series join (
        select series_id, step, value from training_run_point
        union all
        select series_id, unnest(steps), unnest("values") from training_run_chunk
      ) point on point.series_id = series.id`);
    this.addSql(`drop table training_run_chunk, training_run_point, training_run_series`);
    this.addSql(`drop function remove_points_of_series`);
  }
}
