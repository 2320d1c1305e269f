import { Migration } from "@mikro-orm/migrations";

/** Sweeps: searches for good parameters by trials, each a training run. */
export class Migration20261122000011_sweeps extends Migration {
  override up(): void {
    this.addSql(`create table sweep (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      launched_by uuid references user_account on delete set null,
      name text not null,
      recipe text not null,
      dataset text not null,
      fixed_parameters jsonb not null,
      space jsonb not null,
      metric text not null,
      goal text not null check (goal in ('MINIMISE', 'MAXIMISE')),
      method text not null check (method in ('GRID', 'RANDOM', 'TPE')),
      early_stopping jsonb,
      max_trials int not null,
      concurrency int not null,
      budget_seconds float8,
      seed int not null,
      accelerator text not null,
      priority text not null,
      status text not null check (status in ('RUNNING', 'PAUSED', 'SUCCEEDED', 'STOPPED', 'FAILED')),
      reason text,
      waiting_for text,
      launched int not null default 0,
      looked_at timestamptz not null default now(),
      last_seq int not null default 0,
      created_at timestamptz not null default now(),
      finished_at timestamptz
    )`);
    this.addSql(`create index sweep_organisation on sweep (organisation_id, id)`);
    this.addSql(`create index sweep_active on sweep (organisation_id) where status in ('RUNNING', 'PAUSED')`);
    this.addSql(`create table sweep_trial (
      id uuid primary key,
      sweep_id uuid not null references sweep on delete cascade,
      number int not null,
      run_id uuid unique references training_run on delete set null,
      parameters jsonb not null,
      status text not null check (status in ('RUNNING', 'SUCCEEDED', 'STOPPED_EARLY', 'FAILED', 'CANCELLED')),
      reason text,
      value float8,
      best float8,
      rungs jsonb not null default '[]',
      stopped_at int,
      seen_seq int not null default 0,
      created_at timestamptz not null default now(),
      ended_at timestamptz,
      unique (sweep_id, number)
    )`);
    this.addSql(`create table sweep_event (
      sweep_id uuid not null references sweep on delete cascade,
      seq int not null,
      at timestamptz not null default now(),
      kind text not null,
      payload jsonb not null,
      primary key (sweep_id, seq)
    )`);
    // On the run itself, so that what ends a run knows without a look whether a sweep waits for it.
    this.addSql(`alter table training_run add column sweep_id uuid references sweep on delete set null`);
    this.addSql(`create index training_run_sweep on training_run (sweep_id) where sweep_id is not null`);
  }

  override down(): void {
    this.addSql(`alter table training_run drop column sweep_id`);
    this.addSql(`drop table sweep_event, sweep_trial, sweep`);
  }
}
