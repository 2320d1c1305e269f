import type { z } from "zod";
import { ParameterKind, type ParameterDescription } from "../recipes/recipe-parameters.js";
import type { FieldFault } from "../runs/run.refusals.js";
import { gridSize, lastStep, type Dimension, type ParameterValue, type RangeDimension } from "./search-space.js";

/** One dimension as a client gives it: either choices, or the ends of a range. */
export interface DimensionInput {
  parameter: string;
  choices?: unknown[] | null;
  minimum?: number | null;
  maximum?: number | null;
  log?: boolean | null;
  step?: number | null;
  points?: number | null;
}

/** What a search space is checked against. */
export interface SpaceRules {
  parameters: readonly ParameterDescription[];
  /** The recipe's own spec of each parameter. */
  specs: Record<string, z.core.$ZodType>;
  /** Parameters that keep one value in every trial. */
  fixed: readonly string[];
  grid: boolean;
}

const DIMENSIONS_MAX = 20;
const CHOICES_MAX = 100;
/** No grid has more points; a sweep has no more trials. */
export const TRIALS_MAX = 1_000;

/** Checks a search space against its recipe. Returns every fault at once. */
export function checkSpace(inputs: readonly DimensionInput[], rules: SpaceRules): Dimension[] | FieldFault[] {
  if (inputs.length < 1 || inputs.length > DIMENSIONS_MAX) {
    return [{ field: "space", code: "OUT_OF_RANGE", message: `must have 1 to ${DIMENSIONS_MAX} parameters.` }];
  }
  const faults: FieldFault[] = [];
  const space: Dimension[] = [];
  for (const [at, input] of inputs.entries()) {
    const faulty = (code: FieldFault["code"], message: string, part = "") =>
      void faults.push({ field: `space.${at}${part}`, code, message });
    const described = rules.parameters.find(({ name }) => name === input.parameter);
    if (!described) faulty("UNKNOWN_PARAMETER", "there is no such parameter.", ".parameter");
    else if (rules.fixed.includes(input.parameter))
      faulty("INVALID", "the parameter is among the fixed ones as well.", ".parameter");
    else if (inputs.findIndex(({ parameter }) => parameter === input.parameter) < at)
      faulty("INVALID", "the parameter is there twice.", ".parameter");
    else {
      const dimension =
        input.choices == null ? rangeOf(input, described, rules.grid, faulty) : choicesOf(input, input.choices, faulty);
      if (!dimension) continue;
      checkValues(dimension, rules.specs[input.parameter], faulty);
      space.push(dimension);
    }
  }
  if (faults.length === 0 && rules.grid && gridSize(space) > TRIALS_MAX) {
    const message = `the grid has ${gridSize(space)} points; ${TRIALS_MAX} are allowed.`;
    faults.push({ field: "space", code: "OUT_OF_RANGE", message });
  }
  return faults.length > 0 ? faults : space;
}

type Faulty = (code: FieldFault["code"], message: string, part?: string) => void;

function choicesOf(input: DimensionInput, choices: unknown[], faulty: Faulty): Dimension | undefined {
  const { parameter, minimum, maximum, log, step, points } = input;
  if ([minimum, maximum, log, step, points].some((given) => given != null)) {
    return faulty("INVALID", "give either choices or a range.") as undefined;
  }
  if (choices.length < 1 || choices.length > CHOICES_MAX) {
    return faulty("OUT_OF_RANGE", `must be 1 to ${CHOICES_MAX} values.`, ".choices") as undefined;
  }
  if (!choices.every(isParameterValue)) {
    return faulty("WRONG_TYPE", "must be texts, numbers or truth values.", ".choices") as undefined;
  }
  return { kind: "CHOICE", parameter, choices: [...new Set(choices)] };
}

function rangeOf(
  { parameter, minimum, maximum, log, step, points }: DimensionInput,
  { kind }: ParameterDescription,
  grid: boolean,
  faulty: Faulty,
): RangeDimension | undefined {
  const refuse = (...fault: Parameters<Faulty>) => faulty(...fault) as undefined;
  if (kind !== ParameterKind.INTEGER && kind !== ParameterKind.NUMBER)
    return refuse("INVALID", "give choices: the parameter is no number.", ".choices");
  if (minimum == null || maximum == null) return refuse("INVALID", "give choices, or minimum and maximum.");
  if (!(minimum < maximum)) return refuse("OUT_OF_RANGE", "must be more than the minimum.", ".maximum");
  const whole = kind === ParameterKind.INTEGER;
  for (const [part, value] of Object.entries({ minimum, maximum, step })) {
    if (whole && value != null && !Number.isSafeInteger(value))
      return refuse("WRONG_TYPE", "must be a whole number, as the parameter is.", `.${part}`);
  }
  if (log && minimum <= 0) return refuse("OUT_OF_RANGE", "must be above 0 on a logarithmic scale.", ".minimum");
  if (log && step != null) return refuse("INVALID", "goes with a linear scale; leave it out.", ".step");
  if (step != null && (step <= 0 || step > maximum - minimum))
    return refuse("OUT_OF_RANGE", "must be above 0 and no more than the range.", ".step");
  if (points != null && !grid) return refuse("INVALID", "is for a grid.", ".points");
  if (points != null && step != null) return refuse("INVALID", "cannot be combined with step.", ".points");
  if (points != null && (points < 2 || points > TRIALS_MAX))
    return refuse("OUT_OF_RANGE", `must be from 2 to ${TRIALS_MAX}.`, ".points");
  if (grid && step == null && points == null && !(whole && !log))
    return refuse("INVALID", "a grid needs step or points here.");
  return {
    kind: whole ? "INTEGER" : "NUMBER",
    parameter,
    minimum,
    maximum: step == null ? maximum : lastStep(minimum, maximum, step),
    log: log ?? false,
    step: whole ? (step ?? 1) : (step ?? null),
    points: points ?? null,
  };
}

/** What the recipe would refuse in a run, it refuses here: every choice, and the ends of a range. */
function checkValues(dimension: Dimension, spec: z.core.$ZodType, faulty: Faulty): void {
  const values: [string, ParameterValue][] =
    dimension.kind === "CHOICE"
      ? dimension.choices.map((choice, at) => [`.choices.${at}`, choice])
      : [
          [".minimum", dimension.minimum],
          [".maximum", dimension.maximum],
        ];
  for (const [part, value] of values) {
    const { success, error } = (spec as z.ZodType).safeParse(value);
    if (!success) faulty("OUT_OF_RANGE", `${error.issues[0].message}.`, part);
  }
}

function isParameterValue(value: unknown): value is ParameterValue {
  return ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
}
