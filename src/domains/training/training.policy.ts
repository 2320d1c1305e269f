import type { Condition } from "../../kernel/read/reader.js";
import type { Viewer } from "../accounts/viewer.js";

/** A viewer reaches the runs of their own organisation and no others, administrators too. */
export function visibleRuns(viewer: Viewer): Condition {
  viewer.require("run:read");
  return (run, statement) => `${run}.organisation_id = ${statement.value(viewer.organisationId)}`;
}
