import type { Condition } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";

/** A viewer reaches the economic models of their own organisation and no others, administrators too. */
export function ownModels(viewer: Viewer): Condition {
  viewer.require("economics:read");
  return (model, statement) => `${model}.organisation_id = ${statement.value(viewer.organisationId)}`;
}
