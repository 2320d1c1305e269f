import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import { decodePredictions, encodePredictions } from "../runtime/prediction-file.js";
import { evaluateRestoredImages } from "./restored-images.js";
import type { RestoredImages } from "./test-predictions.js";

const SIZE = 11;
const random = new RandomStreams(5).stream("pictures");
const truth = random.fillUniform(new Float32Array(6 * SIZE * SIZE));
const off = (by: number) => truth.map((value, i) => value + (i % 2 === 0 ? by : -by));
const images = (restored: Float32Array): RestoredImages => ({
  size: SIZE,
  truth,
  spoilt: off(0.1),
  restored,
  filtered: { gaussianFilter: off(0.05), medianFilter: off(0.02) },
  labels: Int32Array.of(0, 1, 2, 0, 1, 2),
});

test("pictures that are off by a tenth everywhere have 20 dB, and a tenth of that 20 dB more", () => {
  const report = evaluateRestoredImages(images(off(0.01)));
  expect(report.rows).toBe(6);
  expect(report.psnr).toBeCloseTo(40, 4);
  expect(report.spoilt.psnr).toBeCloseTo(20, 4);
  expect(report.psnrGain).toBeCloseTo(20, 4);
  expect(report.mse).toBeCloseTo(1e-4, 8);
  expect(report.ssim).toBeGreaterThan(report.spoilt.ssim);
});

test("filters stand beside it by their names", () => {
  const { gaussianFilter, medianFilter } = evaluateRestoredImages(images(off(0.01)));
  expect(gaussianFilter).toEqual({ psnr: expect.closeTo(-20 * Math.log10(0.05), 4), ssim: expect.any(Number) });
  expect(medianFilter).toEqual({ psnr: expect.closeTo(-20 * Math.log10(0.02), 4), ssim: expect.any(Number) });
});

test("pictures that differ have intervals about their means; perfect ones have no ratio", () => {
  const uneven = truth.map((value, i) => value + (i < 3 * SIZE * SIZE ? 0.01 : 0.1));
  const { psnr, details } = evaluateRestoredImages(images(uneven));
  expect(details.intervals.psnr!.low).toBeLessThan(psnr!);
  expect(details.intervals.psnr!.high).toBeGreaterThan(psnr!);
  expect(evaluateRestoredImages(images(truth))).toMatchObject({ psnr: null, psnrGain: null, ssim: 1, mse: 0 });
});

test("predictions survive the way to the worker that judges", () => {
  const predictions = {
    kind: "RESTORED_IMAGES" as const,
    model: images(off(0.01)),
    baseline: { ...images(off(0.02)), name: "median-filter" },
  };
  expect(decodePredictions(encodePredictions(predictions))).toEqual(predictions);
});

test("pictures that do not fit each other, or are no numbers, are refused", () => {
  expect(() => evaluateRestoredImages({ ...images(truth), labels: new Int32Array() })).toThrow("no restored pictures");
  expect(() => evaluateRestoredImages(images(truth.slice(1)))).toThrow(RangeError);
  expect(() => evaluateRestoredImages(images(truth.map(() => NaN)))).toThrow("not a finite number");
});
