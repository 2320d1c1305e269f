import { Migration } from "@mikro-orm/migrations";

/** Evidence for items of assessments, and conditions on training runs that are checked when runs finish. */
export class Migration20261122000092_evidence extends Migration {
  override up(): void {
    this.addSql(`create table compliance_evidence (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      assessment_id uuid not null references compliance_assessment on delete cascade,
      assessment_item_id uuid not null references assessment_item on delete cascade,
      kind text check (kind in ('LINK', 'TRAINING_RUN')),
      status text not null check (status in ('REQUESTED', 'RECEIVED', 'ACCEPTED', 'REJECTED', 'EXPIRED')),
      title text not null,
      note text not null default '',
      url text,
      run_id uuid references training_run on delete set null,
      facts json,
      sha256 text,
      revision int not null default 0,
      effective_on date,
      received_at timestamptz,
      expires_on date,
      created_by uuid references user_account on delete set null,
      submitted_by uuid references user_account on delete set null,
      reviewed_by uuid references user_account on delete set null,
      reviewed_at timestamptz,
      review_comment text,
      created_at timestamptz not null default now(),
      check ((status = 'REQUESTED') = (kind is null)),
      check (kind is distinct from 'LINK' or url is not null),
      check (expires_on >= effective_on)
    )`);
    this.addSql(`create index on compliance_evidence (assessment_item_id, id)`);
    this.addSql(`create index on compliance_evidence (run_id) where run_id is not null`);
    this.addSql(`create index on compliance_evidence (expires_on) where status in ('RECEIVED', 'ACCEPTED')`);
    this.addSql(`create table compliance_check (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      assessment_id uuid not null references compliance_assessment on delete cascade,
      assessment_item_id uuid not null references assessment_item on delete cascade,
      dataset text,
      recipe text,
      figure text not null,
      comparison text not null check (comparison in ('BELOW', 'AT_MOST', 'AT_LEAST', 'ABOVE')),
      threshold float8 not null,
      within_days int not null check (within_days between 1 and 3650),
      withdrawn_at timestamptz,
      created_by uuid references user_account on delete set null,
      created_at timestamptz not null default now()
    )`);
    this.addSql(`create index on compliance_check (assessment_id, id)`);
    this.addSql(`create index on compliance_check (organisation_id) where withdrawn_at is null`);
    this.addSql(`create table compliance_check_result (
      check_id uuid not null references compliance_check on delete cascade,
      run_id uuid not null references training_run on delete cascade,
      value float8 not null,
      passed boolean not null,
      run_finished_at timestamptz not null,
      evaluated_at timestamptz not null default now(),
      primary key (check_id, run_id)
    )`);
    this.addSql(`create index on compliance_check_result (run_id)`);
  }

  override down(): void {
    this.addSql(`drop table compliance_check_result, compliance_check, compliance_evidence`);
  }
}
