import type { Condition } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";

/** Everybody signed in. */
export const everybody = (): Condition => () => "true";

/** Everybody signed in reads what is published; administrators read all. */
export function publishedTo(viewer: Viewer): Condition {
  return viewer.may("content:edit") ? () => "true" : (row) => `${row}.status = 'PUBLISHED'`;
}
