import { describe, expect, test } from "@jest/globals";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { cnnImageClassification } from "../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { findRecipe, recipeCatalogue } from "../../src/domains/training/recipes/recipe-catalogue.js";
import type { ParameterMeta } from "../../src/domains/training/recipes/recipe.specs.js";
import { assertEveryRecipeIsImplemented, findImplementation } from "../../workers/recipes/registry.js";

describe.each(recipeCatalogue())("the recipe $id", (spec) => {
  test("is found by its id, and has an implementation", () => {
    expect(findRecipe(spec.id)).toBe(spec);
    expect(findImplementation(spec.id)?.spec).toBe(spec);
  });

  test("runs on built-in data sets", () => {
    for (const id of spec.datasets) expect(findDataset(id)?.id).toBe(id);
  });

  test("has a default for every parameter, and explains each in both languages", () => {
    expect(Object.keys(spec.parameters.parse({}))).toEqual(Object.keys(spec.parameters.shape));
    for (const parameter of Object.values(spec.parameters.shape)) {
      const { label, explanation } = parameter.meta() as unknown as ParameterMeta;
      for (const text of [label.en, label.zh, explanation.en, explanation.zh]) expect(text).not.toBe("");
    }
  });
});

const refusal = (parameters: Record<string, unknown>) =>
  cnnImageClassification.parameters
    .safeParse(parameters)
    .error?.issues.map(({ path, message }) => [path.join("."), message]);

test("an unknown parameter is refused by name", () => {
  expect(refusal({ learningrate: 1 })).toEqual([["", 'Unrecognized key: "learningrate"']]);
});

test.each([
  ["epochs", 0],
  ["epochs", 2.5],
  ["epochs", "5"],
  ["batchSize", 513],
  ["learningRate", 0],
  ["learningRate", NaN],
  ["dropout", 1],
  ["shift", -1],
  ["variant", "wide"],
  ["learningRateSchedule", "linear"],
])("%s = %p is refused", (name, value) => {
  expect(refusal({ [name]: value })).toEqual([[name, expect.any(String)]]);
});

test("start-up fails for a recipe without, or with two implementations, and for an implementation without recipe", () => {
  const [a, b] = [{ id: "a" }, { id: "b" }];
  const implemented = [{ spec: b }, { spec: b }, { spec: { id: "c" } }];
  expect(() => assertEveryRecipeIsImplemented([a, b], implemented)).toThrow(
    "the recipe a has no implementation; the recipe b has 2 implementations; no recipe is called c",
  );
});

test("every recipe of the catalogue has exactly one implementation", () => {
  expect(() => assertEveryRecipeIsImplemented()).not.toThrow();
});
