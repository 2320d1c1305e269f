import type { Vocabulary } from "../../datasets/tokens.js";
import { TrainingFailure } from "../../runtime/failure.js";
import { isNamed } from "../../runtime/gradient/starting-weights.js";
import type { Origin } from "../../runtime/trainer.js";

/** One row for each word of the vocabulary. */
const TABLE = "words/table";

/**
 * Refuses the table of another vocabulary, of which each row would stand for another word, even where it has as many; unless it begins anew.
 * Where a table has another shape, whoever takes the weights says so.
 *
 * @throws {TrainingFailure} WEIGHTS_MISMATCH
 */
export function assertSameWords({ weights, preparation, renewed }: Origin, { known, size }: Vocabulary): void {
  const theirs = preparation?.words as string[] | undefined;
  if (isNamed(TABLE, renewed) || !theirs || !weights[TABLE] || theirs.length !== known.length) return;
  if (theirs.every((word, at) => word === known[at])) return;
  const [own, others] = [new Set(known), weights[TABLE].shape.join(", ")];
  const shared = theirs.filter((word) => own.has(word)).length;
  throw new TrainingFailure(
    "WEIGHTS_MISMATCH",
    `Weights of the run to start from do not fit: ${TABLE} (here ${size} words, there [${others}] of others, ${shared} of them known here); renew it to learn it from nothing.`,
  );
}
