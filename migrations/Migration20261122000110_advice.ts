import { Migration } from "@mikro-orm/migrations";

/** The rules by which business models are ranked for a client, as one piece of content. */
export class Migration20261122000110_advice extends Migration {
  override up(): void {
    this.addSql(`create table advice_rule_set (
      id uuid primary key,
      slug text not null unique,
      rules jsonb not null check (jsonb_typeof(rules) = 'array'),
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
  }

  override down(): void {
    this.addSql(`drop table advice_rule_set`);
  }
}
