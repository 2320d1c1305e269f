import { expect, test } from "@jest/globals";
import { builtInContents } from "../../src/domains/training/datasets/built-in/built-in-contents.js";
import { DataKind } from "../../src/domains/training/datasets/data-kind.js";
import { datasetCatalogue } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { builtInContentOf } from "../../workers/datasets/built-in-contents.js";

const [worlds, sets] = [true, false].map((world) =>
  datasetCatalogue().filter(({ kind }) => (kind === DataKind.ENVIRONMENT) === world),
);

test.each(sets)("what is told of $id is what it holds", async ({ id, rows, classes }) => {
  const content = await builtInContentOf(id);
  expect(builtInContents[id]).toEqual(JSON.parse(JSON.stringify(content)));
  const { profile, preview } = content!;
  expect(profile.rows).toBe(rows);
  expect(profile.classes.map(({ name }) => name).sort()).toEqual([...classes].sort());
  expect(preview.rows).toHaveLength(10);
});

test("nothing else is told of, and of no environment", () => {
  expect(Object.keys(builtInContents).sort()).toEqual(sets.map(({ id }) => id).sort());
  expect(worlds.filter(({ id }) => builtInContents[id])).toEqual([]);
});
