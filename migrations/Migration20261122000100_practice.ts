import { Migration } from "@mikro-orm/migrations";

/**
 * What people practise, review and note, each for themselves. A card is its memory, as its reviews keep it too; what lists
 * look for is taken out of it by the database, so that the two never differ. Instants in it are milliseconds since 1970.
 */
export class Migration20261122000100_practice extends Migration {
  override up(): void {
    this.addSql(`create table practice_card (
      id uuid primary key,
      user_id uuid not null references user_account on delete cascade,
      question_id uuid not null references question on delete cascade,
      memory jsonb not null,
      state text not null generated always as (memory->>'state') stored
        check (state in ('NEW', 'LEARNING', 'REVIEW', 'RELEARNING')),
      due_ms bigint not null generated always as ((memory->>'due')::bigint) stored,
      introduced_ms bigint generated always as ((memory->>'introduced')::bigint) stored,
      created_at timestamptz not null default now(),
      unique (user_id, question_id)
    )`);
    this.addSql(`create index on practice_card (user_id, due_ms, id)`);
    this.addSql(`create index on practice_card (user_id, introduced_ms)`);
    this.addSql(`create table practice_review (
      id uuid primary key,
      user_id uuid not null references user_account on delete cascade,
      card_id uuid not null references practice_card on delete cascade,
      rating text not null check (rating in ('AGAIN', 'HARD', 'GOOD', 'EASY')),
      reviewed_at timestamptz not null,
      desired_retention float8 not null,
      before jsonb not null,
      after jsonb not null,
      idempotency_key text,
      undone_at timestamptz,
      created_at timestamptz not null default now(),
      unique (user_id, idempotency_key)
    )`);
    this.addSql(`create unique index on practice_review (card_id, ((after->>'reps')::int)) where undone_at is null`);
    this.addSql(`create index on practice_review (user_id, id)`);
    this.addSql(`create index on practice_review (user_id, reviewed_at)`);
    this.addSql(`create table practice_settings (
      user_id uuid primary key references user_account on delete cascade,
      desired_retention float8 not null check (desired_retention between 0.7 and 0.97),
      new_cards_per_day int not null check (new_cards_per_day between 0 and 1000),
      day_starts_at_hour int not null check (day_starts_at_hour between 0 and 23)
    )`);
    this.addSql(`create table question_note (
      id uuid primary key,
      user_id uuid not null references user_account on delete cascade,
      question_id uuid not null references question on delete cascade,
      flagged boolean not null,
      text text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (user_id, question_id)
    )`);
    this.addSql(`create index on question_note (user_id, id)`);
  }

  override down(): void {
    this.addSql(`drop table question_note, practice_settings, practice_review, practice_card`);
  }
}
