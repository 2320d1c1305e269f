import { Migration } from "@mikro-orm/migrations";

/** Frameworks (laws, standards), checklists, and the articles that each item answers to. */
export class Migration20261122000004_compliance extends Migration {
  override up(): void {
    this.addSql(`create table compliance_framework (
      id uuid primary key,
      slug text not null unique,
      name jsonb not null check (jsonb_exists_all(name, array['zh', 'en'])),
      jurisdiction text not null check (jurisdiction in ('EU', 'CN', 'US', 'INTERNATIONAL')),
      kind text not null check (kind in ('LAW', 'REGULATION', 'STANDARD', 'FRAMEWORK')),
      official_reference text not null,
      version_label text not null,
      effective_from date,
      amended_by jsonb not null default '[]',
      milestones jsonb not null default '[]',
      source jsonb not null,
      confidence text not null check (confidence in ('HIGH', 'MEDIUM', 'LOW')),
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
    this.addSql(`create table checklist (
      id uuid primary key,
      slug text not null unique,
      topic text not null,
      status text not null check (status in ('PUBLISHED', 'ARCHIVED')),
      title jsonb not null check (jsonb_exists_all(title, array['zh', 'en'])),
      summary jsonb not null check (jsonb_exists_all(summary, array['zh', 'en'])),
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
    this.addSql(`create table checklist_item (
      id uuid primary key,
      slug text not null unique,
      checklist_id uuid not null references checklist on delete cascade,
      position int not null,
      status text not null check (status in ('PUBLISHED', 'ARCHIVED')),
      severity text not null check (severity in ('LOW', 'MEDIUM', 'HIGH')),
      title jsonb not null check (jsonb_exists_all(title, array['zh', 'en'])),
      requirement jsonb not null check (jsonb_exists_all(requirement, array['zh', 'en'])),
      guidance jsonb not null check (jsonb_exists_all(guidance, array['zh', 'en'])),
      evidence jsonb not null default '[]',
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
    this.addSql(`create index checklist_item_position on checklist_item (checklist_id, position)`);
    this.addSql(`create table item_citation (
      id uuid primary key,
      item_id uuid not null references checklist_item on delete cascade,
      framework_id uuid not null references compliance_framework,
      position int not null,
      locator text not null,
      confidence text not null check (confidence in ('HIGH', 'MEDIUM', 'LOW')),
      effective_from date,
      effective_to date,
      amended_by jsonb not null default '[]',
      checked_on date not null,
      note jsonb,
      unique (item_id, framework_id, locator)
    )`);
    this.addSql(`create index item_citation_framework on item_citation (framework_id)`);
  }

  override down(): void {
    this.addSql(`drop table item_citation, checklist_item, checklist, compliance_framework`);
  }
}
