import type { RandomStream } from "../../../kernel/random.js";
import { valueAt, type Dimension, type ParameterValues } from "./search-space.js";

/** What a sampler knows of an earlier trial. */
export interface PastTrial {
  /** From 1, in the order of their launch. */
  number: number;
  parameters: ParameterValues;
  /** The objective, turned so that less is better; null while there is none, and for a trial that failed. */
  loss: number | null;
}

/** A point of the space, each of its values as likely as the next. */
export function drawEvenly(space: readonly Dimension[], random: RandomStream): ParameterValues {
  return Object.fromEntries(space.map((dimension) => [dimension.parameter, valueAt(dimension, random.uniform())]));
}
