/** One point of a series. */
export interface Point {
  step: number;
  value: number;
}

/**
 * At most `maxPoints` of a series, in order, keeping what the eye would see: the first and the last point, and of every
 * stretch between them the lowest and the highest. Shorter series stay as they are. `maxPoints` is 4 or more.
 */
export function downsample(points: readonly Point[], maxPoints: number): Point[] {
  if (points.length <= maxPoints) return [...points];
  const inner = points.slice(1, -1);
  const stretches = Math.floor((maxPoints - 2) / 2);
  const kept: Point[] = [points[0]];
  for (let at = 0; at < stretches; at++) {
    const stretch = inner.slice(
      Math.floor((at * inner.length) / stretches),
      Math.floor(((at + 1) * inner.length) / stretches),
    );
    const lowest = stretch.reduce((a, b) => (b.value < a.value ? b : a));
    const highest = stretch.reduce((a, b) => (b.value > a.value ? b : a));
    kept.push(...(lowest === highest ? [lowest] : lowest.step < highest.step ? [lowest, highest] : [highest, lowest]));
  }
  return [...kept, points[points.length - 1]];
}
