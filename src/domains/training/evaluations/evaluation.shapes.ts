import { idColumn, instantColumn, plainColumns, type Shape } from "../../../kernel/read/shape.js";
import { authorShape } from "../../accounts/accounts.shapes.js";

const classificationShape: Shape = {
  type: "ClassificationReport",
  table: "evaluation",
  columns: {
    ...reportColumns("accuracy", "balancedAccuracy", "kappa", "mcc", "logLoss", "brier", "macroAuc"),
    ...reportColumns("calibrationError", "macro", "micro", "weighted", "classes"),
    ...detailColumns("reliability", "confusedPairs", "slices", "fairness"),
    confusionMatrix: (evaluation) => `json_build_object(
      'labels', (select json_agg(class->'name') from jsonb_array_elements(${evaluation}.report->'classes') class),
      'counts', ${evaluation}.report->'confusion')`,
  },
};

/** Reports from before there were kinds are of classifications. */
const kindOf = (evaluation: string) => `coalesce(${evaluation}.report->>'kind', 'CLASSIFICATION')`;
const primaryOf = (evaluation: string) => `coalesce(${evaluation}.report->>'primary', 'accuracy')`;

/** SQL of an EvaluationFigure. A report of before there were intervals has null at their ends. */
const figure = (evaluation: string, name: string, value: string) => {
  const interval = `${evaluation}.report->'details'->'intervals'->(${name})`;
  return `json_build_object('name', ${name}, 'value', ${value},
    'low', ${interval}->'low', 'high', ${interval}->'high')`;
};

/** Numbers of the report, and those one level deeper by dotted names, as comparisons have them. */
const figuresOf = (evaluation: string) => `(
  select coalesce(json_agg(${figure(evaluation, "leaf.name", "leaf.value")} order by leaf.name), '[]'::json)
  from jsonb_each(${evaluation}.report - 'rows' - 'details') entry,
    lateral (
      select entry.key as name, entry.value where jsonb_typeof(entry.value) = 'number'
      union all
      select entry.key || '.' || inner_entry.key, inner_entry.value
      from jsonb_each(case jsonb_typeof(entry.value) when 'object' then entry.value else '{}' end) inner_entry
      where jsonb_typeof(inner_entry.value) = 'number'
    ) leaf)`;

export const evaluationShape: Shape = {
  type: "Evaluation",
  table: "evaluation",
  columns: {
    ...plainColumns("name"),
    createdAt: instantColumn("created_at"),
    kind: kindOf,
    ...reportColumns("rows"),
    primary: (evaluation) =>
      figure(evaluation, primaryOf(evaluation), `${evaluation}.report->${primaryOf(evaluation)}`),
    figures: figuresOf,
    ...detailColumns("againstBaseline", "worst", "robustness"),
    id: idColumn("Evaluation"),
    dataset: (evaluation) => `coalesce(${ofRequest(evaluation, "dataset")},
      (select run.dataset from training_run run where run.id = ${evaluation}.run_id))`,
    checkpoint: (evaluation) => `coalesce(${ofRequest(evaluation, "checkpoint")}, 'FINAL')`,
    step: (evaluation) => ofRequest(evaluation, "step"),
  },
  one: {
    requestedBy: {
      shape: () => authorShape,
      on: (evaluation, author) => `${author}.id = ${ofRequest(evaluation, "requested_by")}`,
    },
    classification: {
      shape: () => classificationShape,
      on: (evaluation, report) => `${report}.id = ${evaluation}.id and ${kindOf(evaluation)} = 'CLASSIFICATION'`,
    },
  },
};

/** A column of the request that an evaluation came of; null where it came of the run's end. */
function ofRequest(evaluation: string, column: string): string {
  return `(select request.${column} from evaluation_request request where request.id = ${evaluation}.request_id)`;
}

function reportColumns(...fields: string[]): Shape["columns"] {
  return Object.fromEntries(fields.map((field) => [field, (evaluation: string) => `${evaluation}.report->'${field}'`]));
}

function detailColumns(...fields: string[]): Shape["columns"] {
  return Object.fromEntries(
    fields.map((field) => [field, (evaluation: string) => `${evaluation}.report->'details'->'${field}'`]),
  );
}
