import { Migration } from "@mikro-orm/migrations";

/** Simulations of economic models, and what each has told so far. */
export class Migration20261122000081_simulations extends Migration {
  override up(): void {
    this.addSql(`create table economic_simulation (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      model_id uuid not null references economic_model on delete cascade,
      requested_by uuid references user_account on delete set null,
      spec jsonb not null,
      status text not null default 'QUEUED' check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
      attempts int not null default 0,
      drawn int not null default 0,
      estimates jsonb,
      error jsonb,
      last_seq int not null default 0,
      lease_until timestamptz,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz
    )`);
    this.addSql(`create index economic_simulation_model on economic_simulation (model_id, id)`);
    this.addSql(
      `create index economic_simulation_unfinished on economic_simulation (organisation_id) where status in ('QUEUED', 'RUNNING')`,
    );
    this.addSql(`create table economic_simulation_event (
      simulation_id uuid not null references economic_simulation on delete cascade,
      seq int not null,
      at timestamptz not null default now(),
      kind text not null,
      payload jsonb not null,
      primary key (simulation_id, seq)
    )`);
  }

  override down(): void {
    this.addSql(`drop table economic_simulation_event, economic_simulation`);
  }
}
