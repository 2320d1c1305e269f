import { allOf, type Condition, has, type Order } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { findRecipe } from "../recipes/recipe-catalogue.js";
import type { DataKind } from "./data-kind.js";

/** What a list of data sets may be narrowed to; all that is given must hold. */
export interface DatasetCriteria {
  kind?: DataKind | null;
  /** Id of a recipe that can train on them. */
  recipe?: string | null;
  builtIn?: boolean | null;
  archived?: boolean | null;
  /** Part of the name, the title or the description. */
  search?: string | null;
}

/** Own ones first, the newest of them before the others; then the built-in ones as the catalogue has them. */
export const ownFirst: Order = { by: [{ sql: (row) => `${row}.place`, type: "text" }], descending: true };

/** A viewer reaches the data sets of their own organisation, and the built-in ones. */
export function visibleDatasets(viewer: Viewer): Condition {
  viewer.require("run:read");
  return (row, statement) =>
    `(${row}.organisation_id = ${statement.value(viewer.organisationId)} or ${row}.organisation_id is null)`;
}

/** What it takes to be one of the viewer's data sets within a filter. */
export function datasetsMeeting(viewer: Viewer, criteria: DatasetCriteria): Condition {
  const { kind, recipe, builtIn, archived, search } = criteria;
  return allOf(
    visibleDatasets(viewer),
    has("kind", kind),
    recipe == null ? undefined : trainableBy(recipe),
    builtIn == null ? undefined : (row) => `${row}.organisation_id is ${builtIn ? "" : "not "}null`,
    (row) => `${row}.archived_at is ${archived ? "not " : ""}null`,
    search ? matching(search) : undefined,
  );
}

function trainableBy(recipeId: string): Condition {
  const recipe = findRecipe(recipeId);
  return (row, statement) => {
    const [names, kinds] = [statement.value(recipe?.datasets ?? []), statement.value(recipe?.accepts ?? [])];
    return `case when ${row}.organisation_id is null then ${row}.name = any(${names}::text[]) else ${row}.kind = any(${kinds}::text[]) end`;
  };
}

function matching(search: string): Condition {
  const pattern = `%${search.trim().replaceAll(/[\\%_]/g, "\\$&")}%`;
  return (row, statement) => {
    const value = statement.value(pattern);
    return `concat_ws(' ', ${row}.name, ${row}.title::text, ${row}.summary::text) ilike ${value}`;
  };
}
