import { Migration } from "@mikro-orm/migrations";

/** The catalogue of business models, with the people they need and the challenges they meet. */
export class Migration20261122000003_business extends Migration {
  override up(): void {
    this.addSql(`create table business_model (
      id uuid primary key,
      slug text not null unique,
      status text not null check (status in ('PUBLISHED', 'ARCHIVED')),
      name jsonb not null check (jsonb_exists_all(name, array['zh', 'en'])),
      summary jsonb not null check (jsonb_exists_all(summary, array['zh', 'en'])),
      how_it_earns jsonb not null check (jsonb_exists_all(how_it_earns, array['zh', 'en'])),
      canvas jsonb not null,
      revenue_drivers jsonb not null default '[]',
      cost_drivers jsonb not null default '[]',
      risks jsonb not null default '[]',
      talent_roles text[] not null default '{}',
      checklists text[] not null default '{}',
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
    this.addSql(`create index business_model_status on business_model (status, id)`);
    this.addSql(`create table talent_role (
      id uuid primary key,
      slug text not null unique,
      position int not null,
      name jsonb not null,
      summary jsonb not null,
      responsibilities jsonb not null,
      skills jsonb not null,
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
    this.addSql(`create table challenge_area (
      id uuid primary key,
      slug text not null unique,
      position int not null,
      name jsonb not null,
      summary jsonb not null,
      challenges jsonb not null,
      links jsonb not null default '{}',
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
  }

  override down(): void {
    this.addSql(`drop table challenge_area, talent_role, business_model`);
  }
}
