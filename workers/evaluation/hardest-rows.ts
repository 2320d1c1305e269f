import { MOST_SHOWN, type WorstExamples, worstExamples } from "./examples.js";
import { predictedLabels, type Scored } from "./predictions.js";
import { logLosses } from "./scoring-rules.js";
import type { Predictions } from "./test-predictions.js";

/** The rows with the highest log losses, at most fifty, the worst first: what a trainer shows of its test part. */
export function hardestRows(scored: Scored): Int32Array {
  const losses = logLosses(scored);
  const order = Int32Array.from(losses.keys()).sort((a, b) => losses[b] - losses[a]);
  return order.slice(0, MOST_SHOWN);
}

/** The same rows with what they are and what they were taken for, and the text of those that have one. */
export function hardestExamples({ shown, ...scored }: Predictions): WorstExamples {
  const { classes, labels, probabilities } = scored;
  const predicted = predictedLabels(scored);
  return worstExamples("logLoss", logLosses(scored), { lowestFirst: false }, (row) => {
    const at = shown?.texts ? shown.rows.indexOf(row) : -1;
    const share = Math.round(100 * probabilities[row * classes.length + predicted[row]]);
    return {
      input: at >= 0 ? shown!.texts![at] : null,
      truth: classes[labels[row]],
      predicted: `${classes[predicted[row]]} (${share} %)`,
    };
  });
}
