import type { Dimension, ParameterValues } from "../../src/domains/training/sweeps/search-space.js";

/** A function whose least value is known, over a search space. */
export interface KnownFunction {
  name: string;
  space: readonly Dimension[];
  least: number;
  at(values: ParameterValues): number;
}

const range = (parameter: string, minimum: number, maximum: number): Dimension => ({
  kind: "NUMBER",
  parameter,
  minimum,
  maximum,
  log: false,
  step: null,
  points: null,
});

/** Rows of the Hartmann function in six dimensions: weight, scales, centre. */
const HARTMANN = [
  { weight: 1, scales: [10, 3, 17, 3.5, 1.7, 8], centre: [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886] },
  { weight: 1.2, scales: [0.05, 10, 17, 0.1, 8, 14], centre: [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991] },
  { weight: 3, scales: [3, 3.5, 1.7, 10, 17, 8], centre: [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665] },
  { weight: 3.2, scales: [17, 8, 0.05, 10, 0.1, 14], centre: [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381] },
];

/** Six numbers, four hollows of which one is deepest (Dixon and Szegő, 1978). */
export const hartmann: KnownFunction = {
  name: "Hartmann, 6 dimensions",
  space: Array.from({ length: 6 }, (_, at) => range(`x${at}`, 0, 1)),
  least: -3.32237,
  at: (values) =>
    -HARTMANN.reduce((sum, { weight, scales, centre }) => {
      const distance = scales.reduce((all, scale, at) => all + scale * (Number(values[`x${at}`]) - centre[at]) ** 2, 0);
      return sum + weight * Math.exp(-distance);
    }, 0),
};

/**
 * The shape of a training's search space: a learning rate on a logarithmic scale, a number of units in steps, a choice that
 * moves where the best rate is, and Branin's function (1972) in two further parameters.
 */
export const mixed: KnownFunction = {
  name: "Branin with a logarithm, steps and a choice",
  space: [
    range("x", -5, 10),
    range("y", 0, 15),
    { kind: "NUMBER", parameter: "rate", minimum: 1e-5, maximum: 1, log: true, step: null, points: null },
    { kind: "INTEGER", parameter: "units", minimum: 16, maximum: 256, log: false, step: 16, points: null },
    { kind: "CHOICE", parameter: "optimiser", choices: ["adam", "sgd", "rmsprop"] },
  ],
  least: 0.397887,
  at({ x, y, rate, units, optimiser }) {
    const [u, v] = [Number(x), Number(y)];
    const branin =
      (v - (5.1 / (4 * Math.PI ** 2)) * u ** 2 + (5 / Math.PI) * u - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(u) +
      10;
    const bestRate = { adam: -3, sgd: -1, rmsprop: -3.5 }[String(optimiser)]!;
    const handicap = { adam: 0, sgd: 2, rmsprop: 4 }[String(optimiser)]!;
    return branin + 5 * (Math.log10(Number(rate)) - bestRate) ** 2 + ((Number(units) - 128) / 32) ** 2 + handicap;
  },
};
