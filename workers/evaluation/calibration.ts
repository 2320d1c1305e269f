import { predictedLabels, type Scored } from "./predictions.js";

/** The rows whose highest probability lies in (low, high]. */
export interface ReliabilityBin {
  low: number;
  high: number;
  rows: number;
  /** Mean of the highest probabilities, and the share of rows that are right; both null without rows. */
  confidence: number | null;
  accuracy: number | null;
}

const BINS = 15;

/** How often predictions are right at each degree of confidence: 15 bins of equal width, from 0 to 1. */
export function reliabilityOf(scored: Scored): ReliabilityBin[] {
  const { classes, labels, probabilities } = scored;
  const [rows, hits, confidences] = [new Uint32Array(BINS), new Uint32Array(BINS), new Float64Array(BINS)];
  predictedLabels(scored).forEach((predicted, row) => {
    const confidence = probabilities[row * classes.length + predicted];
    const bin = Math.min(Math.max(Math.ceil(confidence * BINS) - 1, 0), BINS - 1);
    rows[bin] += 1;
    confidences[bin] += confidence;
    if (predicted === labels[row]) hits[bin] += 1;
  });
  return Array.from(rows, (count, bin) => ({
    low: bin / BINS,
    high: (bin + 1) / BINS,
    rows: count,
    confidence: count === 0 ? null : confidences[bin] / count,
    accuracy: count === 0 ? null : hits[bin] / count,
  }));
}

/**
 * Expected calibration error: how far confidence and accuracy lie apart, on average over the rows (Guo, Pleiss, Sun and
 * Weinberger, "On Calibration of Modern Neural Networks", ICML 2017). 0 is best.
 */
export function calibrationErrorOf(bins: ReliabilityBin[]): number {
  let [error, all] = [0, 0];
  for (const { rows, confidence, accuracy } of bins) {
    all += rows;
    if (confidence !== null && accuracy !== null) error += rows * Math.abs(accuracy - confidence);
  }
  return error / all;
}
