/** Which end of a figure is the good one. The keys are GraphQL's names. */
export enum Direction {
  LOWER = "LOWER",
  HIGHER = "HIGHER",
}

const LOWER =
  words(`loss error err crossentropy perplexity ppl bits frechet fid mse mae mape mase rmse nll brier divergence kl gap wer cer
  time seconds latency duration hours cost`);
const HIGHER =
  words(`accuracy acc f1 auc ap map precision recall specificity sensitivity reward return score kappa mcc r2
  bleu chrf rouge match psnr ssim iou dice throughput success impact
  recognised confidence present balance gain`);

/** How far values lie apart: neither end is good of itself, whatever the values are of. */
const SPREAD = words("std deviation variance");

/**
 * Which end of a metric is the good one, by its name: the last word that tells decides, so `val_loss` and `logLoss` are
 * better lower, `macro.f1` and `top5Accuracy` higher. Undefined for names that do not tell, such as `learning_rate`.
 */
export function directionOf(name: string): Direction | undefined {
  const parts = name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ")
    .toLowerCase()
    .replaceAll(/cross[^a-z0-9]entropy/g, "crossentropy")
    .split(/[^a-z0-9]+/);
  if (parts.some((part) => SPREAD.has(part))) return undefined;
  for (const part of parts.reverse()) {
    if (LOWER.has(part)) return Direction.LOWER;
    if (HIGHER.has(part)) return Direction.HIGHER;
  }
  return undefined;
}

/** Where in a list the one best value stands; undefined when there is none, or several share it. */
export function winnerAmong(values: readonly (number | null)[], direction: Direction | undefined): number | undefined {
  const known = values.filter((value) => value !== null);
  if (!direction || known.length === 0) return undefined;
  const best = direction === Direction.LOWER ? Math.min(...known) : Math.max(...known);
  const at = values.indexOf(best);
  return values.lastIndexOf(best) === at ? at : undefined;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
