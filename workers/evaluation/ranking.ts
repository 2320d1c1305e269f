/** One point of a receiver operating characteristic; `threshold` is null at (0, 0), where nothing is called positive. */
export interface RocPoint {
  falsePositiveRate: number;
  truePositiveRate: number;
  threshold: number | null;
}

/** How precise the positives are down to a threshold that finds a share `recall` of them all. */
export interface PrecisionRecallPoint {
  recall: number;
  precision: number;
  threshold: number;
}

/** How well scores put the positive rows before the others. */
export interface Ranking {
  /** One point per distinct score, from (0, 0) to (1, 1). */
  roc: RocPoint[];
  /** One point per distinct score that finds further positives, by rising recall up to 1. */
  precisionRecall: PrecisionRecallPoint[];
  /** Area under the full curve: the chance that a positive row scores above a negative one, ties counting half. */
  auc: number;
  /** Mean of the precisions at each threshold, weighted by the gain in recall. */
  averagePrecision: number;
}

/** Ranks rows by score, equal scores together. Null when there is no positive or no negative row to compare. */
export function rank(scores: ArrayLike<number>, positive: (row: number) => boolean): Ranking | null {
  const rows = byFallingScore(scores);
  const score = (at: number) => scores[rows[at]];
  const positives = rows.filter(positive).length;
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return null;

  const roc: RocPoint[] = [{ falsePositiveRate: 0, truePositiveRate: 0, threshold: null }];
  const precisionRecall: PrecisionRecallPoint[] = [];
  let hits = 0;
  let doubledArea = 0;
  let averagePrecision = 0;
  for (let at = 0; at < rows.length;) {
    const threshold = score(at);
    const [hitsBefore, before] = [hits, at];
    for (; at < rows.length && score(at) === threshold; at++) if (positive(rows[at])) hits++;
    const gained = hits - hitsBefore;
    const [recall, precision] = [hits / positives, hits / at];
    doubledArea += (at - before - gained) * (hits + hitsBefore);
    averagePrecision += (gained / positives) * precision;
    roc.push({ falsePositiveRate: (at - hits) / negatives, truePositiveRate: recall, threshold });
    if (gained > 0) precisionRecall.push({ recall, precision, threshold });
  }
  return { roc, precisionRecall, auc: doubledArea / 2 / positives / negatives, averagePrecision };
}

/**
 * The area under the ROC curve of rows that each stand there `counts` times. Sorts once for any number of such counts;
 * NaN where they leave no positive or no negative row.
 */
export function areaByCounts(
  scores: ArrayLike<number>,
  positive: (row: number) => boolean,
): (counts: Uint32Array) => number {
  const rows = byFallingScore(scores);
  const isPositive = Uint8Array.from(rows, (row) => Number(positive(row)));
  const endsTie = Uint8Array.from(rows, (row, at) => Number(scores[row] !== scores[rows[at + 1]]));
  return (counts) => {
    let [positives, negatives, tiedPositives, tiedNegatives, doubledArea] = [0, 0, 0, 0, 0];
    for (let at = 0; at < rows.length; at++) {
      const count = counts[rows[at]];
      if (isPositive[at]) tiedPositives += count;
      else tiedNegatives += count;
      if (!endsTie[at]) continue;
      doubledArea += tiedNegatives * (2 * positives + tiedPositives);
      positives += tiedPositives;
      negatives += tiedNegatives;
      tiedPositives = tiedNegatives = 0;
    }
    return doubledArea / 2 / positives / negatives;
  };
}

/** At most `limit` points of a ROC curve: its corners, or as many of them evenly chosen; the first and last always. */
export function thinned(roc: RocPoint[], limit: number): RocPoint[] {
  const corners = roc.filter((point, i) => {
    const [before, after] = [roc[i - 1], roc[i + 1]];
    return !before || !after || !inLine(before, point, after);
  });
  return evenlyChosen(corners, limit);
}

/** At most `limit` of the points, the first and last always. */
export function evenlyChosen<P>(points: P[], limit: number): P[] {
  if (points.length <= limit) return points;
  const stride = (points.length - 1) / (limit - 1);
  return Array.from({ length: limit }, (_, i) => points[Math.round(i * stride)]);
}

/** True for runs straight up or straight right, where exact comparison is sure. */
function inLine(a: RocPoint, b: RocPoint, c: RocPoint): boolean {
  const straightUp = a.falsePositiveRate === b.falsePositiveRate && b.falsePositiveRate === c.falsePositiveRate;
  const straightRight = a.truePositiveRate === b.truePositiveRate && b.truePositiveRate === c.truePositiveRate;
  return straightUp || straightRight;
}

function byFallingScore(scores: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: scores.length }, (_, row) => row).sort((a, b) => scores[b] - scores[a]);
}
