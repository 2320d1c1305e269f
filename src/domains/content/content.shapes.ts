import { idColumn, instantColumn, plainColumns, type Many, type Shape } from "../../kernel/read/shape.js";
import { authorShape } from "../accounts/accounts.shapes.js";

/** The columns of a kind of content: its own fields, and those that every kind has. */
export function contentColumns(type: string, ...fields: string[]): Shape["columns"] {
  return {
    id: idColumn(type),
    ...plainColumns("slug", "revision", ...fields),
    createdAt: instantColumn("created_at"),
    updatedAt: instantColumn("updated_at"),
  };
}

/** The columns of a kind that is published by review. */
export function reviewedColumns(type: string, ...fields: string[]): Shape["columns"] {
  return {
    ...contentColumns(type, "status", "staleTranslations", ...fields),
    publishedAt: instantColumn("published_at"),
    unreviewed: (row) =>
      `exists (select from content_revision r where r.subject_type = '${type}' and r.subject_id = ${row}.id and r.reviewed_at is null)`,
  };
}

const revisionShape: Shape = {
  type: "ContentRevision",
  table: "content_revision",
  columns: {
    ...plainColumns("number", "content", "reviewNote"),
    createdAt: instantColumn("created_at"),
    reviewedAt: instantColumn("reviewed_at"),
  },
  one: {
    author: { shape: () => authorShape, on: (revision, author) => `${author}.id = ${revision}.author_id` },
    reviewer: { shape: () => authorShape, on: (revision, reviewer) => `${reviewer}.id = ${revision}.reviewer_id` },
  },
};

/** What objects of a type said over time, the newest first. */
export function revisionsOf(type: string): Many {
  return {
    shape: () => revisionShape,
    on: (row, revision) => `${revision}.subject_type = '${type}' and ${revision}.subject_id = ${row}.id`,
    order: (revision) => `${revision}.number desc`,
    limit: { argument: "first", default: 10 },
    max: 100,
  };
}
