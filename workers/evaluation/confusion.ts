import { predictedLabels, type Scored } from "./predictions.js";

/** `confusion[t][p]` counts the rows of class t that were taken for p. */
export type Confusion = number[][];

export interface Rates {
  precision: number;
  recall: number;
  f1: number;
}

export interface ClassRates extends Rates {
  /** Rows that are truly of this class. */
  support: number;
}

export function confusionMatrix(scored: Scored): Confusion {
  const matrix = scored.classes.map(() => scored.classes.map(() => 0));
  predictedLabels(scored).forEach((predicted, row) => (matrix[scored.labels[row]][predicted] += 1));
  return matrix;
}

/** Share of rows whose most probable class is the true one. */
export function accuracyOf(confusion: Confusion): number {
  return divided(total(diagonal(confusion)), total(truths(confusion)));
}

/** Mean recall of the classes that occur. */
export function balancedAccuracyOf(confusion: Confusion): number {
  const occurring = classRates(confusion).filter(({ support }) => support > 0);
  return mean(occurring.map(({ recall }) => recall));
}

/** Precision, recall and F1 of each class against the rest; a rate with nothing to divide by is 0. */
export function classRates(confusion: Confusion): ClassRates[] {
  const supports = truths(confusion);
  const takens = guesses(confusion);
  return diagonal(confusion).map((hits, c) => {
    const support = supports[c];
    const taken = takens[c];
    const f1 = divided(2 * hits, support + taken);
    return { precision: divided(hits, taken), recall: divided(hits, support), f1, support };
  });
}

/** Averages over classes: `macro` counts each alike, `weighted` by its support, `micro` counts each row alike. */
export function averageRates(confusion: Confusion): { macro: Rates; micro: Rates; weighted: Rates } {
  const rates = classRates(confusion);
  const rows = total(rates.map(({ support }) => support));
  const average = (weightOf: (rates: ClassRates) => number): Rates => ({
    precision: total(rates.map((rate) => weightOf(rate) * rate.precision)),
    recall: total(rates.map((rate) => weightOf(rate) * rate.recall)),
    f1: total(rates.map((rate) => weightOf(rate) * rate.f1)),
  });
  const accuracy = accuracyOf(confusion);
  return {
    macro: average(() => 1 / rates.length),
    micro: { precision: accuracy, recall: accuracy, f1: accuracy },
    weighted: average(({ support }) => divided(support, rows)),
  };
}

/** Agreement beyond chance (Cohen, 1960); null where chance alone agrees always. */
export function kappaOf(confusion: Confusion): number | null {
  const rows = total(truths(confusion));
  const takens = guesses(confusion);
  const byChance = total(truths(confusion).map((truth, c) => (truth / rows) * (takens[c] / rows)));
  return byChance === 1 ? null : (accuracyOf(confusion) - byChance) / (1 - byChance);
}

/** Matthews correlation for any number of classes (Gorodkin, 2004); 0 where truth or prediction never varies. */
export function matthewsOf(confusion: Confusion): number {
  const rows = total(truths(confusion));
  const takens = guesses(confusion);
  const covariance = (a: number[], b: number[], agreeing: number) =>
    agreeing * rows - total(a.map((count, c) => count * b[c]));
  const truthAndGuess = covariance(truths(confusion), takens, total(diagonal(confusion)));
  const spread = covariance(truths(confusion), truths(confusion), rows) * covariance(takens, takens, rows);
  return spread === 0 ? 0 : truthAndGuess / Math.sqrt(spread);
}

function diagonal(confusion: Confusion): number[] {
  return confusion.map((row, c) => row[c]);
}

function truths(confusion: Confusion): number[] {
  return confusion.map(total);
}

function guesses(confusion: Confusion): number[] {
  const counts = confusion.map(() => 0);
  for (const row of confusion) for (let c = 0; c < counts.length; c++) counts[c] += row[c];
  return counts;
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function mean(values: number[]): number {
  return divided(total(values), values.length);
}

function divided(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
