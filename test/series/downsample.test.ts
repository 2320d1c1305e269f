import { expect, test } from "@jest/globals";
import { downsample, peaks, type Curve, type Point } from "../../src/domains/training/series/downsample.js";
import { RandomStreams } from "../../src/kernel/random.js";

const random = new RandomStreams(7).stream("curves");

/** Steps with gaps of many widths, values that wander and repeat. */
function wandering(length: number): Curve {
  const curve: Curve = { steps: [], values: [] };
  let step = 0;
  let value = 0;
  for (let at = 0; at < length; at++) {
    step += 1 + Math.floor(random.uniform() ** 8 * 1_000);
    value += Math.round(random.uniform() * 4 - 2);
    curve.steps.push(step);
    curve.values.push(value);
  }
  return curve;
}

/** The same by its definition: for every stretch, look at every point. */
function byDefinition({ steps, values }: Curve, maxPoints: number): Point[] {
  const points = steps.map((step, at) => ({ step, value: values[at] }));
  const inner = points.slice(1, -1);
  const stretches = Math.floor((maxPoints - 2) / 2);
  const width = (points.at(-1)!.step - inner[0].step) / stretches;
  const kept = new Set<Point>([points[0], points.at(-1)!]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const [from, beyond] = [inner[0].step + stretch * width, inner[0].step + (stretch + 1) * width];
    const within = inner.filter(({ step }) => step >= from && (step < beyond || stretch === stretches - 1));
    for (const sign of [1, -1]) {
      const extreme = Math.min(...within.map(({ value }) => sign * value));
      const found = within.find(({ value }) => sign * value === extreme);
      if (found) kept.add(found);
    }
  }
  return [...kept].sort((a, b) => a.step - b.step);
}

test.each([5, 10, 101, 1_000])("%i points of any curve are its first, its last and each stretch's extremes", (most) => {
  for (const length of [most + 1, 2 * most, 3_000]) {
    const curve = wandering(length);
    expect(downsample(curve, most)).toEqual(byDefinition(curve, most));
  }
});

test("a curve of no more points than are asked for stays as it is", () => {
  for (const length of [0, 1, 2, 4]) {
    const { steps, values } = wandering(length);
    expect(downsample({ steps, values }, 4)).toEqual(steps.map((step, at) => ({ step, value: values[at] })));
  }
});

test("a single spike among a million points is seen, wherever it is", () => {
  const steps = Array.from({ length: 1_000_000 }, (_, at) => at);
  const values = steps.map((step) => Math.sin(step / 1_000));
  for (const spike of [1, 63, 64, 499_999, 999_998]) {
    const seen = downsample(peaks({ steps, values: values.with(spike, 9) }, 64), 4);
    expect(seen).toContainEqual({ step: spike, value: 9 });
  }
});
