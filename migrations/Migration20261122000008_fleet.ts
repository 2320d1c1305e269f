import { Migration } from "@mikro-orm/migrations";

/** What workers can do and whether they are to rest; how urgent a run is; what an organisation may use. */
export class Migration20261122000008_fleet extends Migration {
  override up(): void {
    // The workers of before describe themselves by other columns; those that still run register again.
    this.addSql(`delete from worker`);
    this.addSql(`alter table worker
      add column version text not null,
      add column gpu boolean not null default false,
      add column cores int not null,
      add column memory_bytes bigint not null,
      add column concurrency int not null,
      add column labels jsonb not null,
      add column lease_seconds int not null,
      add column drain_requested_at timestamptz,
      add column hand_back boolean not null default false,
      add column drained_at timestamptz`);
    this.addSql(`alter table training_run
      add column priority text not null default 'NORMAL' check (priority in ('LOW', 'NORMAL', 'HIGH'))`);
    this.addSql(`create index training_run_queued on training_run (organisation_id, id) where status = 'QUEUED'`);
    this.addSql(`create index training_run_worker on training_run (worker_id) where worker_id is not null`);
    this.addSql(`alter table organisation
      add column compute_seconds_per_month int check (compute_seconds_per_month >= 0),
      add column share_weight float8 not null default 1 check (share_weight between 0.01 and 100)`);
  }

  override down(): void {
    this.addSql(`alter table organisation drop column share_weight, drop column compute_seconds_per_month`);
    this.addSql(`drop index training_run_worker`);
    this.addSql(`drop index training_run_queued`);
    this.addSql(`alter table training_run drop column priority`);
    this.addSql(`alter table worker
      drop column drained_at, drop column hand_back, drop column drain_requested_at, drop column lease_seconds,
      drop column labels, drop column concurrency, drop column memory_bytes, drop column cores, drop column gpu,
      drop column version`);
  }
}
