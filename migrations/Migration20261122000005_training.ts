import { Migration } from "@mikro-orm/migrations";

/** Training runs: their events in order, their series, what was made and how it was judged; the workers that run them. */
export class Migration20261122000005_training extends Migration {
  override up(): void {
    this.addSql(`create table worker (
      id uuid primary key,
      host text not null,
      pid int not null,
      backend jsonb,
      started_at timestamptz not null default now(),
      heartbeat_at timestamptz not null default now()
    )`);
    this.addSql(`create table training_run (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      launched_by uuid references user_account on delete set null,
      recipe text not null,
      parameters jsonb not null,
      dataset text not null,
      dataset_sha256 text not null,
      seed int not null,
      accelerator text not null check (accelerator in ('ANY', 'CPU', 'GPU')),
      name text not null,
      status text not null check (status in
        ('QUEUED', 'STARTING', 'RUNNING', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
      attempt int not null default 1,
      crashes int not null default 0,
      last_seq int not null default 0,
      progress jsonb,
      latest_metrics jsonb not null default '{}',
      backend jsonb,
      error jsonb,
      worker_id uuid,
      lease_expires_at timestamptz,
      trained_at timestamptz,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz
    )`);
    this.addSql(`create index training_run_organisation on training_run (organisation_id, id)`);
    this.addSql(`create index training_run_active on training_run (status)
      where status in ('QUEUED', 'STARTING', 'RUNNING', 'CANCELLING')`);
    this.addSql(`create table training_run_event (
      run_id uuid not null references training_run on delete cascade,
      seq int not null,
      at timestamptz not null default now(),
      kind text not null,
      payload jsonb not null,
      primary key (run_id, seq)
    )`);
    this.addSql(`create table training_run_metric (
      run_id uuid not null references training_run on delete cascade,
      name text not null,
      step int not null,
      value float8 not null,
      primary key (run_id, name, step)
    )`);
    this.addSql(`create table artifact (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      run_id uuid not null references training_run on delete cascade,
      kind text not null,
      name text not null,
      media_type text not null,
      size bigint not null,
      sha256 text not null,
      created_at timestamptz not null default now(),
      unique (run_id, name)
    )`);
    this.addSql(`create table evaluation (
      id uuid primary key,
      run_id uuid not null references training_run on delete cascade,
      subject text not null check (subject in ('MODEL', 'BASELINE')),
      name text not null,
      report jsonb not null,
      created_at timestamptz not null default now(),
      unique (run_id, subject)
    )`);
    this.addSql(`create table idempotency_key (
      organisation_id uuid not null references organisation on delete cascade,
      operation text not null,
      key text not null,
      input_hash text not null,
      result_id uuid not null,
      created_at timestamptz not null default now(),
      primary key (organisation_id, operation, key)
    )`);
  }

  override down(): void {
    this.addSql(
      `drop table idempotency_key, evaluation, artifact, training_run_metric, training_run_event, training_run, worker`,
    );
  }
}
