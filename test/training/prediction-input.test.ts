import { expect, test } from "@jest/globals";
import { inputFaults } from "../../src/domains/training/predictions/prediction-input.js";
import { PredictionInputKind } from "../../src/domains/training/predictions/prediction.specs.js";

const of = (samples: object) =>
  inputFaults(PredictionInputKind.SAMPLES, { samples: { count: 10, seed: 42, ...samples } });

test.each([
  ["no picture", { count: 0 }, "count"],
  ["a negative count", { count: -1 }, "count"],
  ["too many", { count: 101 }, "count"],
  ["a class of endless name", { label: "7".repeat(201) }, "label"],
])("pictures to be made are refused: %s", (_, samples, field) => {
  expect(of(samples)).toMatchObject([{ field: `input.samples.${field}`, code: "OUT_OF_RANGE" }]);
});

test.each([[{}], [{ label: null }], [{ label: "7", count: 1, seed: -1 }], [{ count: 100 }]])(
  "%j can be made",
  (samples) => {
    expect(of(samples)).toEqual([]);
  },
);

test("who asks a model that makes pictures about others is told what it takes", () => {
  const faults = inputFaults(PredictionInputKind.SAMPLES, { texts: ["a seven"] });
  expect(faults.map(({ field }) => field)).toEqual(["input.texts", "input.samples"]);
});

test("of thousands of edges that are wrong the first twenty are told, and too many edges at once", () => {
  const of = (count: number) =>
    inputFaults(PredictionInputKind.GRAPHS, {
      graphs: [{ nodes: ["C"], edges: Array.from({ length: count }, () => ({ from: 0, to: 0 })) }],
    });
  expect(of(5_000).map(({ field }) => field)).toEqual(
    Array.from({ length: 20 }, (_, at) => `input.graphs.0.edges.${at}`),
  );
  expect(of(5_001)).toMatchObject([{ field: "input.graphs.0.edges", code: "OUT_OF_RANGE" }]);
});
