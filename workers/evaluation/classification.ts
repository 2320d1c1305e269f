import { calibrationErrorOf, type ReliabilityBin, reliabilityOf } from "./calibration.js";
import { type ClassificationIntervals, classificationIntervals } from "./classification-intervals.js";
import { type ConfusedPair, confusedPairs } from "./confused-pairs.js";
import { accuracyOf, averageRates, balancedAccuracyOf, type ClassRates, classRates } from "./confusion.js";
import { type Confusion, confusionMatrix, kappaOf, matthewsOf, type Rates } from "./confusion.js";
import { type Scored, scoresOf } from "./predictions.js";
import { evenlyChosen, type PrecisionRecallPoint, rank, type RocPoint, thinned } from "./ranking.js";
import { brierErrors, logLosses, meanOf } from "./scoring-rules.js";

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
  /** Expected calibration error: how far confidence and accuracy lie apart. */
  calibrationError: number;
  macro: Rates;
  micro: Rates;
  weighted: Rates;
  /** Mean of the classes' areas under the ROC curve, each against the rest. */
  macroAuc: number | null;
  classes: ClassEvaluation[];
  /** `confusion[t][p]` counts the rows of class t that were taken for p. */
  confusion: Confusion;
  details: {
    intervals: ClassificationIntervals;
    reliability: ReliabilityBin[];
    confusedPairs: ConfusedPair[];
  };
}

/** One class against the rest. */
interface ClassEvaluation extends ClassRates {
  name: string;
  auc: number | null;
  averagePrecision: number | null;
  /** At most 200 points; `auc` is that of the full curve. */
  roc: RocPoint[];
  /** At most 200 points; `averagePrecision` is the area under the full curve's steps. */
  precisionRecall: PrecisionRecallPoint[];
}

const CURVE_POINTS = 200;

/**
 * Judges predictions, with scikit-learn's definitions (1.2.1: zero_division 0, log loss clipped and renormalised).
 * Throws a RangeError when there are no rows, a probability is no number, or labels or probabilities do not fit the classes.
 */
export function evaluateClassification(scored: Scored): ClassificationEvaluation {
  refuseMisfits(scored);
  const confusion = confusionMatrix(scored);
  const rates = classRates(confusion);
  const classes = scored.classes.map((name, label): ClassEvaluation => {
    const ranking = rank(scoresOf(scored, label), (row) => scored.labels[row] === label);
    const { auc = null, averagePrecision = null, roc = [], precisionRecall = [] } = ranking ?? {};
    const curves = {
      roc: thinned(roc, CURVE_POINTS),
      precisionRecall: evenlyChosen(precisionRecall, CURVE_POINTS),
    };
    return { name, ...rates[label], auc, averagePrecision, ...curves };
  });
  const areas = classes.flatMap(({ auc }) => auc ?? []);
  const reliability = reliabilityOf(scored);
  return {
    rows: scored.labels.length,
    accuracy: accuracyOf(confusion),
    balancedAccuracy: balancedAccuracyOf(confusion),
    kappa: kappaOf(confusion),
    mcc: matthewsOf(confusion),
    logLoss: logLoss(scored),
    brier: scored.classes.length === 2 ? meanOf(brierErrors(scored)) : null,
    calibrationError: calibrationErrorOf(reliability),
    ...averageRates(confusion),
    macroAuc: areas.length === 0 ? null : areas.reduce((sum, area) => sum + area, 0) / areas.length,
    classes,
    confusion,
    details: {
      intervals: classificationIntervals(scored),
      reliability,
      confusedPairs: confusedPairs(scored.classes, confusion),
    },
  };
}

/** Share of rows whose most probable class is the true one. */
export function accuracy(scored: Scored): number {
  return accuracyOf(confusionMatrix(scored));
}

/** Mean of −ln(probability of the true class), in nats. */
export function logLoss(scored: Scored): number {
  return meanOf(logLosses(scored));
}

function refuseMisfits({ classes, labels, probabilities }: Scored): void {
  if (labels.length === 0) throw new RangeError("there are no predictions to evaluate");
  if (probabilities.length !== labels.length * classes.length)
    throw new RangeError(
      `${probabilities.length} probabilities for ${labels.length} rows of ${classes.length} classes`,
    );
  if (!probabilities.every(Number.isFinite)) throw new RangeError("a probability is not a finite number");
  for (let row = 0; row < labels.length; row++)
    if (classes[labels[row]] === undefined)
      throw new RangeError(`row ${row} has label ${labels[row]}, and there are ${classes.length} classes`);
}
