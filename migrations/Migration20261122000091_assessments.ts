import { Migration } from "@mikro-orm/migrations";

/** Assessments of organisations: items, risks, deadlines, and a log that only grows, each entry bound to the one before by its hash. */
export class Migration20261122000091_assessments extends Migration {
  override up(): void {
    this.addSql(`create table compliance_assessment (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      created_by uuid references user_account on delete set null,
      name text not null,
      answers jsonb not null,
      due_on date,
      created_at timestamptz not null default now()
    )`);
    this.addSql(`create index on compliance_assessment (organisation_id, id)`);
    this.addSql(`create table assessment_item (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      assessment_id uuid not null references compliance_assessment on delete cascade,
      checklist_item_id uuid not null references checklist_item,
      item_revision int not null,
      position int not null,
      applicability text not null check (applicability in ('APPLIES', 'UNDECIDED', 'DOES_NOT_APPLY')),
      rules jsonb not null,
      missing jsonb not null,
      status text not null check (status in ('OPEN', 'ANSWERED', 'SIGNED_OFF')),
      outcome text check (outcome in ('MET', 'PARTLY_MET', 'NOT_MET', 'NOT_APPLICABLE', 'EXCEPTION')),
      answer text,
      notes text not null default '',
      exception_until date,
      owner_id uuid references user_account on delete set null,
      due_on date,
      reminded int not null default 0,
      answered_by uuid references user_account on delete set null,
      answered_at timestamptz,
      reviewed_by uuid references user_account on delete set null,
      reviewed_at timestamptz,
      review_comment text,
      created_at timestamptz not null default now(),
      unique (assessment_id, checklist_item_id),
      check ((status = 'OPEN') = (outcome is null)),
      check ((outcome = 'EXCEPTION') = (exception_until is not null)),
      check (status <> 'SIGNED_OFF' or reviewed_by is distinct from answered_by or reviewed_by is null)
    )`);
    this.addSql(`create index on assessment_item (assessment_id, position, id)`);
    this.addSql(`create index on assessment_item (due_on) where status <> 'SIGNED_OFF' and reminded < 2`);
    this.addSql(`create index on assessment_item (exception_until) where status = 'SIGNED_OFF'`);
    this.addSql(`create table compliance_risk (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      assessment_id uuid not null references compliance_assessment on delete cascade,
      assessment_item_id uuid references assessment_item on delete set null,
      title text not null,
      description text not null default '',
      likelihood int not null check (likelihood between 1 and 5),
      impact int not null check (impact between 1 and 5),
      score int not null generated always as (likelihood * impact) stored,
      treatment text not null check (treatment in ('AVOID', 'MITIGATE', 'TRANSFER', 'ACCEPT')),
      plan text not null default '',
      owner_id uuid references user_account on delete set null,
      closed_at timestamptz,
      created_by uuid references user_account on delete set null,
      created_at timestamptz not null default now()
    )`);
    this.addSql(`create index on compliance_risk (assessment_id, score, id)`);
    this.addSql(`create table compliance_deadline (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      assessment_id uuid not null references compliance_assessment on delete cascade,
      assessment_item_id uuid references assessment_item on delete set null,
      duty text not null,
      note text not null default '',
      started_at timestamptz not null,
      due_at timestamptz not null,
      approximate boolean not null,
      reminded int not null default 0,
      met_at timestamptz,
      met_by uuid references user_account on delete set null,
      created_by uuid references user_account on delete set null,
      created_at timestamptz not null default now()
    )`);
    this.addSql(`create index on compliance_deadline (assessment_id, due_at, id)`);
    this.addSql(`create index on compliance_deadline (due_at) where met_at is null and reminded < 2`);
    // The log refers to nothing, so that nothing that goes takes entries with it.
    this.addSql(`create table compliance_log (
      organisation_id uuid not null,
      seq int not null,
      at timestamptz(3) not null,
      actor_id uuid,
      assessment_id uuid not null,
      kind text not null,
      subject text not null,
      payload json not null,
      previous text not null,
      hash text not null,
      primary key (organisation_id, seq)
    )`);
    this.addSql(`create index on compliance_log (assessment_id, seq)`);
    this.addSql(
      `create table compliance_log_head (organisation_id uuid primary key, seq int not null, hash text not null)`,
    );
    this.addSql(`create function refuse_change_of_log() returns trigger language plpgsql as $$
      begin raise exception 'the compliance log only grows' using errcode = 'restrict_violation'; end $$`);
    this.addSql(`create trigger compliance_log_only_grows before update or delete or truncate on compliance_log
      for each statement execute function refuse_change_of_log()`);
  }

  override down(): void {
    this.addSql(
      `drop table compliance_log_head, compliance_log, compliance_deadline, compliance_risk, assessment_item, compliance_assessment`,
    );
    this.addSql(`drop function refuse_change_of_log`);
  }
}
