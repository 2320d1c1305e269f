import { Migration } from "@mikro-orm/migrations";

/** The installation's identity; organisations, the people in them, and their sessions. */
export class Migration20261122000001_accounts extends Migration {
  override up(): void {
    this.addSql(
      `create table installation (id uuid primary key default gen_random_uuid(), singleton boolean not null default true unique check (singleton))`,
    );
    this.addSql(`insert into installation default values`);
    this.addSql(`create table organisation (
      id uuid primary key,
      slug text not null unique,
      name text not null,
      max_active_runs int not null default 20 check (max_active_runs >= 0),
      created_at timestamptz not null default now()
    )`);
    this.addSql(`create table user_account (
      id uuid primary key,
      email text not null,
      name text not null,
      password_hash text,
      is_administrator boolean not null default false,
      created_at timestamptz not null default now()
    )`);
    this.addSql(`create unique index user_account_email on user_account (lower(email))`);
    this.addSql(`create table membership (
      organisation_id uuid not null references organisation on delete cascade,
      user_id uuid not null references user_account on delete cascade,
      role text not null check (role in ('OWNER', 'CONSULTANT', 'MEMBER', 'VIEWER')),
      created_at timestamptz not null default now(),
      primary key (user_id, organisation_id)
    )`);
    this.addSql(`create index membership_organisation on membership (organisation_id)`);
    this.addSql(`create table session (
      id uuid primary key,
      user_id uuid not null references user_account on delete cascade,
      organisation_id uuid not null references organisation on delete cascade,
      refresh_token_hash text not null unique,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz
    )`);
    this.addSql(`create index session_user_id on session (user_id)`);
    this.addSql(`create table content_revision (
      id uuid primary key,
      subject_type text not null,
      subject_id uuid not null,
      number int not null,
      author_id uuid references user_account on delete set null,
      content jsonb not null,
      created_at timestamptz not null default now(),
      unique (subject_type, subject_id, number)
    )`);
  }

  override down(): void {
    this.addSql(`drop table content_revision, session, membership, user_account, organisation, installation`);
  }
}
