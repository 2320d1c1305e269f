import { Migration } from "@mikro-orm/migrations";

/** Evaluations at any time: of other checkpoints, on other data, under perturbations; and what two of them are compared by. */
export class Migration20261122000020_evaluations extends Migration {
  override up(): void {
    this.addSql(`create table evaluation_request (
      id uuid primary key,
      organisation_id uuid not null references organisation on delete cascade,
      run_id uuid not null references training_run on delete cascade,
      status text not null default 'QUEUED' check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
      dataset text not null,
      checkpoint text not null check (checkpoint in ('FINAL', 'BEST', 'NEWEST', 'STEP')),
      step int,
      perturbations jsonb not null default '[]',
      requested_by uuid references user_account on delete set null,
      attempts int not null default 0,
      error jsonb,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz
    )`);
    this.addSql(`create index evaluation_request_of_run on evaluation_request (run_id, id)`);
    this.addSql(`create index evaluation_request_unfinished on evaluation_request (organisation_id)
      where status in ('QUEUED', 'RUNNING')`);
    this.addSql(`alter table evaluation
      add column request_id uuid references evaluation_request on delete cascade,
      add column rows_sha256 text,
      add column row_figure text,
      add column row_scores bytea,
      drop constraint evaluation_run_id_subject_key`);
    this.addSql(`create unique index evaluation_of_run on evaluation (run_id, subject) where request_id is null`);
    this.addSql(`create unique index evaluation_of_request on evaluation (request_id, subject)`);
    this.addSql(`create index evaluation_by_run on evaluation (run_id, id)`);
  }

  override down(): void {
    this.addSql(`delete from evaluation where request_id is not null`);
    this.addSql(`drop index evaluation_by_run, evaluation_of_request, evaluation_of_run`);
    this.addSql(`alter table evaluation
      drop column row_scores, drop column row_figure, drop column rows_sha256, drop column request_id,
      add unique (run_id, subject)`);
    this.addSql(`drop table evaluation_request`);
  }
}
