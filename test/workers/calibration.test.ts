import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { reliabilityDiagram } from "../../workers/drawing/reliability-diagram.js";
import { evaluateClassification } from "../../workers/evaluation/classification.js";

/** Five rows of two classes by hand: a probability of the first class, and whether that class is the true one. */
function judged(...rows: [first: number, right: boolean][]) {
  return evaluateClassification({
    classes: ["a", "b"],
    labels: rows.map(([, first]) => (first ? 0 : 1)),
    probabilities: Float64Array.from(rows.flatMap(([first]) => [first, 1 - first])),
  });
}

test("the error is the mean distance of confidence and accuracy, bins weighted by their rows", () => {
  // (8/15, 9/15] holds 0.55 and 0.57, one of them right; (13/15, 14/15] holds 0.9 three times, two of them right.
  const evaluation = judged([0.55, true], [0.57, false], [0.9, true], [0.9, true], [0.9, false]);
  const distances = (2 * Math.abs(0.5 - 0.56) + 3 * Math.abs(2 / 3 - 0.9)) / 5;
  expect(evaluation.calibrationError).toBeCloseTo(distances, 12);
  const bins = evaluation.details.reliability;
  expect(bins).toHaveLength(15);
  expect(bins[8]).toEqual({ low: 8 / 15, high: 9 / 15, rows: 2, confidence: expect.closeTo(0.56, 12), accuracy: 0.5 });
  expect(bins[13]).toMatchObject({ rows: 3, confidence: expect.closeTo(0.9, 12), accuracy: 2 / 3 });
  expect(bins[0]).toEqual({ low: 0, high: 1 / 15, rows: 0, confidence: null, accuracy: null });
});

test("a bin holds its upper end and not its lower one", () => {
  const { details } = judged([0.6, true], [0.8, true], [1, true]);
  expect(details.reliability.flatMap(({ rows, high }) => (rows > 0 ? [high] : []))).toEqual([9 / 15, 12 / 15, 1]);
});

test("confidence that is always kept is no error, and sure mistakes are the largest one", () => {
  expect(judged([1, true], [1, true]).calibrationError).toBe(0);
  expect(judged([1, false], [1, false]).calibrationError).toBe(1);
  expect(judged([0.75, true], [0.75, true], [0.75, true], [0.75, false]).calibrationError).toBe(0);
});

test("ties count for the class that is predicted, the first of equals", () => {
  expect(judged([0.5, true], [0.5, false]).calibrationError).toBe(0);
  expect(judged([0.5, true], [0.5, true]).calibrationError).toBe(0.5);
});

test("the rows of all bins are the rows, on predictions of every kind", () => {
  const { classification } = JSON.parse(readFileSync("test/fixtures/metrics.json", "utf8")) as {
    classification: { labels: number[]; truth: number[]; probabilities: number[][]; accuracy: number }[];
  };
  for (const { labels, truth, probabilities, accuracy } of classification) {
    const { details } = evaluateClassification({
      classes: labels.map(String),
      labels: truth,
      probabilities: Float64Array.from(probabilities.flat()),
    });
    expect(details.reliability.reduce((sum, { rows }) => sum + rows, 0)).toBe(truth.length);
    const hits = details.reliability.reduce((sum, bin) => sum + bin.rows * (bin.accuracy ?? 0), 0);
    expect(hits / truth.length).toBeCloseTo(accuracy, 9);
  }
});

test("the diagram has a bar for each bin with rows, as high as it is right, and names the error", () => {
  const evaluation = judged([0.55, true], [0.57, false], [0.9, true], [0.9, true], [0.9, false]);
  const svg = reliabilityDiagram(evaluation);
  const bars = [...svg.matchAll(/height="([\d.]+)" data-bin="(\d+)" data-rows="(\d+)"/g)];
  expect(bars.map(([, height, bin, rows]) => [bin, rows, Number(height)])).toEqual([
    ["8", "2", 150],
    ["13", "3", 200],
  ]);
  expect(svg).toContain(evaluation.calibrationError.toFixed(4));
  expect(svg).not.toContain("NaN");
});
