import { accuracyOf, averageRates, balancedAccuracyOf, type ClassRates, classRates } from "./confusion.js";
import { type Confusion, confusionMatrix, kappaOf, matthewsOf, type Rates } from "./confusion.js";
import { type Scored, scoresOf } from "./predictions.js";
import { rank, type RocPoint, thinned } from "./ranking.js";

/** How good class predictions are. Rates lie from 0 to 1; null stands where a figure has no meaning for these rows. */
export interface ClassificationEvaluation {
  rows: number;
  accuracy: number;
  balancedAccuracy: number;
  kappa: number | null;
  mcc: number;
  logLoss: number;
  /** Of two classes only: mean squared error of the second one's probability. */
  brier: number | null;
  macro: Rates;
  micro: Rates;
  weighted: Rates;
  /** Mean of the classes' areas under the ROC curve, each against the rest. */
  macroAuc: number | null;
  classes: ClassEvaluation[];
  /** `confusion[t][p]` counts the rows of class t that were taken for p. */
  confusion: Confusion;
}

/** One class against the rest. */
interface ClassEvaluation extends ClassRates {
  name: string;
  auc: number | null;
  averagePrecision: number | null;
  /** At most 200 points; `auc` is that of the full curve. */
  roc: RocPoint[];
}

const ROC_POINTS = 200;

/**
 * Judges predictions, with scikit-learn's definitions (1.2.1: zero_division 0, log loss clipped and renormalised).
 * Throws a RangeError when there are no rows, or a label or the number of probabilities does not fit the classes.
 */
export function evaluateClassification(scored: Scored): ClassificationEvaluation {
  refuseMisfits(scored);
  const confusion = confusionMatrix(scored);
  const rates = classRates(confusion);
  const classes = scored.classes.map((name, label): ClassEvaluation => {
    const ranking = rank(scoresOf(scored, label), (row) => scored.labels[row] === label);
    const { auc = null, averagePrecision = null, roc = [] } = ranking ?? {};
    return { name, ...rates[label], auc, averagePrecision, roc: thinned(roc, ROC_POINTS) };
  });
  const areas = classes.flatMap(({ auc }) => auc ?? []);
  return {
    rows: scored.labels.length,
    accuracy: accuracyOf(confusion),
    balancedAccuracy: balancedAccuracyOf(confusion),
    kappa: kappaOf(confusion),
    mcc: matthewsOf(confusion),
    logLoss: logLoss(scored),
    brier: scored.classes.length === 2 ? brier(scored) : null,
    ...averageRates(confusion),
    macroAuc: areas.length === 0 ? null : areas.reduce((sum, area) => sum + area, 0) / areas.length,
    classes,
    confusion,
  };
}

/** Share of rows whose most probable class is the true one. */
export function accuracy(scored: Scored): number {
  return accuracyOf(confusionMatrix(scored));
}

/**
 * Mean of −ln(probability of the true class), in nats. Probabilities are kept the type's precision away from 0 and 1, so
 * that one sure mistake does not make it infinite, and each row is scaled to the sum 1.
 */
export function logLoss({ classes, labels, probabilities }: Scored): number {
  const precision = probabilities instanceof Float32Array ? 2 ** -23 : Number.EPSILON;
  const width = classes.length;
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const clipped = Array.from(probabilities.subarray(row * width, (row + 1) * width), (probability) =>
      Math.min(Math.max(probability, precision), 1 - precision),
    );
    const whole = clipped.reduce((a, b) => a + b, 0);
    sum -= Math.log(clipped[labels[row]] / whole);
  }
  return sum / labels.length;
}

/** Mean squared error of the second class's probability (Brier, 1950). */
function brier(scored: Scored): number {
  const scores = scoresOf(scored, 1);
  return scores.reduce((sum, score, row) => sum + (score - scored.labels[row]) ** 2, 0) / scores.length;
}

function refuseMisfits({ classes, labels, probabilities }: Scored): void {
  if (labels.length === 0) throw new RangeError("there are no predictions to evaluate");
  if (probabilities.length !== labels.length * classes.length)
    throw new RangeError(
      `${probabilities.length} probabilities for ${labels.length} rows of ${classes.length} classes`,
    );
  for (let row = 0; row < labels.length; row++)
    if (classes[labels[row]] === undefined)
      throw new RangeError(`row ${row} has label ${labels[row]}, and there are ${classes.length} classes`);
}
