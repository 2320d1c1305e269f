import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { mixingOf } from "../../src/domains/business/economics/simulation/correlation.js";
import type { Distribution } from "../../src/domains/business/economics/simulation/distribution.js";
import type { SimulationSpec } from "../../src/domains/business/economics/simulation/simulation.specs.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { QuantileSketch, RELATIVE_ERROR } from "../../src/kernel/statistics/quantile-sketch.js";
import { quantileOf } from "../../workers/economics/quantiles.js";
import { Simulation } from "../../workers/economics/simulation.js";
import { figureOf, monthsOf, outcomeOf, SETTING } from "./models.js";

const SPEC: SimulationSpec = {
  businessModel: "product-application",
  scenario: null,
  state: { ...SETTING, rates: [], months: 6, inputs: {} },
  distributions: [
    { input: "churn", distribution: { kind: "pert", of: { min: 0.01, mode: 0.04, max: 0.12 } } },
    { input: "seatPrice", distribution: { kind: "logNormal", of: { median: 30, spread: 0.2 } } },
  ],
  correlations: [{ first: "churn", second: "seatPrice", rank: 0.6 }],
  outputs: ["revenue", "cash"],
  draws: 3_000,
  seed: 7,
};

function simulated(changes: Partial<SimulationSpec> = {}) {
  const simulation = new Simulation({ ...SPEC, ...changes });
  while (!simulation.done) simulation.step();
  return simulation.estimates();
}

describe("a simulation", () => {
  test("comes to the same numbers with the same seed, and to others with another", () => {
    const first = simulated();
    expect(simulated()).toEqual(first);
    expect(simulated({ seed: 8 })).not.toEqual(first);
    expect(first.drawn).toBe(3_000);
  });

  test("of what is certain comes to the exact figures, to 1e-9", () => {
    const of = [{ value: 0.04, weight: 1 }];
    const { figures, series } = simulated({
      distributions: [{ input: "churn", distribution: { kind: "discrete", of } }],
      correlations: [],
      draws: 100,
    });
    const exact = outcomeOf("product-application", { churn: "0.04" }, { months: 6 });
    for (const { name, mean, definedShare } of figures) {
      const value = figureOf(exact, name);
      expect(definedShare).toBe(Number.isNaN(value) ? 0 : 1);
      if (!Number.isNaN(value)) expect(Math.abs(mean! - value) / Math.max(1, Math.abs(value))).toBeLessThan(1e-9);
    }
    const cash = monthsOf(exact, "cash");
    series
      .find(({ name }) => name === "cash")!
      .months.forEach(({ mean, percentiles }, month) => {
        expect(Math.abs(mean! - cash[month]) / Math.abs(cash[month])).toBeLessThan(1e-9);
        for (const percentile of percentiles!) expect(percentile).toBeCloseTo(cash[month], 6);
      });
  });

  test("moves what depends on what is drawn, and nothing else", () => {
    const { series } = simulated({ outputs: ["revenue", "payroll", "newCustomers"] });
    const deviationOf = (name: string) => series.find((found) => found.name === name)!.months[3].deviation!;
    expect(deviationOf("revenue")).toBeGreaterThan(1);
    expect([deviationOf("payroll"), deviationOf("newCustomers")]).toEqual([0, 0]);
  });

  test("keeps draws within what the input may be", () => {
    const certain = { kind: "normal", of: { mean: 0.5, deviation: 100 } } as const;
    const { series } = simulated({
      distributions: [{ input: "churn", distribution: certain }],
      correlations: [],
      outputs: ["lostCustomers"],
    });
    const [{ months }] = series;
    const opening = 10;
    expect(months[0].percentiles!.at(-1)).toBeCloseTo(opening, 1);
    expect(months[0].percentiles![0]).toBe(0);
  });
});

describe("what is drawn", () => {
  const NORMALS = (() => {
    const random = new RandomStreams(1).stream("test");
    return Float64Array.from({ length: 60_000 }, () => random.normal());
  })();
  const drawnOf = (distribution: Distribution) => NORMALS.map(quantileOf(distribution));
  const momentsOf = (values: Float64Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
  };

  // Means and deviations by the distributions' textbook formulas; PERT's deviation by that of Beta(1+4/5, 1+16/5) times 10.
  test.each<[string, Distribution, number, number]>([
    ["uniform", { kind: "uniform", of: { min: 2, max: 8 } }, 5, 6 / Math.sqrt(12)],
    ["triangular", { kind: "triangular", of: { min: 0, mode: 2, max: 10 } }, 4, Math.sqrt(84 / 18)],
    ["PERT", { kind: "pert", of: { min: 0, mode: 2, max: 10 } }, 3, 10 * Math.sqrt((0.3 * 0.7) / 7)],
    ["normal", { kind: "normal", of: { mean: -3, deviation: 2 } }, -3, 2],
    ["log-normal", { kind: "logNormal", of: { median: 4, spread: 0.5 } }, 4 * Math.exp(0.125), 4 * Math.exp(0.125) * Math.sqrt(Math.exp(0.25) - 1)],
    ["discrete", { kind: "discrete", of: [{ value: 10, weight: 1 }, { value: 0, weight: 3 }] }, 2.5, Math.sqrt(18.75)],
  ])("%s has the mean and the deviation that it should", (_, distribution, mean, deviation) => {
    const [m, d] = momentsOf(drawnOf(distribution));
    expect(Math.abs(m - mean)).toBeLessThan(0.02 * deviation);
    expect(Math.abs(d / deviation - 1)).toBeLessThan(0.02);
  }); // prettier-ignore

  test("rises with the normal number that it is drawn by", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -6, max: 6, noNaN: true }),
        fc.double({ min: -6, max: 6, noNaN: true }),
        (one, other) => {
          const quantile = quantileOf({ kind: "pert", of: { min: 0, mode: 9, max: 10 } });
          // The normal distribution is known to seven digits.
          expect(quantile(Math.max(one, other))).toBeGreaterThanOrEqual(quantile(Math.min(one, other)) - 1e-5);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  test("has the rank correlations that were asked for", () => {
    const mixing = mixingOf(["a", "b"], [{ first: "a", second: "b", rank: 0.6 }]) as Float64Array;
    const count = NORMALS.length / 2;
    const a = NORMALS.subarray(0, count).map(quantileOf({ kind: "logNormal", of: { median: 1, spread: 1 } }));
    const second = quantileOf({ kind: "uniform", of: { min: 0, max: 1 } });
    const b = Float64Array.from({ length: count }, (_, i) =>
      second(mixing[2] * NORMALS[i] + mixing[3] * NORMALS[count + i]),
    );
    const ranksOf = (values: Float64Array) => {
      const ranks = new Float64Array(values.length);
      Array.from(values.keys())
        .sort((i, j) => values[i] - values[j])
        .forEach((at, rank) => (ranks[at] = rank));
      return ranks;
    };
    const [ra, rb] = [ranksOf(a), ranksOf(b)];
    const off = ra.reduce((sum, rank, at) => sum + (rank - rb[at]) ** 2, 0);
    expect(1 - (6 * off) / (count * (count ** 2 - 1))).toBeCloseTo(0.6, 1.7);
  });

  test("cannot go together as no numbers do: the input at fault is named", () => {
    const inputs = ["a", "b", "c"];
    const of = (first: string, second: string, rank: number) => ({ first, second, rank });
    expect(mixingOf(inputs, [of("a", "b", 0.9), of("b", "c", 0.9), of("a", "c", -0.9)])).toEqual({ contradicted: "c" });
    expect(mixingOf(inputs, [of("a", "b", 0.9), of("b", "c", 0.9), of("a", "c", 0.9)])).toBeInstanceOf(Float64Array);
  });
});

describe("a quantile sketch", () => {
  test("is right to 0.05% of each quantile, whatever the numbers", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (values) => {
          const sketch = new QuantileSketch();
          sketch.add(Float64Array.from(values));
          const sorted = values.toSorted((a, b) => a - b);
          const parts = [0, 0.05, 0.5, 0.95, 1];
          sketch.quantiles(parts)!.forEach((found, at) => {
            const exact = sorted[Math.round(parts[at] * (values.length - 1))];
            expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.abs(exact) * RELATIVE_ERROR * 1.001 + 1e-9);
          });
        },
      ),
      { numRuns: 100, seed: 5 },
    );
  });

  test("counts what is not defined, and tells whole months whole", () => {
    const sketch = new QuantileSketch();
    sketch.add(Float64Array.of(NaN, 13, 13, 27, NaN));
    expect(sketch.definedShare).toBe(0.6);
    expect(sketch.quantiles([0, 0.5, 1])).toEqual([13, 13, 27]);
    expect(new QuantileSketch().quantiles([0.5])).toBeNull();
  });
});
