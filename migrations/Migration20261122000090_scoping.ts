import { Migration } from "@mikro-orm/migrations";

/** Questions about a client, and the rules by which their answers say which checklist items apply. */
export class Migration20261122000090_scoping extends Migration {
  override up(): void {
    this.addSql(`create table scoping_question (
      id uuid primary key,
      slug text not null unique,
      position int not null,
      kind text not null check (kind in ('YES_NO', 'CHOICE', 'CHOICES', 'NUMBER')),
      title jsonb not null check (jsonb_exists_all(title, array['zh', 'en'])),
      help jsonb not null check (jsonb_exists_all(help, array['zh', 'en'])),
      options jsonb not null default '[]',
      unit jsonb,
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
    this.addSql(`create table scoping_rule (
      id uuid primary key,
      slug text not null unique,
      position int not null,
      condition jsonb not null,
      items jsonb not null,
      reason jsonb not null check (jsonb_exists_all(reason, array['zh', 'en'])),
      confidence text not null check (confidence in ('HIGH', 'MEDIUM', 'LOW')),
      checked_on date not null,
      citations jsonb not null,
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
  }

  override down(): void {
    this.addSql(`drop table scoping_rule, scoping_question`);
  }
}
