import type { Condition } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";

/** Everybody signed in reads what is published; administrators read all. */
export function visibleQuestions(viewer: Viewer): Condition {
  return viewer.may("content:edit") ? () => "true" : (question) => `${question}.status = 'PUBLISHED'`;
}
