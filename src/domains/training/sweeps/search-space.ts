const { exp, floor, log: ln, max, min, round } = Math;

/** A value that a parameter takes. */
export type ParameterValue = string | number | boolean;

/** Parameters of a trial, by name. */
export type ParameterValues = Record<string, ParameterValue>;

/** One of the values that are listed. */
export interface ChoiceDimension {
  kind: "CHOICE";
  parameter: string;
  choices: ParameterValue[];
}

/** A number from `minimum` to `maximum`, both included: steps end at `maximum`. */
export interface RangeDimension {
  kind: "INTEGER" | "NUMBER";
  parameter: string;
  minimum: number;
  maximum: number;
  /** Drawn evenly in the logarithm: as often from 0.001 to 0.01 as from 0.01 to 0.1. */
  log: boolean;
  /** Distance of neighbouring values, counted from `minimum`; null for any number of the range. */
  step: number | null;
  /** How many values a grid takes of the range where there is no step. */
  points: number | null;
}

/** What a sweep tries of one parameter. */
export type Dimension = ChoiceDimension | RangeDimension;

/** Samplers work on the unit interval: a value takes a stretch of it, a number without steps a point. */
export interface Stretch {
  low: number;
  high: number;
}

/** The value at a coordinate in [0, 1]. Every value of a dimension has a coordinate. */
export function valueAt(dimension: Dimension, coordinate: number): ParameterValue {
  if (dimension.kind === "CHOICE") {
    const { choices } = dimension;
    return choices[min(choices.length - 1, floor(coordinate * choices.length))];
  }
  const { low, high } = endsOf(dimension);
  const scaled = low + coordinate * (high - low);
  return rounded(dimension, dimension.log ? exp(scaled) : scaled);
}

/** Where a value lies. Values that the dimension does not hold count as their nearest. */
export function stretchOf(dimension: Dimension, value: ParameterValue): Stretch {
  if (dimension.kind === "CHOICE") {
    const at = max(0, dimension.choices.indexOf(value));
    return { low: at / dimension.choices.length, high: (at + 1) / dimension.choices.length };
  }
  const number = rounded(dimension, Number(value));
  const half = (dimension.step ?? 0) / 2;
  return { low: unit(dimension, number - half), high: unit(dimension, number + half) };
}

/** The middle of a value's stretch. */
export function coordinateOf(dimension: Dimension, value: ParameterValue): number {
  const { low, high } = stretchOf(dimension, value);
  return (low + high) / 2;
}

/** Where a value lies on a drawn axis: 0 for the least or first, 1 for the greatest or last. */
export function axisPosition(dimension: Dimension, value: ParameterValue): number {
  if (dimension.kind === "CHOICE") {
    return max(0, dimension.choices.indexOf(value)) / max(1, dimension.choices.length - 1);
  }
  const { minimum, maximum, log } = dimension;
  const scale = (number: number) => (log ? ln(number) : number);
  return (scale(rounded(dimension, Number(value))) - scale(minimum)) / (scale(maximum) - scale(minimum));
}

/** How many values a dimension holds, `Infinity` for a range without steps. */
export function sizeOf(dimension: Dimension): number {
  if (dimension.kind === "CHOICE") return dimension.choices.length;
  return dimension.step === null ? Infinity : stepsOf(dimension, dimension.step) + 1;
}

/** The values that a grid takes of a dimension, in order. */
export function gridValues(dimension: Dimension): ParameterValue[] {
  if (dimension.kind === "CHOICE") return dimension.choices;
  const { minimum, maximum, log, step, points } = dimension;
  if (points === null) return Array.from({ length: sizeOf(dimension) }, (_, at) => stepped(minimum, step!, at));
  const values = Array.from({ length: points }, (_, at) => {
    const share = points === 1 ? 0 : at / (points - 1);
    return rounded(dimension, log ? minimum * (maximum / minimum) ** share : minimum + share * (maximum - minimum));
  });
  return [...new Set(values)];
}

/** How many points a grid has; `Infinity` where a dimension has neither steps nor points. */
export function gridSize(space: readonly Dimension[]): number {
  return space.reduce(
    (size, dimension) =>
      size *
      (dimension.kind !== "CHOICE" && dimension.points !== null ? gridValues(dimension).length : sizeOf(dimension)),
    1,
  );
}

/** The greatest value that steps from `minimum` reach without leaving the range. */
export function lastStep(minimum: number, maximum: number, step: number): number {
  return stepped(minimum, step, stepsOf({ minimum, maximum }, step));
}

/** The ends of a range before the unit interval: half a step beyond its least and greatest value. */
function endsOf({ minimum, maximum, log, step }: RangeDimension): Stretch {
  const half = (step ?? 0) / 2;
  const [low, high] = [minimum - half, maximum + half];
  return log ? { low: ln(low), high: ln(high) } : { low, high };
}

function unit(dimension: RangeDimension, number: number): number {
  const { low, high } = endsOf(dimension);
  return ((dimension.log ? ln(number) : number) - low) / (high - low);
}

function stepsOf({ minimum, maximum }: Pick<RangeDimension, "minimum" | "maximum">, step: number): number {
  // A range of 0.3 by 0.1 has three steps, though the quotient is a little less in floating point.
  return floor((maximum - minimum) / step + 1e-9);
}

function stepped(minimum: number, step: number, at: number): number {
  return Number((minimum + at * step).toPrecision(12));
}

/** The nearest value of the dimension; where there are no steps, six digits: no training tells more apart. */
function rounded(dimension: RangeDimension, number: number): number {
  const { minimum, maximum, step } = dimension;
  if (step === null) return min(maximum, max(minimum, Number(number.toPrecision(6))));
  return stepped(minimum, step, min(stepsOf(dimension, step), max(0, round((number - minimum) / step))));
}
