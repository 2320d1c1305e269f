import { expect, test } from "@jest/globals";
import { PerturbationKind } from "../../src/domains/training/evaluations/evaluation.specs.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { perturbedPictures } from "./perturbed-pictures.js";
import { robustnessCurves } from "./robustness.js";

const random = () => new RandomStreams(4).stream("noise");
const none = new Float32Array(0);
const perturbed = (pixels: Float32Array, size: number, kind: PerturbationKind, strength: number, gradients = none) =>
  perturbedPictures(pixels, { size, channels: 1 }, { kind, strength, gradients, random: random() });

/** Two pictures of 3 × 3 pixels. */
// prettier-ignore
const PICTURES = Float32Array.from([
  0.1, 0.2, 0.3,
  0.4, 0.5, 0.6,
  0.7, 0.8, 0.9,

  1, 0, 0,
  0, 0, 0,
  0, 0, 0,
]);

test("turned by a quarter, a picture's columns are rows, the last one on top; each picture for itself", () => {
  const turned = perturbed(PICTURES, 3, PerturbationKind.ROTATION, 90);
  // prettier-ignore
  const expected = [
    0.3, 0.6, 0.9,
    0.2, 0.5, 0.8,
    0.1, 0.4, 0.7,

    0, 0, 0,
    0, 0, 0,
    1, 0, 0,
  ];
  turned.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  expect(perturbed(PICTURES, 3, PerturbationKind.ROTATION, 0)).toEqual(PICTURES);
});

test("turned by an eighth, the middle stays, and what comes in from outside is black", () => {
  const turned = perturbed(new Float32Array(25).fill(1), 5, PerturbationKind.ROTATION, 45);
  expect(turned[12]).toBe(1);
  expect(turned[0]).toBeLessThan(0.2);
});

test("noise has the asked deviation, and brightness stays within 0 and 1", () => {
  const noisy = perturbed(new Float32Array(40_000).fill(0.5), 200, PerturbationKind.NOISE, 0.05);
  const mean = noisy.reduce((sum, value) => sum + value, 0) / noisy.length;
  const deviation = Math.sqrt(noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noisy.length);
  expect(mean).toBeCloseTo(0.5, 2);
  expect(deviation).toBeCloseTo(0.05, 3);
  const loud = perturbed(new Float32Array(100).fill(0.5), 10, PerturbationKind.NOISE, 1);
  expect([Math.min(...loud), Math.max(...loud)]).toEqual([0, 1]);
});

test("an attack moves each pixel by ε to where its gradient points, and not beyond black and white", () => {
  const gradients = Float32Array.from([1e-9, -3, 0, 2, -1, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  const attacked = perturbed(PICTURES, 3, PerturbationKind.FGSM, 0.25, gradients);
  [0.35, 0, 0.3, 0.65, 0.25, 0.85].forEach((value, i) => expect(attacked[i]).toBeCloseTo(value, 6));
  expect(attacked[9]).toBe(1);
});

test("each kind has a curve by rising strength, which begins with the rows as they are", async () => {
  const scored = (right: number) => ({
    classes: ["a", "b"],
    labels: new Int32Array(10),
    probabilities: Float32Array.from({ length: 20 }, (_, i) => Number((i % 2 === 0) === Math.floor(i / 2) < right)),
  });
  const asked = [
    { kind: PerturbationKind.ROTATION, strength: 10 },
    { kind: PerturbationKind.ROTATION, strength: -10 },
    { kind: PerturbationKind.NOISE, strength: 0 },
  ];
  const curves = await robustnessCurves(scored(9), asked, async ({ strength }) => scored(strength > 0 ? 5 : 7));
  expect(curves.map(({ kind, points }) => [kind, points.map(({ strength, accuracy }) => [strength, accuracy])])).toEqual(
    [
      ["ROTATION", [[-10, 0.7], [0, 0.9], [10, 0.5]]],
      ["NOISE", [[0, 0.9]]],
    ],
  ); // prettier-ignore
  expect(curves[0].points[2]).toMatchObject({
    rows: 10,
    low: expect.closeTo(0.2366, 4),
    high: expect.closeTo(0.7634, 4),
  });
});
