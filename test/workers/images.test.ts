import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { directionOf } from "../../src/domains/training/series/metric-direction.js";
import { binaryCrossEntropy, meanSquaredError } from "../../workers/evaluation/images.js";
import { peakSignalToNoise, structuralSimilarity } from "../../workers/evaluation/images.js";
import { reconstructionJudge } from "../../workers/evaluation/judges/reconstruction.judge.js";
import type { Reconstructions } from "../../workers/evaluation/test-predictions.js";

interface Reference {
  name: string;
  size: number;
  truth: number[];
  picture: number[];
  mse: number;
  psnr: number;
  ssim: number;
}

const { images: references } = JSON.parse(readFileSync("test/fixtures/images.json", "utf8")) as { images: Reference[] };

describe.each(references)("scikit-image's figures: $name", ({ size, truth, picture, mse, psnr, ssim }) => {
  const [before, after] = [Float32Array.from(truth), Float32Array.from(picture)];

  test("mean squared error", () => expect(meanSquaredError(before, after)).toBeCloseTo(mse, 7));
  test("peak signal-to-noise ratio", () => expect(peakSignalToNoise(before, after, size)[0]).toBeCloseTo(psnr, 5));
  test("structural similarity", () => expect(structuralSimilarity(before, after, size)[0]).toBeCloseTo(ssim, 6));
});

test("figures are one for each picture", () => {
  const [first, second] = references;
  const join = (pictures: number[][]) => Float32Array.from(pictures.flat());
  const [truth, pictures] = [join([first.truth, second.truth]), join([first.picture, second.picture])];
  const similar = structuralSimilarity(truth, pictures, first.size);
  [first.ssim, second.ssim].forEach((ssim, at) => expect(similar[at]).toBeCloseTo(ssim, 6));
});

test("two even pictures of brightness a and b are as similar as (2ab + C1) / (a² + b² + C1)", () => {
  const even = (value: number) => new Float32Array(12 * 12).fill(value);
  expect(structuralSimilarity(even(0.25), even(0.75), 12)[0]).toBeCloseTo((0.375 + 1e-4) / (0.625 + 1e-4), 6);
  expect(structuralSimilarity(even(0.5), even(0.5), 12)[0]).toBeCloseTo(1, 10);
});

test("pictures smaller than the window are refused", () => {
  const small = new Float32Array(100);
  expect(() => structuralSimilarity(small, small, 10)).toThrow("needs 11 pixels a side, not 10");
});

test("cross-entropy is ln 2 for one half, and finite for what is surely wrong", () => {
  expect(binaryCrossEntropy(Float32Array.of(0, 1, 0.3), Float32Array.of(0.5, 0.5, 0.5))).toBeCloseTo(Math.LN2, 12);
  expect(binaryCrossEntropy(Float32Array.of(1), Float32Array.of(0))).toBeCloseTo(23 * Math.LN2, 5);
});

const predictions: Reconstructions = {
  size: 11,
  probabilities: true,
  truth: new Float32Array(2 * 121).fill(0.5),
  reconstructions: new Float32Array(2 * 121).fill(0.4),
  labels: Int32Array.of(3, 4),
  probed: Int32Array.of(3, 9),
};

test("the judge reports errors of pictures and what a probe reads off", () => {
  const report = reconstructionJudge.evaluate(predictions) as unknown as Record<string, number>;
  expect(report).toMatchObject({ rows: 2, probeAccuracy: 0.5 });
  expect(report.mse).toBeCloseTo(0.01, 6);
  expect(report.psnr).toBeCloseTo(20, 5);
  expect(report.binaryCrossEntropy).toBeCloseTo(-0.5 * Math.log(0.4) - 0.5 * Math.log(0.6), 6);
  for (const [figure, direction] of Object.entries({
    mse: "LOWER",
    psnr: "HIGHER",
    ssim: "HIGHER",
    binaryCrossEntropy: "LOWER",
    probeAccuracy: "HIGHER",
  }))
    expect([figure, directionOf(figure)]).toEqual([figure, direction]);
});

test("what is perfect, or no probability, has no such figure", () => {
  const perfect = { ...predictions, reconstructions: predictions.truth, probabilities: false };
  expect(reconstructionJudge.evaluate(perfect)).toMatchObject({
    mse: 0,
    psnr: null,
    ssim: 1,
    binaryCrossEntropy: null,
  });
});

test("predictions survive the way to the judge, with or without what was seen", () => {
  for (const one of [predictions, { ...predictions, seen: predictions.truth }])
    expect(reconstructionJudge.decode(reconstructionJudge.encode(one))).toEqual({ seen: undefined, ...one });
});

test("the figure shows pictures before and after, and the baseline's", () => {
  const report = reconstructionJudge.evaluate(predictions);
  const [drawing] = reconstructionJudge.draw(predictions, report, { ...predictions, name: "principal-components" });
  expect(drawing).toMatchObject({ kind: "FIGURE", name: "reconstructions.svg" });
  expect(drawing.svg.match(/<image /g)).toHaveLength(6);
  expect(drawing.svg).toContain("principal-components");
});

test.each<[string, Partial<Reconstructions>, string]>([
  ["no rows", { labels: new Int32Array(0) }, "no reconstructions"],
  ["pixels missing", { reconstructions: new Float32Array(5) }, "5 pixels for 2 pictures of 11 by 11"],
  ["no number", { reconstructions: new Float32Array(2 * 121).fill(NaN) }, "not a finite number"],
  ["too few classes", { probed: new Int32Array(1) }, "1 classes probed for 2 pictures"],
])("predictions with %s are refused", (_, fault, message) => {
  expect(() => reconstructionJudge.evaluate({ ...predictions, ...fault })).toThrow(message);
});
