import { Migration } from "@mikro-orm/migrations";

/** The bilingual question bank. Texts are jsonb objects with the keys zh and en. */
export class Migration20261122000002_questions extends Migration {
  override up(): void {
    this.addSql(`create table question_category (
      id uuid primary key,
      slug text not null unique,
      name jsonb not null,
      position int not null default 0
    )`);
    this.addSql(`create table tag (
      id uuid primary key,
      slug text not null unique,
      name jsonb not null
    )`);
    this.addSql(`create table question (
      id uuid primary key,
      slug text not null unique,
      category_id uuid not null references question_category,
      author_id uuid references user_account on delete set null,
      kind text not null check (kind in ('KNOWLEDGE', 'CODING', 'CASE')),
      difficulty text not null check (difficulty in ('EASY', 'MEDIUM', 'HARD')),
      status text not null check (status in ('DRAFT', 'REVIEW', 'PUBLISHED', 'ARCHIVED')),
      title jsonb not null check (jsonb_exists_all(title, array['zh', 'en'])),
      key_points jsonb not null default '[]',
      links jsonb not null default '{}',
      citations jsonb not null default '[]',
      revision int not null default 1,
      seeded boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
    this.addSql(`create index question_category_id on question (category_id, id)`);
    this.addSql(`create index question_status on question (status, id)`);
    this.addSql(`create table question_tag (
      question_id uuid not null references question on delete cascade,
      tag_id uuid not null references tag,
      position int not null,
      primary key (question_id, tag_id)
    )`);
    this.addSql(`create index question_tag_tag on question_tag (tag_id, question_id)`);
    this.addSql(`create table answer (
      id uuid primary key,
      question_id uuid not null references question on delete cascade,
      author_id uuid references user_account on delete set null,
      position int not null,
      short jsonb not null check (jsonb_exists_all(short, array['zh', 'en'])),
      explanation jsonb not null check (jsonb_exists_all(explanation, array['zh', 'en'])),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (question_id, position)
    )`);
  }

  override down(): void {
    this.addSql(`drop table answer, question_tag, question, tag, question_category`);
  }
}
