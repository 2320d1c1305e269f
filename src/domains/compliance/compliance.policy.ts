import type { Condition } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";

/** A viewer reaches what belongs to their own organisation and nothing else, administrators too. */
export function ownedBy(viewer: Viewer): Condition {
  viewer.require("assessment:read");
  return (row, statement) => `${row}.organisation_id = ${statement.value(viewer.organisationId)}`;
}
