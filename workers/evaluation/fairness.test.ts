import { expect, test } from "@jest/globals";
import { evaluateFairness } from "./fairness.js";

const classes = ["refused", "granted"];

/** Rows of each group: [group, truth, predicted, how many]. */
function rowsOf(cells: [group: number, truth: number, predicted: number, rows: number][]) {
  const all = cells.flatMap(([group, truth, predicted, rows]) => Array.from({ length: rows }, () => [group, truth, predicted])); // prettier-ignore
  const probabilities = Float32Array.from(
    all.flatMap(([, , predicted]) => (predicted === 1 ? [0.2, 0.8] : [0.8, 0.2])),
  );
  return {
    scored: { classes, labels: Int32Array.from(all, ([, truth]) => truth), probabilities },
    of: Int32Array.from(all, ([group]) => group),
  };
}

/** Of 100 women 40 are granted (30 of 50 who deserve it), of 50 men 30 (all 20 who deserve it). */
const { scored, of } = rowsOf([
  [0, 1, 1, 30],
  [0, 1, 0, 20],
  [0, 0, 1, 10],
  [0, 0, 0, 40],
  [1, 1, 1, 20],
  [1, 0, 1, 10],
  [1, 0, 0, 20],
]);
const groups = { column: "sex", names: ["female", "male"], of, favourable: "granted" };

test("rates of each group are those of its own rows", () => {
  const [{ class: name, groups: rates }] = evaluateFairness(scored, groups).outcomes;
  expect(name).toBe("granted");
  expect(rates[0]).toMatchObject({ name: "female", rows: 100 });
  expect(rates.map(({ selectionRate }) => selectionRate.value)).toEqual([0.4, 0.6]);
  expect(rates.map(({ truePositiveRate }) => truePositiveRate.value)).toEqual([0.6, 1]);
  expect(rates.map(({ falsePositiveRate }) => falsePositiveRate.value)).toEqual([0.2, 1 / 3]);
});

test("disparate impact is a ratio of selection rates, the gaps are differences of rates", () => {
  const { worst, outcomes } = evaluateFairness(scored, groups);
  expect(worst.disparateImpact).toBeCloseTo(0.4 / 0.6, 12);
  expect(worst.parityGap).toBeCloseTo(0.2, 12);
  expect(worst.opportunityGap).toBeCloseTo(0.4, 12);
  expect(worst.oddsGap).toBeCloseTo(0.4, 12);
  expect(outcomes[0].disparities.oddsGap.value).toBe(worst.oddsGap);
});

test("a selection rate's interval is as wide as its rows allow; a rate that no draw changes has none", () => {
  const { outcomes, intervals } = evaluateFairness(scored, groups);
  const [women, men] = outcomes[0].groups;
  const reach = 1.96 * Math.sqrt((0.4 * 0.6) / 100);
  expect(women.selectionRate.low).toBeGreaterThan(0.4 - 1.2 * reach);
  expect(women.selectionRate.low).toBeLessThan(0.4 - 0.8 * reach);
  expect(men.truePositiveRate).toEqual({ value: 1 });
  expect(intervals["fairness.disparateImpact"]!.low).toBeLessThan(0.6);
  expect(intervals["fairness.disparateImpact"]!.high).toBeGreaterThan(0.75);
});

test("without a favourable class, the worst over all classes stands on top", () => {
  const { worst, outcomes } = evaluateFairness(scored, { ...groups, favourable: undefined });
  expect(outcomes.map((outcome) => outcome.class)).toEqual(classes);
  // Refused are 60 of 100 and 20 of 50.
  expect(outcomes[0].disparities.disparateImpact.value).toBeCloseTo(0.4 / 0.6, 12);
  expect(worst.opportunityGap).toBeCloseTo(0.4, 12);
});

test("the worst disparate impact over all classes is the least of them", () => {
  // One in ten against two in ten is half as many; nine against eight in ten is nearly as many.
  const { scored, of } = rowsOf([
    [0, 1, 1, 10],
    [0, 0, 0, 90],
    [1, 1, 1, 20],
    [1, 0, 0, 80],
  ]);
  const { worst, outcomes } = evaluateFairness(scored, { column: "g", names: ["a", "b"], of });
  expect(outcomes.map(({ disparities }) => disparities.disparateImpact.value)).toEqual([
    expect.closeTo(0.8 / 0.9, 12),
    expect.closeTo(0.5, 12),
  ]);
  expect(worst.disparateImpact).toBeCloseTo(0.5, 12);
  expect(worst.parityGap).toBeCloseTo(0.1, 12);
});

test("a group without rows of the class has no true-positive rate, and takes no part in the gap", () => {
  const made = rowsOf([
    [0, 1, 1, 5],
    [0, 1, 0, 5],
    [1, 0, 0, 8],
    [1, 0, 1, 2],
    [2, 1, 1, 9],
    [2, 0, 0, 1],
  ]);
  const names = ["a", "b", "c", "nobody"];
  const { outcomes, worst } = evaluateFairness(made.scored, { column: "g", names, of: made.of, favourable: "granted" });
  const rates = outcomes[0].groups;
  expect(rates.map(({ truePositiveRate }) => truePositiveRate.value)).toEqual([0.5, null, 1, null]);
  expect(rates[3]).toMatchObject({ rows: 0, selectionRate: { value: null } });
  expect(worst.opportunityGap).toBeCloseTo(0.5, 12);
  expect(worst.disparateImpact).toBeCloseTo(0.2 / 0.9, 12);
});

test("where nobody is taken for the class, or there is one group alone, nothing can be compared", () => {
  const nobody = rowsOf([[0, 1, 0, 4], [1, 0, 0, 4]]); // prettier-ignore
  const none = evaluateFairness(nobody.scored, {
    column: "g",
    names: ["a", "b"],
    of: nobody.of,
    favourable: "granted",
  });
  expect(none.worst).toMatchObject({ disparateImpact: null, parityGap: 0 });
  const alone = evaluateFairness(scored, { column: "g", names: ["all"], of: of.map(() => 0), favourable: "granted" });
  expect(alone.worst).toEqual({ disparateImpact: null, parityGap: null, opportunityGap: null, oddsGap: null });
});

test("rows whose group is not known count for no group", () => {
  const unknown = of.map((group, row) => (row < 30 ? -1 : group));
  const [{ groups: rates }] = evaluateFairness(scored, { ...groups, of: unknown }).outcomes;
  expect(rates[0].rows).toBe(70);
  expect(rates[0].selectionRate.value).toBeCloseTo(10 / 70, 12);
});

test("groups that do not fit the rows are refused", () => {
  expect(() => evaluateFairness(scored, { ...groups, of: of.subarray(1) })).toThrow("groups of 149 rows for 150");
  expect(() => evaluateFairness(scored, { ...groups, favourable: "given" })).toThrow("no class is called “given”");
  expect(() => evaluateFairness(scored, { ...groups, names: ["female"] })).toThrow("without a name");
});
