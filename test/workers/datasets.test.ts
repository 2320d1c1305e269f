import { describe, expect, test } from "@jest/globals";
import { datasetCatalogue, findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { nearestCentroid } from "../../workers/baselines/nearest-centroid.js";
import { loadTable } from "../../workers/datasets/built-in-tables.js";
import { loadMnistDigits } from "../../workers/datasets/mnist-digits.js";
import { stratifiedSplit } from "../../workers/datasets/split.js";
import { imagesOf, prepare, shiftedImagesOf } from "../../workers/recipes/cnn-image-classification/data.js";
import { RandomStreams } from "../../src/kernel/random.js";

const stream = (seed = 1) => new RandomStreams(seed).stream("split");

const digits = datasetCatalogue().filter(({ id }) => id.startsWith("mnist-"));

describe.each(digits)("the data set $id", (spec) => {
  test("has the catalogue's rows, classes and content", async () => {
    const { pixels, labels, classes, sha256, size } = await loadMnistDigits(spec.id);
    expect([labels.length, pixels.length]).toEqual([spec.rows, spec.rows * size * size]);
    expect(classes).toEqual(spec.classes);
    expect(sha256).toBe(spec.sha256);
  });
});

test("the small set has a hundred of each digit", async () => {
  const { labels } = await loadMnistDigits("mnist-digits-small");
  for (let digit = 0; digit < 10; digit++) expect(labels.filter((label) => label === digit)).toHaveLength(100);
});

test("the table penguins has the catalogue's rows, classes and missing cells", async () => {
  const { labels: species, columns, sha256 } = await loadTable("penguins");
  const spec = findDataset("penguins")!;
  expect([species.length, sha256]).toEqual([spec.rows, spec.sha256]);
  expect([...new Set(species)]).toEqual(spec.classes);
  expect(columns.map(({ name, type }) => [name, type])).toEqual([
    ["island", "category"],
    ["bill_length_mm", "number"],
    ["bill_depth_mm", "number"],
    ["flipper_length_mm", "number"],
    ["body_mass_g", "number"],
    ["sex", "category"],
  ]);
  const missing = columns.map(({ values }) => [...values].filter((cell) => cell === "" || Number.isNaN(cell)).length);
  expect(missing).toEqual([0, 2, 2, 2, 2, 11]);
  await expect(loadTable("mnist-digits")).rejects.toMatchObject({ code: "DATASET_UNUSABLE" });
});

test("a set that is no set of digits is refused by name", async () => {
  await expect(loadMnistDigits("tea-leaves")).rejects.toMatchObject({
    code: "DATASET_UNUSABLE",
    message: "tea-leaves is no set of handwritten digits.",
  });
  expect(findDataset("tea-leaves")).toBeUndefined();
});

const labels = Int32Array.from({ length: 300 }, (_, row) => (row % 3 === 0 ? 0 : row % 2));

test("a split puts every row into exactly one part, in ascending order", () => {
  const { train, validation, test: held } = stratifiedSplit(labels, 0.1, stream());
  const all = [...train, ...validation, ...held];
  expect([...all].sort((a, b) => a - b)).toEqual([...labels.keys()]);
  expect([...train]).toEqual([...train].sort((a, b) => a - b));
});

test("a split gives every class the same share in each part", () => {
  const parts = stratifiedSplit(labels, 0.1, stream());
  for (const label of [0, 1]) {
    const count = (rows: Int32Array) => rows.filter((row) => labels[row] === label).length;
    const total = count(Int32Array.from(labels.keys()));
    expect([count(parts.validation), count(parts.test)]).toEqual([Math.round(total / 10), Math.round(total / 10)]);
  }
});

test("the same seed splits alike, another one otherwise", () => {
  expect(stratifiedSplit(labels, 0.1, stream())).toEqual(stratifiedSplit(labels, 0.1, stream()));
  expect(stratifiedSplit(labels, 0.1, stream(2))).not.toEqual(stratifiedSplit(labels, 0.1, stream()));
});

/** Twenty 3×3 pictures of one class, with a bright one in row 0 to 19 as told. */
function pictures(brightRow?: number) {
  const pixels = new Uint8Array(20 * 9);
  pixels.forEach((_, i) => (pixels[i] = i % 7));
  if (brightRow !== undefined) pixels.fill(255, brightRow * 9, brightRow * 9 + 9);
  return { size: 3, pixels, labels: new Int32Array(20), classes: ["thing"], sha256: "" };
}

test("training pictures are normalised to mean 0 and deviation 1", () => {
  const data = prepare(pictures(), stream());
  const images = imagesOf(data, data.split.train);
  const mean = images.reduce((sum, value) => sum + value, 0) / images.length;
  expect(mean).toBeCloseTo(0, 6);
  expect(images.reduce((sum, value) => sum + value ** 2, 0) / images.length).toBeCloseTo(1, 5);
});

test("held-out pictures have no part in the normalisation", () => {
  const { split, mean } = prepare(pictures(), stream());
  expect(prepare(pictures(split.test[0]), stream()).mean).toBe(mean);
  expect(prepare(pictures(split.validation[0]), stream()).mean).toBe(mean);
  expect(prepare(pictures(split.train[0]), stream()).mean).not.toBe(mean);
});

test("a shifted picture is the picture moved, with background moving in", () => {
  const data = prepare({ ...pictures(), pixels: new Uint8Array(180).map((_, i) => (i % 9 === 4 ? 200 : 0)) }, stream());
  const [dark, bright] = [data.normalised[0], data.normalised[200]];
  const places = new Set<number>();
  const random = new RandomStreams(3).stream("shift");
  for (let i = 0; i < 100; i++) {
    const moved = [...shiftedImagesOf(data, Int32Array.of(i % 20), 1, random)];
    expect(moved.filter((value) => value === dark)).toHaveLength(8);
    places.add(moved.indexOf(bright));
  }
  expect([...places].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test("the nearest centroid's probabilities are the softmax of minus the distances", () => {
  const train = { values: Float32Array.of(0, 0, 0, 2, 4, 1), labels: Int32Array.of(0, 0, 1), width: 2 };
  const [a, b, c] = nearestCentroid(train, Float32Array.of(1, 1), 3);
  expect(a).toBeCloseTo(Math.exp(-1) / (Math.exp(-1) + Math.exp(-3)), 6);
  expect(a + b).toBeCloseTo(1, 6);
  expect(c).toBe(0);
});
