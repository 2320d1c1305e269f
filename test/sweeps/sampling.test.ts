import { describe, expect, test } from "@jest/globals";
import { hartmann, mixed } from "../../bench/sweeps/known-functions.js";
import { leastFound } from "../../bench/sweeps/search.js";
import type { PastTrial } from "../../src/domains/training/sweeps/sampling.js";
import type { Dimension, ParameterValues } from "../../src/domains/training/sweeps/search-space.js";
import { SweepMethod } from "../../src/domains/training/sweeps/sweep.specs.js";
import { proposeTrial } from "../../src/domains/training/sweeps/trial-proposal.js";

const { GRID, RANDOM, TPE } = SweepMethod;

const SPACE: Dimension[] = [
  { kind: "CHOICE", parameter: "a", choices: ["x", "y"] },
  { kind: "INTEGER", parameter: "b", minimum: 1, maximum: 3, log: false, step: 1, points: null },
];

/** Proposes trials one after the other; each gets its loss at once. */
function search(
  method: SweepMethod,
  space: readonly Dimension[],
  trials: number,
  { seed = 1, lossOf = () => 0 }: { seed?: number; lossOf?: (values: ParameterValues) => number | null } = {},
): (ParameterValues | null)[] {
  const history: PastTrial[] = [];
  return Array.from({ length: trials }, (_, at) => {
    const parameters = proposeTrial({ method, space, history, seed, number: at + 1 });
    if (parameters) history.push({ number: at + 1, parameters, loss: lossOf(parameters) });
    return parameters;
  });
}

test("a grid tries every point in order, the last parameter changing fastest, and then no more", () => {
  expect(search(GRID, SPACE, 7)).toEqual([
    { a: "x", b: 1 },
    { a: "x", b: 2 },
    { a: "x", b: 3 },
    { a: "y", b: 1 },
    { a: "y", b: 2 },
    { a: "y", b: 3 },
    null,
  ]);
});

describe.each([RANDOM, TPE])("%s", (method) => {
  test("gives the same trials for the same seed, and others for another", () => {
    const found = (seed: number) => search(method, hartmann.space, 15, { seed, lossOf: hartmann.at });
    expect(found(1)).toEqual(found(1));
    expect(found(1)).not.toEqual(found(2));
  });

  test("tries no point of a finite space twice, and ends when it has tried all", () => {
    const found = search(method, SPACE, 7);
    expect(new Set(found.slice(0, 6).map((values) => JSON.stringify(values))).size).toBe(6);
    expect(found[6]).toBeNull();
  });
});

test("chance gives every value its share", () => {
  const rate: Dimension = {
    kind: "NUMBER",
    parameter: "r",
    minimum: 1e-4,
    maximum: 1,
    log: true,
    step: null,
    points: null,
  };
  const drawn = search(RANDOM, [rate], 400).map((values) => Math.log10(Number(values!.r)));
  for (const decade of [-4, -3, -2, -1]) {
    const share = drawn.filter((at) => at >= decade && at < decade + 1).length / 400;
    expect(share).toBeGreaterThan(0.18);
    expect(share).toBeLessThan(0.32);
  }
});

test("TPE comes back to where trials were good, and keeps away from where they failed", () => {
  const point: Dimension = {
    kind: "NUMBER",
    parameter: "p",
    minimum: 0,
    maximum: 1,
    log: false,
    step: null,
    points: null,
  };
  // Good near 0.8; below 0.3 every trial fails.
  const lossOf = ({ p }: ParameterValues) => (Number(p) < 0.3 ? null : Math.abs(Number(p) - 0.8));
  const late = search(TPE, [point], 60, { lossOf })
    .slice(40)
    .map((values) => Number(values!.p));
  expect(late.filter((p) => Math.abs(p - 0.8) < 0.1).length).toBeGreaterThan(12);
  expect(late.filter((p) => p < 0.3).length).toBeLessThanOrEqual(1);
});

test("TPE keeps trials under way at the same time apart", () => {
  const point: Dimension = {
    kind: "NUMBER",
    parameter: "p",
    minimum: 0,
    maximum: 1,
    log: false,
    step: null,
    points: null,
  };
  const judged = Array.from({ length: 20 }, (_, at): PastTrial => {
    const p = (at + 0.5) / 20;
    return { number: at + 1, parameters: { p }, loss: Math.abs(p - 0.5) };
  });
  const pending: PastTrial[] = [];
  for (let number = 21; number <= 28; number++) {
    const parameters = proposeTrial({
      method: TPE,
      space: [point],
      history: [...judged, ...pending],
      seed: 3,
      number,
    })!;
    pending.push({ number, parameters, loss: null });
  }
  const places = pending.map(({ parameters }) => Number(parameters.p)).sort((a, b) => a - b);
  const gaps = places.slice(1).map((place, at) => place - places[at]);
  expect(Math.max(...gaps)).toBeGreaterThan(0.05);
  expect(new Set(places).size).toBe(8);
});

describe.each([hartmann, mixed])("$name", (known) => {
  test.each([
    [1, 60],
    [4, 70],
  ])(
    "TPE with %d trials at a time finds better than chance in %d trials, in at least 8 of 10 seeds",
    (concurrency, trials) => {
      const seeds = Array.from({ length: 10 }, (_, at) => at + 1);
      const better = seeds.filter((seed) => {
        const budget = { seed, trials, concurrency };
        return leastFound(known, TPE, budget) < leastFound(known, RANDOM, budget);
      });
      expect(better.length).toBeGreaterThanOrEqual(8);
    },
  );
});

test("the known functions have the least values that are known of them", () => {
  const at = [0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573];
  expect(hartmann.at(Object.fromEntries(at.map((x, index) => [`x${index}`, x])))).toBeCloseTo(hartmann.least, 4);
  expect(mixed.at({ x: Math.PI, y: 2.275, rate: 1e-3, units: 128, optimiser: "adam" })).toBeCloseTo(mixed.least, 4);
});
