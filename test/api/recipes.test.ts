import { expect, test } from "@jest/globals";
import { recipeCatalogue } from "../../src/domains/training/recipes/recipe-catalogue.js";
import { withProduct } from "../harness/product.js";

const product = withProduct();

interface Recipe {
  id: string;
  parameters: { name: string; default: unknown }[];
  presets: {
    name: string;
    summary: { zh: string; en: string };
    dataset: string;
    parameters: Record<string, unknown>;
  }[];
  datasets: { id: string }[];
}

const RECIPES = `{ recipes(first: 100) { edges { node {
  id parameters { name default } presets { name summary { zh en } dataset parameters } datasets { id }
} } } }`;

const LAUNCH = `mutation ($input: LaunchTrainingRunInput!) {
  launchTrainingRun(input: $input) { ... on TrainingRun { dataset parameters } ... on Refusal { code message } }
}`;

test("every recipe offers a quick, a standard and a large preset, each with all parameters and a data set of its own", async () => {
  const founder = await product.founder();
  const { recipes } = await founder.query<{ recipes: { edges: { node: Recipe }[] } }>(RECIPES);
  expect(recipes.edges.map(({ node }) => node.id)).toEqual(recipeCatalogue().map(({ id }) => id));
  for (const { node } of recipes.edges) {
    expect(node.presets.map(({ name }) => name)).toEqual(["QUICK", "STANDARD", "LARGE"]);
    for (const { dataset, parameters, summary } of node.presets) {
      expect(node.datasets.map(({ id }) => id)).toContain(dataset);
      expect(Object.keys(parameters).sort()).toEqual(node.parameters.map(({ name }) => name).sort());
      expect(summary.zh).toMatch(/\p{Script=Han}/u);
      expect(summary.en).not.toMatch(/\p{Script=Han}/u);
    }
  }
});

test("a launch begins from its preset, and what it gives itself goes before", async () => {
  const founder = await product.founder();
  const input = { recipe: "cnn-image-classification", preset: "QUICK", parameters: { epochs: 2 } };
  const { launchTrainingRun } = await founder.query<{ launchTrainingRun: object }>(LAUNCH, { input });
  expect(launchTrainingRun).toMatchObject({
    dataset: "mnist-digits-small",
    parameters: { epochs: 2, batchSize: 50, variant: "standard" },
  });
  const whole = { ...input, dataset: "mnist-digits", parameters: {} };
  const other = await founder.query<{ launchTrainingRun: object }>(LAUNCH, { input: whole });
  expect(other.launchTrainingRun).toMatchObject({ dataset: "mnist-digits", parameters: { epochs: 4 } });
});

test("a recipe says of which data it judges models elsewhere: of all but series, and not of what is played in", async () => {
  const founder = await product.founder();
  const { recipes } = await founder.query<{
    recipes: { edges: { node: { id: string; accepts: string[]; judgedOn: string[] } }[] };
  }>(`{ recipes(first: 100) { edges { node { id accepts judgedOn } } } }`);
  for (const { accepts, judgedOn } of recipes.edges.map(({ node }) => node))
    expect(judgedOn).toEqual(accepts.filter((kind) => kind !== "TIME_SERIES"));
});
