import { Migration } from "@mikro-orm/migrations";

/** Runs that pause, and that begin at another's checkpoint; how often a run saves one, and which was its best. */
export class Migration20261122000006_run_control extends Migration {
  override up(): void {
    this.addSql(`alter table training_run
      drop constraint training_run_status_check,
      add constraint training_run_status_check check (status in
        ('QUEUED', 'STARTING', 'RUNNING', 'PAUSING', 'PAUSED', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
      add column checkpointing jsonb not null default '{"everySteps": null, "everySeconds": 30, "keep": 3}',
      add column best jsonb,
      add column reports int not null default 0,
      add column metrics_every int,
      add column origin_kind text check (origin_kind in ('RETRY', 'FORK')),
      add column origin_run_id uuid references training_run on delete set null,
      add column origin_step int`);
    this.addSql(`drop index training_run_active`);
    this.addSql(`create index training_run_active on training_run (status)
      where status in ('QUEUED', 'STARTING', 'RUNNING', 'PAUSING', 'CANCELLING')`);
    this.addSql(`create index training_run_origin on training_run (origin_run_id) where origin_run_id is not null`);
    this.addSql(`alter table artifact add column step int, add column epoch float8`);
  }

  override down(): void {
    this.addSql(
      `update training_run set status = 'CANCELLED', finished_at = now() where status in ('PAUSING', 'PAUSED')`,
    );
    this.addSql(`alter table artifact drop column step, drop column epoch`);
    this.addSql(`drop index training_run_origin`);
    this.addSql(`drop index training_run_active`);
    this.addSql(`create index training_run_active on training_run (status)
      where status in ('QUEUED', 'STARTING', 'RUNNING', 'CANCELLING')`);
    this.addSql(`alter table training_run
      drop constraint training_run_status_check,
      add constraint training_run_status_check check (status in
        ('QUEUED', 'STARTING', 'RUNNING', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
      drop column origin_step, drop column origin_run_id, drop column origin_kind, drop column metrics_every,
      drop column reports, drop column best, drop column checkpointing`);
  }
}
