import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import { decodePredictions, encodePredictions } from "../runtime/prediction-file.js";
import { evaluateGeneratedImages } from "./generated-images.js";
import { judgeOf } from "./judges.js";
import type { GeneratedImages } from "./test-predictions.js";

const [SIZE, WIDTH] = [2, 3];
const random = new RandomStreams(4).stream("features");

/** One picture for each of these readings: the class and how sure the reader is of it; the rest is shared out among the other two. */
function made(readings: [label: number, confidence: number][], shift = 0): GeneratedImages {
  const probabilities = readings.flatMap(([label, confidence]) =>
    [0, 1, 2].map((it) => (it === label ? confidence : (1 - confidence) / 2)),
  );
  const features = random.fillNormal(new Float32Array(readings.length * WIDTH));
  return {
    size: SIZE,
    classes: ["a", "b", "c"],
    width: WIDTH,
    pictures: random.fillUniform(new Float32Array(readings.length * SIZE * SIZE)),
    probabilities: Float32Array.from(probabilities),
    features,
    realProbabilities: Float32Array.from(probabilities),
    realFeatures: features.map((value) => value + shift),
  };
}

const often = (label: number, confidence: number, times: number) =>
  Array.from({ length: times }, (): [number, number] => [label, confidence]);

test("pictures count as recognised from a probability of 0.8 on, and classes by those alone", () => {
  const report = evaluateGeneratedImages(made([...often(0, 0.9, 5), ...often(1, 0.85, 2), ...often(2, 0.79, 3)]));
  expect(report.recognised).toBeCloseTo(0.7, 9);
  expect(report.recognisedOfReal).toBeCloseTo(0.7, 9);
  expect(report.classesPresent).toBe(2);
  expect(report.confidence).toBeCloseTo((5 * 0.9 + 2 * 0.85 + 3 * 0.79) / 10, 6);
  expect(report.details.classes).toEqual([
    { name: "a", taken: 5, sure: 5 },
    { name: "b", taken: 2, sure: 2 },
    { name: "c", taken: 3, sure: 0 },
  ]);
});

test("a generator that makes one class alone has no balance, one that makes all alike a full one", () => {
  expect(evaluateGeneratedImages(made(often(1, 0.95, 6))).classBalance).toBe(0);
  const even = made([...often(0, 0.95, 4), ...often(1, 0.95, 4), ...often(2, 0.95, 4)]);
  expect(evaluateGeneratedImages(even).classBalance).toBeCloseTo(1, 9);
});

test("a class is there from one picture in a hundred on", () => {
  const all = (rare: number) => made([...often(0, 0.9, 200 - rare), ...often(2, 0.9, rare)]);
  expect(evaluateGeneratedImages(all(1)).classesPresent).toBe(1);
  expect(evaluateGeneratedImages(all(2)).classesPresent).toBe(2);
});

test("the Fréchet distance is that of the features: moved by 2 along each of three it is 12", () => {
  expect(evaluateGeneratedImages(made(often(0, 0.9, 50), 2)).frechet).toBeCloseTo(12, 4);
});

test("predictions survive the way to the worker that judges, and are drawn by class beside the baseline's", () => {
  const readings = [...often(0, 0.9, 12), ...often(2, 0.5, 3)];
  const predictions = {
    kind: "GENERATED_IMAGES" as const,
    model: made(readings),
    baseline: { ...made(readings), name: "gaussian" },
  };
  expect(decodePredictions(encodePredictions(predictions))).toEqual(predictions);
  const { evaluate, draw } = judgeOf("GENERATED_IMAGES");
  const drawings = draw(predictions.model, evaluate(predictions.model), predictions.baseline);
  expect(drawings.map(({ name }) => name)).toEqual(["generated.svg", "baseline.svg", "classes.svg"]);
  expect(drawings[0].svg.match(/data-pictures="\d+"/g)).toEqual(['data-pictures="10"', 'data-pictures="3"']);
  expect(drawings[2].svg.match(/data-count="\d+"/g)!.map((it) => it.match(/\d+/)![0])).toEqual(
    ["12", "0", "0", "0", "0", "3"], // prettier-ignore
  );
});

test("findings that do not fit the pictures, or are no numbers, are refused", () => {
  const few = made(often(0, 0.9, 4));
  expect(() => evaluateGeneratedImages({ ...few, pictures: new Float32Array() })).toThrow("no generated pictures");
  expect(() => evaluateGeneratedImages({ ...few, features: few.features.slice(1) })).toThrow("do not fit");
  expect(() => evaluateGeneratedImages({ ...few, pictures: few.pictures.map(() => NaN) })).toThrow("finite");
});
