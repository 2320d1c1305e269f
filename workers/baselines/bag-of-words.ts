import { logLoss } from "../evaluation/classification.js";
import { curvatureByColumn, sparseRows, type SparseRow } from "./sparse-rows.js";
import { type SoftmaxModel, softmaxProbabilities, softmaxRegression } from "./softmax-regression.js";

/** L2 beside the summed cross-entropy, from the strictest to the loosest: one of them is chosen on the validation part. */
const STRENGTHS = [10, 1, 0.1, 0.01, 0.001];
/** As in scikit-learn: a closer minimum of the training part predicts no better. */
const [TOLERANCE, MOST_STEPS] = [1e-4, 1_000];

/** Texts as their tokens, with the numbers of their classes. */
export interface TokenTexts {
  texts: readonly (readonly string[])[];
  labels: Int32Array;
}

/** What the bag of words says of the test texts, row-major [texts, classes], and the strength of L2 that it chose. */
export interface BagOfWords {
  probabilities: Float32Array;
  strength: number;
}

/**
 * Multinomial logistic regression on the words of a text, whatever their order: what a network has to beat to be worth its training.
 * Fitted to `train`; the strength of L2 is the one with the least log loss on `validation`. It has no randomness.
 *
 * A word weighs (1 + ln count) · (1 + ln((1 + texts) / (1 + texts with it))), then each text's weights are scaled to length 1, as
 * scikit-learn's TfidfVectorizer(sublinear_tf=True) does. Source: Salton and Buckley, "Term-weighting approaches in automatic text
 * retrieval", Inf. Process. Manag. 24(5), 1988.
 */
export function bagOfWords(
  train: TokenTexts,
  validation: TokenTexts,
  test: TokenTexts["texts"],
  classes: readonly string[],
): BagOfWords {
  const weighted = weighing(train.texts);
  const rows = sparseRows(train.texts.map(weighted.row), weighted.width);
  const held = sparseRows(validation.texts.map(weighted.row), weighted.width);
  const asked = sparseRows(test.map(weighted.row), weighted.width);
  const [curvature, inputs] = [curvatureByColumn(rows), rows.width + 1];
  let start: SoftmaxModel | undefined;
  let best: (BagOfWords & { loss: number }) | undefined;
  for (const strength of STRENGTHS) {
    const penalty = strength / rows.count;
    const stepFor = (gradient: Float64Array) => gradient.map((value, i) => value / (curvature[i % inputs] + penalty));
    const shape = { rows, labels: train.labels, classes: classes.length, penalty, start, stepFor };
    start = softmaxRegression({ ...shape, tolerance: TOLERANCE, mostSteps: MOST_STEPS });
    const { labels } = validation;
    const loss = logLoss({ classes, labels, probabilities: softmaxProbabilities(start, held) });
    if (!best || loss < best.loss) best = { probabilities: softmaxProbabilities(start, asked), strength, loss };
  }
  const { probabilities, strength } = best!;
  return { probabilities, strength };
}

/** How words weigh, measured on these texts; words that none of them has weigh nothing. */
function weighing(texts: TokenTexts["texts"]): { width: number; row(tokens: readonly string[]): SparseRow } {
  const texted = new Map<string, number>();
  for (const tokens of texts) for (const word of new Set(tokens)) texted.set(word, (texted.get(word) ?? 0) + 1);
  const columns = new Map([...texted.keys()].map((word, column) => [word, column]));
  const rarity = Float64Array.from(texted.values(), (count) => 1 + Math.log((1 + texts.length) / (1 + count)));
  const row = (tokens: readonly string[]): SparseRow => {
    const counts = new Map<number, number>();
    for (const word of tokens) {
      const column = columns.get(word);
      if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
    }
    const indices = Int32Array.from(counts.keys());
    const values = Float64Array.from(counts, ([column, count]) => (1 + Math.log(count)) * rarity[column]);
    const length = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
    return { indices, values: values.map((value) => value / length) };
  };
  return { width: columns.size, row };
}
