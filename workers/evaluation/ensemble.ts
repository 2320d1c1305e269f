import type { Predictions, TestPredictions } from "./test-predictions.js";

type Classified = Extract<TestPredictions, { kind: "CLASSIFICATION" }>;

/**
 * What several models say together of the test part that they share: the mean of their class probabilities, each counting alike. The baseline is
 * the first one's.
 *
 * Source: Lakshminarayanan, Pritzel and Blundell, "Simple and scalable predictive uncertainty estimation", NIPS 2017.
 *
 * @throws {RangeError} where they have not predicted the classes of the same rows.
 */
export function togetherOf(members: readonly TestPredictions[]): Classified {
  const classified = members.filter((member): member is Classified => member.kind === "CLASSIFICATION");
  const [{ baseline, model: first }] = classified;
  const models = classified.map(({ model }) => model);
  if (models.length < members.length || !models.every((model) => rowsOf(model) === rowsOf(first)))
    throw new RangeError("the runs have not predicted the classes of the same rows");
  const probabilities = first.probabilities.map(
    (_, at) => models.reduce((sum, model) => sum + model.probabilities[at], 0) / models.length,
  );
  // Which rows are shown was chosen by how hard they were for one member.
  return { kind: "CLASSIFICATION", model: { ...first, probabilities, shown: undefined }, baseline };
}

/** What was to be predicted. */
function rowsOf({ classes, labels, places }: Predictions): string {
  return JSON.stringify([classes, Array.from(labels), places && Array.from(places)]);
}
