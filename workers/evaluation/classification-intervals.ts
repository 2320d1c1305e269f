import { bootstrapIntervals, type Interval } from "./bootstrap.js";
import { accuracyOf, averageRates, balancedAccuracyOf } from "./confusion.js";
import { predictedLabels, type Scored, scoresOf } from "./predictions.js";
import { areaByCounts } from "./ranking.js";
import { brierErrors, logLosses, meanOf } from "./scoring-rules.js";

/** By the names that figures have in comparisons. */
export type ClassificationIntervals = Partial<
  Record<"accuracy" | "balancedAccuracy" | "macro.f1" | "logLoss" | "brier" | "macroAuc", Interval>
>;

/** Beyond so many probabilities, areas under curves of each draw would take longer than they are worth. */
const AREAS_UP_TO = 20_000;

/** 95% intervals of the figures that people compare; areas under curves only of at most 20,000 probabilities. */
export function classificationIntervals(scored: Scored): ClassificationIntervals {
  const { classes, labels, probabilities } = scored;
  const width = classes.length;
  const cells = predictedLabels(scored).map((predicted, row) => labels[row] * width + predicted);
  const flat = new Float64Array(width * width);
  const losses = logLosses(scored);
  const briers = width === 2 ? brierErrors(scored) : null;
  const areas =
    probabilities.length > AREAS_UP_TO
      ? []
      : classes.map((_, label) => areaByCounts(scoresOf(scored, label), (row) => labels[row] === label));
  return bootstrapIntervals(labels.length, (counts) => {
    flat.fill(0);
    for (let row = 0; row < counts.length; row++) flat[cells[row]] += counts[row];
    const confusion = classes.map((_, truth) => Array.from(flat.subarray(truth * width, (truth + 1) * width)));
    return {
      accuracy: accuracyOf(confusion),
      balancedAccuracy: balancedAccuracyOf(confusion),
      "macro.f1": averageRates(confusion).macro.f1,
      logLoss: meanOf(losses, counts),
      brier: briers ? meanOf(briers, counts) : NaN,
      macroAuc: meanOf(Float64Array.from(areas, (area) => area(counts)).filter((area) => !Number.isNaN(area))),
    };
  });
}
