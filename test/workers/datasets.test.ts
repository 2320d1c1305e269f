import { describe, expect, test } from "@jest/globals";
import { datasetCatalogue, findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { nearestCentroid } from "../../workers/baselines/nearest-centroid.js";
import { loadTable } from "../../workers/datasets/built-in-tables.js";
import type { LabelledImages } from "../../workers/datasets/labelled-images.js";
import { loadMnistDigits } from "../../workers/datasets/mnist-digits.js";
import { stratifiedSplit } from "../../workers/datasets/split.js";
import { imagesOf, prepare, variedImagesOf } from "../../workers/recipes/cnn-image-classification/data.js";
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
function pictures(brightRow?: number): LabelledImages {
  const pixels = new Uint8Array(20 * 9);
  pixels.forEach((_, i) => (pixels[i] = i % 7));
  if (brightRow !== undefined) pixels.fill(255, brightRow * 9, brightRow * 9 + 9);
  return { size: 3, channels: 1, pixels, labels: new Int32Array(20), classes: ["thing"], sha256: "" };
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

/** Twenty 3×3 pictures, black but for one pixel. */
function points(at: number) {
  const pixels = new Uint8Array(180).map((_, i) => (i % 9 === at ? 200 : 0));
  return prepare({ ...pictures(), pixels }, stream());
}

const drawing = (seed = 3) => {
  const streams = new RandomStreams(seed);
  return { shift: () => streams.stream("shift"), rotation: () => streams.stream("rotation") };
};

test("a shifted picture is the picture moved, with background moving in", () => {
  const data = points(4);
  const [dark, bright] = [data.normalised[0], data.normalised[200]];
  const places = new Set<number>();
  const random = drawing();
  for (let i = 0; i < 100; i++) {
    const moved = [...variedImagesOf(data, Int32Array.of(i % 20), { shift: 1, rotation: 0 }, random)];
    expect(moved.filter((value) => value === dark)).toHaveLength(8);
    places.add(moved.indexOf(bright));
  }
  expect([...places].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

describe("a picture turned at random", () => {
  /** Brightness of the first picture's pixels, turned `times` times by up to `rotation` degrees. */
  const turned = (data: ReturnType<typeof points>, rotation: number, times: number, random = drawing()) =>
    Array.from({ length: times }, () =>
      Array.from(
        variedImagesOf(data, Int32Array.of(0), { shift: 0, rotation }, random),
        (value) => value * data.deviation + data.mean,
      ),
    );

  test("keeps its middle, and its light goes to either side, no further than allowed", () => {
    expect(turned(points(4), 180, 20).every((picture) => Math.abs(picture[4] - 200 / 255) < 1e-5)).toBe(true);
    // A point above the middle, turned by 30° at most: to the left or right of its place, and never into the row below.
    const seen = turned(points(1), 30, 50);
    expect(seen.some(([left, , right]) => left > 0.1 && right < 1e-6)).toBe(true);
    expect(seen.some(([left, , right]) => right > 0.1 && left < 1e-6)).toBe(true);
    for (const picture of seen) {
      expect(picture[1]).toBeGreaterThan(0.3);
      expect(Math.max(...picture.slice(6))).toBeLessThan(1e-6);
    }
  });

  test("is the same with the same stream, and leaves the shifts of a run as they were", () => {
    const data = points(1);
    expect(turned(data, 90, 5)).toEqual(turned(data, 90, 5));
    expect(turned(data, 90, 5, drawing(4))).not.toEqual(turned(data, 90, 5));
    const [alone, beside] = [drawing(), drawing()];
    variedImagesOf(data, Int32Array.of(0, 1), { shift: 1, rotation: 0 }, alone);
    variedImagesOf(data, Int32Array.of(0, 1), { shift: 1, rotation: 20 }, beside);
    expect(beside.shift().uint32()).toBe(alone.shift().uint32());
  });

  test("is moved as well, and of a coloured one each colour alike", () => {
    const colours = new Uint8Array(20 * 27).map((_, i) => (i % 27 === 12 ? 250 : i % 27 === 13 ? 100 : 0));
    const data = prepare({ ...pictures(), channels: 3, pixels: colours }, stream());
    const random = drawing();
    for (let times = 0; times < 20; times++) {
      const values = [...variedImagesOf(data, Int32Array.of(0), { shift: 1, rotation: 45 }, random)];
      const light = values.map((value) => (value * data.deviation + data.mean) * 255);
      const [red, green, blue] = [0, 1, 2].map((colour) => light.filter((_, i) => i % 3 === colour));
      red.forEach((value, at) => expect(green[at]).toBeCloseTo(0.4 * value, 3));
      expect(Math.max(...blue)).toBeLessThan(1e-3);
    }
  });
});

test("the nearest centroid's probabilities are the softmax of minus the distances", () => {
  const train = { values: Float32Array.of(0, 0, 0, 2, 4, 1), labels: Int32Array.of(0, 0, 1), width: 2 };
  const [a, b, c] = nearestCentroid(train, Float32Array.of(1, 1), 3);
  expect(a).toBeCloseTo(Math.exp(-1) / (Math.exp(-1) + Math.exp(-3)), 6);
  expect(a + b).toBeCloseTo(1, 6);
  expect(c).toBe(0);
});
