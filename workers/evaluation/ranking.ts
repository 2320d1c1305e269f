/** One point of a receiver operating characteristic; `threshold` is null at (0, 0), where nothing is called positive. */
export interface RocPoint {
  falsePositiveRate: number;
  truePositiveRate: number;
  threshold: number | null;
}

/** How well scores put the positive rows before the others. */
export interface Ranking {
  /** One point per distinct score, from (0, 0) to (1, 1). */
  roc: RocPoint[];
  /** Area under the full curve: the chance that a positive row scores above a negative one, ties counting half. */
  auc: number;
  /** Mean of the precisions at each threshold, weighted by the gain in recall. */
  averagePrecision: number;
}

/** Ranks rows by score, equal scores together. Null when there is no positive or no negative row to compare. */
export function rank(scores: ArrayLike<number>, positive: (row: number) => boolean): Ranking | null {
  const rows = Int32Array.from({ length: scores.length }, (_, row) => row);
  const score = (at: number) => scores[rows[at]];
  rows.sort((a, b) => scores[b] - scores[a]);
  const positives = rows.filter(positive).length;
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return null;

  const roc: RocPoint[] = [{ falsePositiveRate: 0, truePositiveRate: 0, threshold: null }];
  let hits = 0;
  let doubledArea = 0;
  let averagePrecision = 0;
  for (let at = 0; at < rows.length;) {
    const threshold = score(at);
    const [hitsBefore, before] = [hits, at];
    for (; at < rows.length && score(at) === threshold; at++) if (positive(rows[at])) hits++;
    const gained = hits - hitsBefore;
    doubledArea += (at - before - gained) * (hits + hitsBefore);
    averagePrecision += (gained / positives) * (hits / at);
    roc.push({ falsePositiveRate: (at - hits) / negatives, truePositiveRate: hits / positives, threshold });
  }
  return { roc, auc: doubledArea / 2 / positives / negatives, averagePrecision };
}

/** At most `limit` points of the curve: its corners, or as many of them evenly chosen; the first and last always. */
export function thinned(roc: RocPoint[], limit: number): RocPoint[] {
  const corners = roc.filter((point, i) => {
    const [before, after] = [roc[i - 1], roc[i + 1]];
    return !before || !after || !inLine(before, point, after);
  });
  if (corners.length <= limit) return corners;
  const stride = (corners.length - 1) / (limit - 1);
  return Array.from({ length: limit }, (_, i) => corners[Math.round(i * stride)]);
}

/** True for runs straight up or straight right, where exact comparison is sure. */
function inLine(a: RocPoint, b: RocPoint, c: RocPoint): boolean {
  const straightUp = a.falsePositiveRate === b.falsePositiveRate && b.falsePositiveRate === c.falsePositiveRate;
  const straightRight = a.truePositiveRate === b.truePositiveRate && b.truePositiveRate === c.truePositiveRate;
  return straightUp || straightRight;
}
