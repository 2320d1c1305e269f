import { Migration } from "@mikro-orm/migrations";

/**
 * What runs have used: for each time that a process held a core or a GPU, how long, for how much work, and at which rates.
 * And a way to the log lines and warnings among a run's many events.
 */
export class Migration20261122000010_usage extends Migration {
  override up(): void {
    // Without a reference to the run: what was used stays used when the run is deleted.
    this.addSql(`create table training_run_usage (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      run_id uuid not null,
      attempt int not null,
      worker_id uuid not null,
      device text not null check (device in ('CPU', 'GPU')),
      units int not null check (units > 0),
      started_at timestamptz not null,
      seen_at timestamptz not null,
      seconds numeric(12, 3) not null check (seconds >= 0),
      steps int not null,
      examples_per_step float8,
      flops_per_step float8,
      watts int not null,
      price_per_hour numeric(15, 6),
      currency text not null
    )`);
    this.addSql(`create index training_run_usage_run on training_run_usage (run_id)`);
    this.addSql(`create index training_run_usage_organisation on training_run_usage (organisation_id, seen_at)`);
    this.addSql(`create index training_run_event_said on training_run_event (run_id, seq)
      where kind in ('LogLine', 'WarningRaised')`);
  }

  override down(): void {
    this.addSql(`drop index training_run_event_said`);
    this.addSql(`drop table training_run_usage`);
  }
}
