import type { RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import type { GanShape } from "./model.js";

/** What pictures are made of. */
export interface Inputs {
  /** Row-major [rows, latent]. */
  latent: Float32Array;
  /** Row-major [rows, classes], a 1 for the class of each picture; empty where a generator is told none. */
  told: Float32Array;
}

/** Pictures made for the test: about as many as there are real ones to compare them with. */
const TESTED = 1_000;

/** Latent numbers by the stream, and each class in turn. */
export function inputsInTurn(
  rows: number,
  { latent, classes }: Pick<GanShape, "latent" | "classes">,
  random: RandomStream,
): Inputs {
  const numbers = random.fillNormal(new Float32Array(rows * latent));
  const inTurn = Int32Array.from({ length: rows }, (_, row) => row % Math.max(1, classes));
  return { latent: numbers, told: told(inTurn, classes) };
}

/** What a run's test pictures are made of; `random` has not been drawn from. */
export function testInputs(shape: Pick<GanShape, "latent" | "classes">, random: RandomStreams): Inputs {
  return inputsInTurn(TESTED, shape, random.stream("test latent"));
}

/** How networks are told of so many classes, row-major [rows, classes]: a 1 for each row's. */
export function told(labels: Int32Array, classes: number): Float32Array {
  const ones = new Float32Array(labels.length * classes);
  if (classes > 0) labels.forEach((label, row) => (ones[row * classes + label] = 1));
  return ones;
}
