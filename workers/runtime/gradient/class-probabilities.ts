import type { Predictions } from "../../evaluation/test-predictions.js";

/** Rows to be judged, and who judges them. */
export interface Judged {
  classes: readonly string[];
  /** Classes of the rows. */
  labels: Int32Array;
  /** Rows that the network takes at once. */
  atOnce: number;
  /** Class probabilities of these rows, row-major [rows, classes]. */
  probabilities(rows: Int32Array): Promise<Float32Array>;
}

/** Class probabilities of all these rows, a part after the other. */
export async function classProbabilities(rows: Int32Array, judged: Judged): Promise<Predictions> {
  const { labels, atOnce } = judged;
  const classes = [...judged.classes];
  const probabilities = new Float32Array(rows.length * classes.length);
  for (let from = 0; from < rows.length; from += atOnce)
    probabilities.set(await judged.probabilities(rows.subarray(from, from + atOnce)), from * classes.length);
  return { classes, labels, probabilities, places: rows };
}
