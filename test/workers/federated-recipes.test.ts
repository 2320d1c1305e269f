import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { recipeCatalogue } from "../../src/domains/training/recipes/recipe-catalogue.js";
import type { RecipeSpec } from "../../src/domains/training/recipes/recipe.specs.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { findImplementation } from "../../workers/recipes/registry.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import type { Shard, Trainer } from "../../workers/runtime/trainer.js";

const opened: Trainer[] = [];

beforeAll(async () => {
  await openBackend("ANY");
});

afterEach(() => {
  for (const trainer of opened.splice(0)) trainer.dispose();
});

/** On the recipe's last data set, its smallest. One at a time: variables own their names. */
async function opening(recipe: string, shard?: Shard): Promise<Trainer> {
  for (const trainer of opened.splice(0)) trainer.dispose();
  const { spec, open } = findImplementation(recipe)!;
  const random = new RandomStreams(1);
  const parameters = spec.parameters.parse({ batchSize: 16 });
  const trainer = await open({ parameters, dataset: spec.datasets.at(-1)!, random, shard, log: () => undefined });
  opened.push(trainer);
  return trainer;
}

test("every recipe that takes one network down its gradients on rows of data can be spread over workers", () => {
  const hasRows = ({ datasets }: RecipeSpec) => findDataset(datasets[0])!.rows > 0;
  const options = ["learningRateSchedule", "learningRate"];
  const descending = recipeCatalogue().filter(
    (spec) => hasRows(spec) && options.every((option) => option in spec.parameters.shape),
  );
  expect(descending.map(({ id }) => id)).toEqual(
    recipeCatalogue()
      .filter((spec) => spec.federated)
      .map(({ id }) => id),
  );
});

/** One whose batches can be cut by rows, and one whose cannot; what each trainer does is tested beside it. */
describe.each(["tabular-classification", "gcn-graph-classification"])("%s", (recipe) => {
  test("divides its training rows among its shards, and nothing else", async () => {
    const whole = await opening(recipe);
    const [rows, validation] = [whole.trainingRows!, await whole.validate()];
    let sum = 0;
    for (let index = 0; index < 3; index++) {
      const part = await opening(recipe, { index, count: 3 });
      expect(Math.abs(part.trainingRows! - rows / 3)).toBeLessThan(1);
      expect(await part.validate()).toEqual(validation);
      sum += part.trainingRows!;
    }
    expect(sum).toBe(rows);
  });

  test("trains shards apart, and takes the weights that it is given", async () => {
    const stepped = async (index: number) => {
      const part = await opening(recipe, { index, count: 3 });
      return { part, metrics: (await part.step()).metrics };
    };
    expect((await stepped(0)).metrics).not.toEqual((await stepped(1)).metrics);
    const { part } = await stepped(2);
    const [weights, judged] = [await part.weights(), await part.validate()];
    const other = await opening(recipe);
    expect(await other.validate()).not.toEqual(judged);
    other.load!(weights);
    expect(await other.validate()).toEqual(judged);
  });
});
