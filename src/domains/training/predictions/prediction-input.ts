import type { FieldFault } from "../runs/run.refusals.js";
import {
  EXAMPLES_MAX,
  IMAGE_MAX,
  type PredictionInput,
  type PredictionInputKind,
  SERIES_MAX,
  type SeriesInput,
  STEPS_MAX,
  TEXT_MAX,
} from "./prediction.specs.js";

const FIELD: Record<PredictionInputKind, keyof PredictionInput> = {
  IMAGES: "images",
  ROWS: "rows",
  SERIES: "series",
  TEXTS: "texts",
};

/** What is wrong with an input for a model that takes examples of that kind, as far as that can be said without the model. */
export function inputFaults(kind: PredictionInputKind, input: PredictionInput): FieldFault[] {
  const wanted = FIELD[kind];
  const strangers = Object.values(FIELD).filter((field) => field !== wanted && input[field] != null);
  const faults = strangers.map((field) => fault(field, "INVALID", `is not what this model takes: give ${wanted}.`));
  const given = input[wanted];
  if (given == null) return [...faults, fault(wanted, "INVALID", "is what this model predicts from, and is missing.")];
  return [...faults, ...(Array.isArray(given) ? listFaults(wanted, given) : seriesFaults(given))];
}

function listFaults(field: string, examples: readonly unknown[]): FieldFault[] {
  if (examples.length < 1 || examples.length > EXAMPLES_MAX)
    return [fault(field, "OUT_OF_RANGE", `must hold 1 to ${EXAMPLES_MAX} examples, not ${examples.length}.`)];
  const most = field === "images" ? IMAGE_MAX : TEXT_MAX;
  return examples.flatMap((example, at) =>
    typeof example === "string" && example.length > most
      ? [fault(`${field}.${at}`, "OUT_OF_RANGE", `may have ${most} characters, not ${example.length}.`)]
      : [],
  );
}

function seriesFaults({ values, until, steps }: SeriesInput): FieldFault[] {
  const faults: FieldFault[] = [];
  if (values.length < 1 || values.length > SERIES_MAX)
    faults.push(fault("series.values", "OUT_OF_RANGE", `must hold 1 to ${SERIES_MAX} values, not ${values.length}.`));
  if (steps < 1 || steps > STEPS_MAX)
    faults.push(fault("series.steps", "OUT_OF_RANGE", `must be from 1 to ${STEPS_MAX}, not ${steps}.`));
  if (Number.isNaN(Date.parse(until)))
    faults.push(fault("series.until", "WRONG_TYPE", "must be a date such as 2015-12-31."));
  return faults;
}

function fault(field: string, code: FieldFault["code"], message: string): FieldFault {
  return { field: `input.${field}`, code, message };
}
