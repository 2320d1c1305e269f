import type { Condition } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";
import { PublicationStatus } from "./content.specs.js";

/** Everybody signed in. */
export const everybody = (): Condition => () => "true";

const { DRAFT, REVIEW, PUBLISHED } = PublicationStatus;

/** What lists and searches hold: of what a viewer may read, that of the status asked for, else all but what is archived. */
export function listedStatuses(viewer: Viewer, wanted?: PublicationStatus | null): PublicationStatus[] {
  const readable = viewer.may("content:edit") ? Object.values(PublicationStatus) : [PUBLISHED];
  const listed = wanted == null ? [DRAFT, REVIEW, PUBLISHED] : [wanted];
  return listed.filter((status) => readable.includes(status));
}

/** Content of a status that `listedStatuses` gives. */
export function listedTo(viewer: Viewer, wanted?: PublicationStatus | null): Condition {
  const statuses = listedStatuses(viewer, wanted);
  return (row) =>
    statuses.length > 0 ? `${row}.status in (${statuses.map((status) => `'${status}'`).join(", ")})` : "false";
}

/** Archived content stays with those who know it by its id, if it has been published. */
export function knownTo(viewer: Viewer): Condition {
  if (viewer.may("content:edit")) return () => "true";
  return (row) => `(${row}.status = 'PUBLISHED' or (${row}.status = 'ARCHIVED' and ${row}.published_at is not null))`;
}

/** Everybody signed in reads what is published; administrators read all. */
export function publishedTo(viewer: Viewer): Condition {
  return viewer.may("content:edit") ? () => "true" : (row) => `${row}.status = 'PUBLISHED'`;
}
