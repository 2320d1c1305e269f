import { describe, expect, test } from "@jest/globals";
import { cnnImageClassification } from "../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { describeParameters } from "../../src/domains/training/recipes/recipe-parameters.js";
import { checkSpace, type DimensionInput } from "../../src/domains/training/sweeps/search-space-input.js";
import {
  axisPosition,
  coordinateOf,
  gridSize,
  gridValues,
  stretchOf,
  valueAt,
  type Dimension,
  type RangeDimension,
} from "../../src/domains/training/sweeps/search-space.js";

const range = (changes: Partial<RangeDimension>): RangeDimension => ({
  kind: "NUMBER",
  parameter: "p",
  minimum: 0,
  maximum: 1,
  log: false,
  step: null,
  points: null,
  ...changes,
});

describe.each<[string, Dimension, unknown[]]>([
  ["a choice", { kind: "CHOICE", parameter: "p", choices: ["a", "b", "c"] }, ["a", "b", "c"]],
  ["whole numbers", range({ kind: "INTEGER", minimum: 2, maximum: 5, step: 1 }), [2, 3, 4, 5]],
  ["whole numbers by steps", range({ kind: "INTEGER", minimum: 16, maximum: 64, step: 16 }), [16, 32, 48, 64]],
  ["numbers by steps", range({ minimum: 0, maximum: 0.3, step: 0.1 }), [0, 0.1, 0.2, 0.3]],
  [
    "whole numbers in the logarithm",
    range({ kind: "INTEGER", minimum: 1, maximum: 4, log: true, step: 1 }),
    [1, 2, 3, 4],
  ],
])("the unit interval of %s", (_, dimension, values) => {
  test("gives every value, in order, and no other", () => {
    const drawn = Array.from({ length: 1000 }, (_, at) => valueAt(dimension, (at + 0.5) / 1000));
    expect([...new Set(drawn)]).toEqual(values);
  });

  test("is filled by the stretches of the values, side by side", () => {
    const stretches = values.map((value) => stretchOf(dimension, value as number));
    expect(stretches[0].low).toBeCloseTo(0);
    expect(stretches.at(-1)!.high).toBeCloseTo(1);
    for (let at = 1; at < stretches.length; at++) expect(stretches[at].low).toBeCloseTo(stretches[at - 1].high);
  });

  test("leads from a value to its coordinate and back", () => {
    for (const value of values) expect(valueAt(dimension, coordinateOf(dimension, value as number))).toBe(value);
  });
});

test("a logarithmic range gives each decade the same room", () => {
  const rate = range({ minimum: 1e-5, maximum: 1e-1, log: true });
  expect([0, 0.25, 0.5, 0.75, 1].map((at) => valueAt(rate, at))).toEqual([1e-5, 1e-4, 1e-3, 1e-2, 1e-1]);
  expect(axisPosition(rate, 1e-3)).toBeCloseTo(0.5);
});

test("an axis has the least value at 0 and the greatest at 1", () => {
  expect([2, 3, 4].map((value) => axisPosition(range({ minimum: 2, maximum: 4 }), value))).toEqual([0, 0.5, 1]);
  const choice: Dimension = { kind: "CHOICE", parameter: "p", choices: ["a", "b", "c"] };
  expect(["a", "b", "c"].map((value) => axisPosition(choice, value))).toEqual([0, 0.5, 1]);
});

test("a grid takes as many points of a range as it is told to, evenly on its scale", () => {
  expect(gridValues(range({ minimum: 1, maximum: 3, points: 5 }))).toEqual([1, 1.5, 2, 2.5, 3]);
  expect(gridValues(range({ minimum: 1e-4, maximum: 1e-2, log: true, points: 3 }))).toEqual([1e-4, 1e-3, 1e-2]);
  expect(gridValues(range({ kind: "INTEGER", minimum: 1, maximum: 3, step: 1, points: 5 }))).toEqual([1, 2, 3]);
  expect(gridSize([range({ points: 4 }), range({ kind: "INTEGER", minimum: 1, maximum: 3, step: 1 })])).toBe(12);
  expect(gridSize([range({})])).toBe(Infinity);
});

describe("a space that the recipe does not offer is refused", () => {
  const check = (input: DimensionInput | DimensionInput[], { grid = false, fixed = [] as string[] } = {}) =>
    checkSpace(Array.isArray(input) ? input : [input], {
      parameters: describeParameters(cnnImageClassification),
      specs: cnnImageClassification.parameters.shape,
      fixed,
      grid,
    });
  const rate = { parameter: "learningRate", minimum: 1e-4, maximum: 1e-1 };

  test.each<[string, DimensionInput | DimensionInput[], string, string, { grid?: boolean; fixed?: string[] }?]>([
    ["an unknown parameter", { parameter: "depth", choices: [1] }, "space.0.parameter", "UNKNOWN_PARAMETER"],
    ["a parameter that is fixed", rate, "space.0.parameter", "INVALID", { fixed: ["learningRate"] }],
    ["a parameter twice", [rate, rate], "space.1.parameter", "INVALID"],
    ["no parameter", [], "space", "OUT_OF_RANGE"],
    ["an end that the recipe refuses", { ...rate, maximum: 2 }, "space.0.maximum", "OUT_OF_RANGE"],
    [
      "a choice that the recipe refuses",
      { parameter: "variant", choices: ["standard", "wide"] },
      "space.0.choices.1",
      "OUT_OF_RANGE",
    ],
    ["no choices", { parameter: "variant", choices: [] }, "space.0.choices", "OUT_OF_RANGE"],
    ["a choice that is no value", { parameter: "variant", choices: [{}] }, "space.0.choices", "WRONG_TYPE"],
    ["choices and a range", { ...rate, choices: [0.1] }, "space.0", "INVALID"],
    ["a range of texts", { parameter: "variant", minimum: 0, maximum: 1 }, "space.0.choices", "INVALID"],
    ["a range without an end", { parameter: "dropout", minimum: 0 }, "space.0", "INVALID"],
    ["a range upside down", { ...rate, minimum: 0.5 }, "space.0.maximum", "OUT_OF_RANGE"],
    [
      "a logarithm of nothing",
      { parameter: "dropout", minimum: 0, maximum: 0.5, log: true },
      "space.0.minimum",
      "OUT_OF_RANGE",
    ],
    ["steps in the logarithm", { ...rate, log: true, step: 0.01 }, "space.0.step", "INVALID"],
    ["a step longer than the range", { ...rate, step: 1 }, "space.0.step", "OUT_OF_RANGE"],
    ["parts of epochs", { parameter: "epochs", minimum: 1.5, maximum: 3 }, "space.0.minimum", "WRONG_TYPE"],
    ["points without a grid", { ...rate, points: 3 }, "space.0.points", "INVALID"],
    ["a grid without points", rate, "space.0", "INVALID", { grid: true }],
    [
      "a grid of too many points",
      [
        { ...rate, points: 100 },
        { parameter: "batchSize", minimum: 1, maximum: 100 },
      ],
      "space",
      "OUT_OF_RANGE",
      { grid: true },
    ],
  ])("%s", (_, input, field, code, ...[rules]) => {
    expect(check(input, rules)).toEqual([{ field, code, message: expect.any(String) }]);
  });

  test("with every fault at once", () => {
    expect(
      check([
        { parameter: "depth", choices: [1] },
        { ...rate, maximum: 2 },
      ]),
    ).toHaveLength(2);
  });

  test("and one that it offers is taken, whole numbers by steps of one, up to the last step", () => {
    const epochs = { parameter: "epochs", minimum: 1, maximum: 3 };
    const batch = { parameter: "batchSize", minimum: 16, maximum: 70, step: 16 };
    expect(check([{ ...rate, log: true }, epochs, batch])).toEqual([
      { kind: "NUMBER", parameter: "learningRate", minimum: 1e-4, maximum: 1e-1, log: true, step: null, points: null },
      { kind: "INTEGER", parameter: "epochs", minimum: 1, maximum: 3, log: false, step: 1, points: null },
      { kind: "INTEGER", parameter: "batchSize", minimum: 16, maximum: 64, log: false, step: 16, points: null },
    ]);
  });
});
