/** One point of a series. */
export interface Point {
  step: number;
  value: number;
}

/** Points as two lists of the same length, by step. */
export interface Curve {
  steps: number[];
  values: number[];
}

/**
 * At most `maxPoints` of a curve, in order, keeping what the eye would see: the first and the last point, and of each of
 * the equally wide stretches of steps between them the lowest and the highest. A curve of no more points stays as it is.
 * `maxPoints` is 4 or more.
 */
export function downsample(curve: Curve, maxPoints: number): Point[] {
  const { steps } = curve;
  if (steps.length <= maxPoints) return pointsAt(curve, [...steps.keys()]);
  const last = steps.length - 1;
  const stretches = Math.floor((maxPoints - 2) / 2);
  const width = (steps[last] - steps[1]) / stretches;
  const kept = [0];
  for (let start = 1, stretch = 1; stretch <= stretches; stretch++) {
    const beyond = stretch === stretches ? steps[last] : steps[1] + stretch * width;
    let end = start;
    while (end < last && steps[end] < beyond) end++;
    if (end > start) kept.push(...extremes(curve, start, end));
    start = end;
  }
  return pointsAt(curve, [...kept, last]);
}

/** Of each `block` consecutive points the lowest and the highest, beside the first and the last of all. */
export function peaks(curve: Curve, block: number): Curve {
  const last = curve.steps.length - 1;
  const kept = new Set([0]);
  for (let start = 0; start <= last; start += block)
    for (const at of extremes(curve, start, Math.min(start + block, last + 1))) kept.add(at);
  kept.add(last);
  return { steps: Array.from(kept, (at) => curve.steps[at]), values: Array.from(kept, (at) => curve.values[at]) };
}

/** Where the lowest and the highest value are from `start` up to `end`, in order; the first of several that are equal. */
function extremes({ values }: Curve, start: number, end: number): number[] {
  let lowest = start;
  let highest = start;
  for (let at = start + 1; at < end; at++) {
    if (values[at] < values[lowest]) lowest = at;
    if (values[at] > values[highest]) highest = at;
  }
  return lowest === highest ? [lowest] : [Math.min(lowest, highest), Math.max(lowest, highest)];
}

function pointsAt({ steps, values }: Curve, places: number[]): Point[] {
  return places.map((at) => ({ step: steps[at], value: values[at] }));
}
