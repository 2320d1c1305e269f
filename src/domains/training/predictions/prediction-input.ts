import type { FieldFault } from "../runs/run.refusals.js";
import { graphFaults } from "./graph-input.js";
import {
  BEGINNING_MAX,
  type BeginningsInput,
  BEGINNINGS_MAX,
  EXAMPLES_MAX,
  type GraphInput,
  IMAGE_MAX,
  LABEL_MAX,
  type PassageInput,
  type PredictionInput,
  type PredictionInputKind,
  QUESTION_MAX,
  type SamplesInput,
  SERIES_MAX,
  type SeriesInput,
  STEPS_MAX,
  TEXT_MAX,
  WRITTEN_MAX,
} from "./prediction.specs.js";

const FIELD: Record<PredictionInputKind, keyof PredictionInput> = {
  IMAGES: "images",
  ROWS: "rows",
  SERIES: "series",
  TEXTS: "texts",
  PASSAGES: "passages",
  BEGINNINGS: "beginnings",
  GRAPHS: "graphs",
  SAMPLES: "samples",
};

/** Graphs have thousands of edges, each of which can be wrong. */
const GRAPH_FAULTS_TOLD = 20;

/** What is wrong with an input for a model that takes examples of that kind, as far as that can be said without the model. */
export function inputFaults(kind: PredictionInputKind, input: PredictionInput): FieldFault[] {
  const wanted = FIELD[kind];
  const strangers = Object.values(FIELD).filter((field) => field !== wanted && input[field] != null);
  const faults = strangers.map((field) => fault(field, "INVALID", `is not what this model takes: give ${wanted}.`));
  const given = input[wanted];
  if (given == null) return [...faults, fault(wanted, "INVALID", "is what this model predicts from, and is missing.")];
  if (Array.isArray(given)) return [...faults, ...listFaults(wanted, given)];
  if ("count" in given) return [...faults, ...samplesFaults(given)];
  return [...faults, ...("texts" in given ? beginningsFaults(given) : seriesFaults(given))];
}

function listFaults(field: string, examples: readonly unknown[]): FieldFault[] {
  if (examples.length < 1 || examples.length > EXAMPLES_MAX)
    return [fault(field, "OUT_OF_RANGE", `must hold 1 to ${EXAMPLES_MAX} examples, not ${examples.length}.`)];
  if (field === "passages") return (examples as PassageInput[]).flatMap(passageFaults);
  if (field === "graphs")
    return (examples as GraphInput[])
      .flatMap((graph, at) =>
        graphFaults(graph).map(({ field, code, message }) => fault(`graphs.${at}.${field}`, code, message)),
      )
      .slice(0, GRAPH_FAULTS_TOLD);
  const most = field === "images" ? IMAGE_MAX : TEXT_MAX;
  return examples.flatMap((example, at) =>
    typeof example === "string" ? lengthFaults(`${field}.${at}`, example, most) : [],
  );
}

function passageFaults({ passage, question }: PassageInput, at: number): FieldFault[] {
  const field = `passages.${at}`;
  const empty = Object.entries({ passage, question }).filter(([, text]) => text.trim() === "");
  return [
    ...empty.map(([name]) => fault(`${field}.${name}`, "INVALID", "must not be empty.")),
    ...lengthFaults(`${field}.passage`, passage, TEXT_MAX),
    ...lengthFaults(`${field}.question`, question, QUESTION_MAX),
  ];
}

function lengthFaults(field: string, text: string, most: number): FieldFault[] {
  return text.length > most ? [fault(field, "OUT_OF_RANGE", `may have ${most} characters, not ${text.length}.`)] : [];
}

function beginningsFaults({ texts, length, temperature, topK, topP }: BeginningsInput): FieldFault[] {
  const between = (field: string, value: number | null | undefined, least: number, most: number): FieldFault[] =>
    value != null && !(value >= least && value <= most)
      ? [fault(`beginnings.${field}`, "OUT_OF_RANGE", `must be from ${least} to ${most}, not ${value}.`)]
      : [];
  const count = texts.length < 1 || texts.length > BEGINNINGS_MAX;
  return [
    ...(count
      ? [fault("beginnings.texts", "OUT_OF_RANGE", `must hold 1 to ${BEGINNINGS_MAX} beginnings, not ${texts.length}.`)]
      : []),
    ...texts.flatMap((text, at) =>
      text === ""
        ? [fault(`beginnings.texts.${at}`, "INVALID", "must not be empty.")]
        : lengthFaults(`beginnings.texts.${at}`, text, BEGINNING_MAX),
    ),
    ...between("length", length, 1, WRITTEN_MAX),
    ...between("temperature", temperature, 0.05, 5),
    ...between("topK", topK, 0, 10_000),
    ...between("topP", topP, 0.01, 1),
  ];
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

function samplesFaults({ label, count }: SamplesInput): FieldFault[] {
  const few = count < 1 || count > EXAMPLES_MAX;
  return [
    ...(few ? [fault("samples.count", "OUT_OF_RANGE", `must be from 1 to ${EXAMPLES_MAX}, not ${count}.`)] : []),
    ...lengthFaults("samples.label", label ?? "", LABEL_MAX),
  ];
}

/** Names a field of the input. */
export function fault(field: string, code: FieldFault["code"], message: string): FieldFault {
  return { field: `input.${field}`, code, message };
}
