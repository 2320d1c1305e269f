import { Migration } from "@mikro-orm/migrations";

/** Economic models of organisations: what they are told, what they were told before, and their scenarios. */
export class Migration20261122000080_economics extends Migration {
  override up(): void {
    this.addSql(`create table economic_model (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      created_by uuid references user_account on delete set null,
      name text not null,
      business_model text not null,
      state jsonb not null,
      revision int not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
    this.addSql(`create index economic_model_organisation on economic_model (organisation_id, id)`);
    this.addSql(`create table economic_model_version (
      model_id uuid not null references economic_model on delete cascade,
      revision int not null,
      author_id uuid references user_account on delete set null,
      name text not null,
      state jsonb not null,
      changed text[] not null,
      created_at timestamptz not null default now(),
      primary key (model_id, revision)
    )`);
    this.addSql(`create table economic_scenario (
      id uuid primary key,
      model_id uuid not null references economic_model on delete cascade,
      name text not null,
      overrides jsonb not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (model_id, name)
    )`);
  }

  override down(): void {
    this.addSql(`drop table economic_scenario, economic_model_version, economic_model`);
  }
}
