import type { Row } from "../../../kernel/read/reader.js";
import { builtInContents } from "./built-in/built-in-contents.js";
import type { DatasetSpec } from "./built-in/dataset-spec.js";

/** A built-in data set as its GraphQL type sees it, like a row of `datasetShape`. */
export function builtInRow(spec: DatasetSpec): Row {
  const notOwn = { builtIn: true, archived: false, createdAt: null, createdBy: null, version: null };
  const profile = builtInContents[spec.id]?.profile ?? null;
  return { __typename: "Dataset", ...spec, ...notOwn, name: spec.id, profile };
}
