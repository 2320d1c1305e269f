import { Migration } from "@mikro-orm/migrations";

const REVIEWED = ["question", "business_model", "checklist", "checklist_item"];

/** Content is published by review. What there is counts as reviewed. */
export class Migration20261122000071_content_review extends Migration {
  override up(): void {
    for (const table of REVIEWED) {
      this.addSql(`alter table ${table} add column published_at timestamptz`);
      this.addSql(`alter table ${table} add column stale_translations jsonb not null default '[]'`);
      this.addSql(`update ${table} set published_at = created_at where status in ('PUBLISHED', 'ARCHIVED')`);
      this.addSql(`alter table ${table} drop constraint ${table}_status_check`);
      this.addSql(`alter table ${table} add constraint ${table}_status_check
        check (status in ('DRAFT', 'REVIEW', 'PUBLISHED', 'ARCHIVED'))`);
    }
    this.addSql(`alter table content_revision add column reviewer_id uuid references user_account on delete set null`);
    this.addSql(`alter table content_revision add column reviewed_at timestamptz`);
    this.addSql(`alter table content_revision add column review_note text`);
    this.addSql(`update content_revision set reviewed_at = created_at`);
    this.addSql(`create index content_revision_unreviewed on content_revision (subject_type, subject_id)
      where reviewed_at is null`);
    // Points are referred to by their ids from here on; those that are there count from 1.
    this.addSql(`update question set key_points = (
      select coalesce(jsonb_agg(jsonb_build_object('id', 'p' || position) || point order by position), '[]')
      from jsonb_array_elements(key_points) with ordinality as points (point, position))`);
  }

  override down(): void {
    this.addSql(`update question set key_points = (
      select coalesce(jsonb_agg(point - 'id' order by position), '[]')
      from jsonb_array_elements(key_points) with ordinality as points (point, position))`);
    this.addSql(
      `alter table content_revision drop column reviewer_id, drop column reviewed_at, drop column review_note`,
    );
    for (const table of REVIEWED) {
      this.addSql(`alter table ${table} drop constraint ${table}_status_check`);
      if (table === "question") {
        this.addSql(`alter table question add constraint question_status_check
          check (status in ('DRAFT', 'REVIEW', 'PUBLISHED', 'ARCHIVED'))`);
      } else {
        this.addSql(`update ${table} set status = 'ARCHIVED' where status <> 'PUBLISHED'`);
        this.addSql(
          `alter table ${table} add constraint ${table}_status_check check (status in ('PUBLISHED', 'ARCHIVED'))`,
        );
      }
      this.addSql(`alter table ${table} drop column published_at, drop column stale_translations`);
    }
  }
}
