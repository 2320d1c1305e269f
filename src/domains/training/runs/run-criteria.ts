import { InvalidInput } from "../../../kernel/errors.js";
import { rowId } from "../../../kernel/ids.js";
import { allOf, has, type Condition } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { visibleRuns } from "../training.policy.js";
import { normalisedTag } from "../cards/run-card.specs.js";
import { comparedMetric, comparedParameter, type MetricCriterion, type ParameterCriterion } from "./run-comparisons.js";
import type { RunSearch } from "./run-search.js";
import type { RunStatus } from "./run-status.js";

/** What a list of runs may be narrowed to; all that is given must hold. */
export interface RunCriteria {
  status?: RunStatus[] | null;
  recipe?: string | null;
  name?: string | null;
  dataset?: string | null;
  /** All of these. */
  tags?: string[] | null;
  group?: string | null;
  /** The viewer's own favourites, or the others. */
  favourite?: boolean | null;
  /** Lists leave out what is archived unless this is true, which shows nothing else. */
  archived?: boolean | null;
  /** An author's global id. */
  launchedBy?: string | null;
  createdAfter?: Date | null;
  createdBefore?: Date | null;
  parameter?: ParameterCriterion[] | null;
  metric?: MetricCriterion[] | null;
  search?: string | null;
}

/** Most criteria of a list within a filter. */
const LIST_MAX = 20;

/** The viewer's runs that meet the criteria; `search` is what `criteria.search` came to. */
export function runsMeeting(viewer: Viewer, criteria: RunCriteria, search?: RunSearch): Condition {
  const { status, recipe, name, dataset, favourite, launchedBy, createdAfter, createdBefore } = criteria;
  const { tags, parameter, metric } = criteria;
  for (const [field, list] of Object.entries({ status, tags, parameter, metric })) {
    if (list && list.length > LIST_MAX) throw new InvalidInput(`filter.${field}`, `may have ${LIST_MAX} entries.`);
  }
  return allOf(
    visibleRuns(viewer),
    has("recipe", recipe),
    has("dataset", dataset),
    has("launched_by", launchedBy == null ? null : rowId("Author", launchedBy)),
    status == null ? undefined : (run, statement) => `${run}.status = any(${statement.value(status)})`,
    name == null
      ? undefined
      : (run, statement) => `position(lower(${statement.value(name)}) in lower(${run}.name)) > 0`,
    createdAfter == null ? undefined : (run, statement) => `${run}.created_at >= ${statement.value(createdAfter)}`,
    createdBefore == null ? undefined : (run, statement) => `${run}.created_at < ${statement.value(createdBefore)}`,
    favourite == null ? undefined : isFavourite(viewer, favourite),
    ...(parameter ?? []).map(comparedParameter),
    ...(metric ?? []).map(comparedMetric),
    cardMeets(criteria),
    search?.condition,
  );
}

function cardMeets({ tags, group, archived }: RunCriteria): Condition {
  return (run, statement) => {
    const conditions = [`card.run_id = ${run}.id`, archived ? `card.archived` : `not card.archived`];
    if (group != null) conditions.push(`card.group_name = ${statement.value(group.trim())}`);
    if (tags?.length) conditions.push(`card.tags @> ${statement.value(tags.map(normalisedTag))}::text[]`);
    return `exists (select from training_run_card card where ${conditions.join(" and ")})`;
  };
}

function isFavourite(viewer: Viewer, favourite: boolean): Condition {
  return (run, statement) => `${favourite ? "" : "not "}exists (select from training_run_favourite favourite
    where favourite.run_id = ${run}.id and favourite.user_id = ${statement.value(viewer.userId)})`;
}
