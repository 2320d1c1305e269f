import { InvalidInput } from "../../../kernel/errors.js";
import type { Condition } from "../../../kernel/read/reader.js";

/** How a value is compared with another. The keys are GraphQL's names. */
export enum Comparison {
  EQ = "EQ",
  NE = "NE",
  LT = "LT",
  LTE = "LTE",
  GT = "GT",
  GTE = "GTE",
}

/** What a parameter must be; `path` goes into nested parameters by dots. */
export interface ParameterCriterion {
  path: string;
  op: Comparison;
  value: unknown;
}

/** What the newest value of a metric must be. */
export interface MetricCriterion {
  name: string;
  op: Comparison;
  value: number;
}

const OPERATORS: Record<Comparison, string> = {
  [Comparison.EQ]: "=",
  [Comparison.NE]: "<>",
  [Comparison.LT]: "<",
  [Comparison.LTE]: "<=",
  [Comparison.GT]: ">",
  [Comparison.GTE]: ">=",
};
const PATH_MAX = 200;

/** The parameter is there and compares like this: numbers by size, everything else as equal or not. */
export function comparedParameter({ path, op, value }: ParameterCriterion, at: number): Condition {
  const field = `filter.parameter.${at}`;
  if (path.length < 1 || path.length > PATH_MAX) {
    throw new InvalidInput(`${field}.path`, `must have 1 to ${PATH_MAX} characters.`);
  }
  if (value !== null && !["string", "number", "boolean"].includes(typeof value)) {
    throw new InvalidInput(`${field}.value`, "must be a text, a number, a boolean or null.");
  }
  const equality = op === Comparison.EQ || op === Comparison.NE;
  if (!equality && typeof value !== "number") {
    throw new InvalidInput(`${field}.value`, `must be a number for ${op}.`);
  }
  return (run, statement) => {
    const found = `${run}.parameters #> ${statement.value(path.split("."))}::text[]`;
    // As a text the driver makes it well-formed; in JSON a lone surrogate would be a fault.
    const wanted =
      typeof value === "string"
        ? `to_jsonb(${statement.value(value)}::text)`
        : `${statement.value(JSON.stringify(value))}::jsonb`;
    const compared = `(${found}) ${OPERATORS[op]} ${wanted}`;
    return equality ? compared : `jsonb_typeof(${found}) = 'number' and ${compared}`;
  };
}

/** The run has logged the metric, and its newest value compares like this. */
export function comparedMetric({ name, op, value }: MetricCriterion): Condition {
  return (run, statement) =>
    `(${run}.latest_metrics->>${statement.value(name)})::float8 ${OPERATORS[op]} ${statement.value(value)}::float8`;
}
