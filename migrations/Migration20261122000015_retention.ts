import { Migration } from "@mikro-orm/migrations";

/** What retention has deleted, and of which runs. */
export class Migration20261122000015_retention extends Migration {
  override up(): void {
    this.addSql(`create table retention_report (
      id uuid primary key,
      class text not null check (class in ('METRIC_POINTS', 'EVENTS', 'CHECKPOINTS', 'IDEMPOTENCY_KEYS')),
      deleted_before timestamptz not null,
      deleted bigint not null,
      runs int not null,
      bytes bigint,
      created_at timestamptz not null default now()
    )`);
    this.addSql(`alter table training_run add column history_deleted_at timestamptz`);
    this.addSql(`create index training_run_history on training_run (finished_at)
      where history_deleted_at is null and finished_at is not null`);
    this.addSql(`create index artifact_checkpoint on artifact (run_id, id) where kind = 'CHECKPOINT'`);
  }

  override down(): void {
    this.addSql(`drop index artifact_checkpoint`);
    this.addSql(`alter table training_run drop column history_deleted_at`);
    this.addSql(`drop table retention_report`);
  }
}
