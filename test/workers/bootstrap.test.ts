import { expect, test } from "@jest/globals";
import { bootstrapIntervals } from "../../workers/evaluation/bootstrap.js";
import { classificationIntervals } from "../../workers/evaluation/classification-intervals.js";
import { evaluateClassification } from "../../workers/evaluation/classification.js";
import { RandomStreams } from "../../src/kernel/random.js";

/** `rows` rows of `width` classes, right more often than not, with probabilities that sum to 1. */
function guesses(rows: number, width: number) {
  const random = new RandomStreams(5).stream("guesses");
  const labels = Int32Array.from({ length: rows }, () => random.int(width));
  const probabilities = new Float32Array(rows * width);
  labels.forEach((label, row) => {
    const scores = Array.from({ length: width }, (_, c) => Math.exp(random.normal() + (c === label ? 1.5 : 0)));
    const whole = scores.reduce((a, b) => a + b);
    probabilities.set(scores.map((score) => score / whole), row * width); // prettier-ignore
  });
  return { classes: Array.from({ length: width }, (_, c) => `class ${c}`), labels, probabilities };
}

test("of a mean, the interval is about 1.96 standard errors wide to each side", () => {
  const [rows, hits] = [1_000, 800];
  const { share } = bootstrapIntervals(rows, (counts) => ({
    share: counts.subarray(0, hits).reduce((sum, count) => sum + count, 0) / rows,
  }));
  const reach = 1.96 * Math.sqrt((0.8 * 0.2) / rows);
  expect(Math.abs(share!.low - (0.8 - reach))).toBeLessThan(0.003);
  expect(Math.abs(share!.high - (0.8 + reach))).toBeLessThan(0.003);
});

test("the ends are the 25th lowest and the 25th highest of 1,000 draws, each of as many rows as there are", () => {
  const values: number[] = [];
  const { first } = bootstrapIntervals(40, (counts) => {
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
    values.push(counts[0] + counts[1] / 100);
    return { first: values.at(-1)! };
  });
  values.sort((a, b) => a - b);
  expect(values).toHaveLength(1_000);
  expect(first).toEqual({ low: values[24], high: values[975] });
});

test("a figure that no draw changes has no interval, nor has one without meaning for nearly all draws", () => {
  let draw = 0;
  const figures = () => ({
    fixed: 1,
    never: NaN,
    rarely: draw++ < 38 ? draw : NaN,
    sometimes: draw < 100 ? draw : NaN,
  });
  expect(bootstrapIntervals(10, figures)).toEqual({ sometimes: { low: 2, high: 98 } });
});

test("the intervals of a classification hold its figures, by the names that comparisons use", () => {
  const scored = guesses(500, 2);
  const evaluation = evaluateClassification(scored);
  const { intervals } = evaluation.details;
  const figures = { ...evaluation, "macro.f1": evaluation.macro.f1 };
  const names = ["accuracy", "balancedAccuracy", "macro.f1", "logLoss", "brier", "macroAuc"] as const;
  expect(Object.keys(intervals).sort()).toEqual([...names].sort());
  for (const name of names) {
    expect(intervals[name]!.low).toBeLessThan(figures[name]!);
    expect(intervals[name]!.high).toBeGreaterThan(figures[name]!);
    expect(intervals[name]!.high - intervals[name]!.low).toBeLessThan(0.2);
  }
});

test("the same predictions always get the same intervals", () => {
  expect(classificationIntervals(guesses(80, 3))).toEqual(classificationIntervals(guesses(80, 3)));
});

test("a model without a mistake gets none for its accuracy, since other rows might show one", () => {
  const probabilities = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.3, 0.7);
  const { accuracy, logLoss } = classificationIntervals({ classes: ["a", "b"], labels: [0, 0, 1], probabilities });
  expect(accuracy).toBeUndefined();
  expect(logLoss).toEqual({ low: expect.closeTo(-Math.log(0.9), 12), high: expect.closeTo(-Math.log(0.7), 12) });
});

test("areas under curves have one only where they are quickly had", () => {
  const ofAll = Object.keys(classificationIntervals(guesses(1_000, 20)));
  expect(ofAll).toContain("macroAuc");
  const ofMore = Object.keys(classificationIntervals(guesses(1_001, 20)));
  expect(ofMore).toEqual(ofAll.filter((name) => name !== "macroAuc"));
});

test("classes that do not occur leave the figures of the others standing", () => {
  const { probabilities } = guesses(60, 3);
  const labels = Int32Array.from({ length: 60 }, (_, row) => row % 2);
  const intervals = classificationIntervals({ classes: ["a", "b", "never"], labels, probabilities });
  for (const interval of Object.values(intervals)) expect(interval.low).toBeLessThan(interval.high);
  const whole = evaluateClassification({ classes: ["a", "b", "never"], labels, probabilities });
  expect(intervals.macroAuc!.low).toBeLessThan(whole.macroAuc!);
  expect(intervals.macroAuc!.high).toBeGreaterThan(whole.macroAuc!);
});
