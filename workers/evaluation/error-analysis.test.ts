import { expect, test } from "@jest/globals";
import { decodePredictions, encodePredictions } from "../runtime/prediction-file.js";
import { hardestRows } from "./hardest-rows.js";
import { judgeOf } from "./judges.js";
import type { ClassificationReport } from "./judges/classification.judge.js";
import { wilsonInterval } from "./proportion.js";
import { tercilesOf, worstSlices } from "./slices.js";
import type { Predictions } from "./test-predictions.js";

const rows = 90;
const classes = ["cat", "dog"];
/** Right on short texts, wrong on every second long one. */
const length = Float32Array.from({ length: rows }, (_, row) => row + 1);
const labels = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 2) % 2);
const wrong = (row: number) => length[row] > 60 && row % 2 === 0;
const probabilities = Float32Array.from(
  Array.from(labels, (label, row) => {
    const guess = wrong(row) ? 1 - label : label;
    const sure = wrong(row) ? 0.6 + row / 1000 : 0.95;
    return guess === 0 ? [sure, 1 - sure] : [1 - sure, sure];
  }).flat(),
);
const scored: Predictions = { classes, labels, probabilities };

test("the slices where it fails come first, with their errors and an interval", () => {
  const slices = worstSlices(scored, { traits: [{ name: "length", values: length }] });
  expect(slices.slice(0, 2).map(({ by, name }) => [by, name])).toEqual([
    ["CONFIDENCE", "0.5 < confidence ≤ 0.7"],
    ["TRAIT", "length > 60"],
  ]);
  expect(slices[1]).toMatchObject({ rows: 30, errors: 15, accuracy: 0.5, ...wilsonInterval(15, 30) });
  expect(slices.find(({ name }) => name === "length ≤ 30")).toMatchObject({ errors: 0, accuracy: 1, high: 1 });
  expect(slices.find(({ name }) => name === "class = dog")).toMatchObject({ by: "CLASS" });
});

test("groups are slices too; rows of no group, and slices of fewer than five rows, are not", () => {
  const of = Int32Array.from({ length: rows }, (_, row) => (row < 4 ? 0 : row < 10 ? 1 : -1));
  const slices = worstSlices(scored, { groups: { column: "sex", names: ["a", "b"], of } });
  expect(slices.filter(({ by }) => by === "GROUP").map(({ name, rows }) => [name, rows])).toEqual([["sex = b", 6]]);
});

test("a slice's numbers that are not known, or all alike, make no thirds", () => {
  expect(tercilesOf([NaN, 3, 1, 2])).toEqual([1, 2]);
  expect(tercilesOf([5, 5, 5])).toEqual([]);
  expect(tercilesOf([1, 1, 1, 9])).toEqual([1]);
  const values = length.map((value) => (value > 30 ? NaN : value));
  const slices = worstSlices(scored, { traits: [{ name: "length", values }] });
  expect(slices.filter(({ by }) => by === "TRAIT").reduce((sum, slice) => sum + slice.rows, 0)).toBe(30);
});

test("Wilson's interval is his own for 81 of 263, and lies within 0 and 1 at the ends", () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I.
  const { low, high } = wilsonInterval(81, 263);
  expect([low, high].map((end) => end.toFixed(4))).toEqual(["0.2553", "0.3662"]);
  const { low: zero, high: some } = wilsonInterval(0, 20);
  expect(zero).toBe(0);
  expect(some.toFixed(4)).toBe("0.1611");
});

test("the hardest rows are those of the highest loss, with what they are, and survive the way to who judges", () => {
  const hardest = hardestRows(scored);
  expect(Array.from(hardest.subarray(0, 15)).every(wrong)).toBe(true);
  expect(hardest).toHaveLength(50);
  const model: Predictions = {
    ...scored,
    traits: [{ name: "length", values: length }],
    groups: { column: "sex", names: ["f", "m"], of: labels.map((_, row) => row % 2), favourable: "dog" },
    shown: {
      rows: hardest,
      texts: Array.from(hardest, (row) => `text ${row}`),
      pictures: { size: 2, pixels: new Float32Array(hardest.length * 4).fill(0.5) },
    },
  };
  const read = decodePredictions(
    encodePredictions({ kind: "CLASSIFICATION", model, baseline: { ...scored, name: "itself" } }),
  );
  expect(read.model).toEqual(model);
  expect(read.baseline).toEqual({ ...scored, name: "itself" });
  const { evaluate, draw } = judgeOf("CLASSIFICATION");
  const report = evaluate(read.model) as ClassificationReport;
  const { figure, rows: worst } = report.details.worst;
  expect(figure).toBe("logLoss");
  expect(worst[0]).toMatchObject({ row: 88, input: "text 88", truth: "cat", predicted: "dog (69 %)" });
  expect(report.fairness?.disparateImpact).toBeLessThan(1);
  expect(report.details.intervals).toHaveProperty(["fairness.parityGap"]);
  const names = draw(read.model, report).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["slices.svg", "fairness.svg", "hardest.svg"]));
});
