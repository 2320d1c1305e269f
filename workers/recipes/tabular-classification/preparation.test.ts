import { expect, test } from "@jest/globals";
import { tabularClassification } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { type LabelledTable, readTable } from "../../../src/domains/training/datasets/formats/table.js";
import type { FeatureSource } from "./draft.js";
import { featuresOf, labelsOf, prepare, type PreparationChoice, stepsOf } from "./preparation.js";

/** 40 rows of three classes; of two rows the size is missing, of one the colour, of one the label. */
const text = [
  "kind,size,colour",
  ...Array.from({ length: 40 }, (_, row) => {
    const kind = row === 5 ? "" : ["oak", "elm", "yew", "oak"][row % 4];
    const size = row === 8 || row === 9 ? "" : row;
    return `${kind},${size},${row === 10 ? "" : ["red", "blue"][row % 2]}`;
  }),
].join("\n");

function prepared(choice: Partial<PreparationChoice> = {}, table: LabelledTable = readTable(text, { label: "kind" })) {
  const lines: string[] = [];
  const steps = stepsOf({ missing: "drop", labels: "", ...choice }, new RandomStreams(1).stream("split"));
  return { ...prepare(table, steps, (line) => lines.push(line)), lines };
}

test("each step is logged with its rows before and after", () => {
  expect(prepared({ labels: "oak, yew=elm, elm" }).lines).toEqual([
    "1. drop rows without a label: 40 → 39 rows",
    "2. keep and rename labels: 39 → 39 rows (oak, yew=elm, elm)",
    "3. drop rows with missing cells: 39 → 36 rows",
    "4. shuffle: 36 → 36 rows",
    "5. split: 36 → 36 rows (25 to train, 4 to validate, 7 to test)",
    "6. standardise numbers by the training part: 36 → 36 rows (size)",
    "7. one-hot categories of the training part: 36 → 36 rows (colour → 2)",
  ]);
});

test("no row is in two parts, none that was dropped is in one, and every class is in all three", () => {
  const { split, labels, classes } = prepared();
  const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
  expect(all).toEqual([...Array(40).keys()].filter((row) => ![5, 8, 9, 10].includes(row)));
  for (const part of [split.train, split.validation, split.test])
    expect(new Set(Array.from(part, (row) => classes[labels[row]]))).toEqual(new Set(["oak", "elm", "yew"]));
});

test("labels that are not listed are left out, the others are renamed", () => {
  const { classes, labels, split } = prepared({ labels: "oak=broad, elm=broad, yew" });
  expect(classes).toEqual(["broad", "yew"]);
  expect(prepared({ labels: "elm, yew" }).classes).toEqual(["elm", "yew"]);
  for (const row of split.train) expect(classes[labels[row]]).toBe(row % 4 === 2 ? "yew" : "broad");
});

const accepts = (labels: string) => tabularClassification.parameters.safeParse({ labels }).success;

test.each(["", "  ", "oak", "oak, elm", "white oak=oak, elm = oak,yew"])("the list of labels %j is taken", (list) => {
  expect(accepts(list)).toBe(true);
});

test.each([",", "oak,", "oak,,elm", "=oak", "oak=", "oak==elm", "a=b=c", "oak, = elm"])(
  "the list of labels %j is refused",
  (list) => {
    expect(accepts(list)).toBe(false);
  },
);

test("a long list that is wrong at its end is refused at once", () => {
  expect(accepts(`${"a".repeat(990)}=${"b".repeat(990)}=`)).toBe(false);
});

test("numbers have mean 0 and deviation 1 in the training part, and other rows have no say in it", () => {
  const table = readTable(text, { label: "kind" });
  const { split, features } = prepared({}, table);
  const sizes = Array.from(split.train, (row) => features[0].values[row]);
  expect(sizes.reduce((a, b) => a + b) / sizes.length).toBeCloseTo(0, 6);
  expect(sizes.reduce((sum, size) => sum + size ** 2, 0) / sizes.length).toBeCloseTo(1, 5);
  for (const row of [...split.test, ...split.validation]) (table.columns[0].values as Float64Array)[row] = 1e6;
  expect(prepared({}, table).features[0].source).toEqual(features[0].source);
});

test("a missing number becomes the training part's median, a missing name none of the known ones", () => {
  const { split, features, lines } = prepared({ missing: "median" });
  const [size, blue, red] = features;
  const known = [...split.train].filter((row) => row !== 8 && row !== 9).sort((a, b) => a - b);
  const half = known.length >> 1;
  const median = known.length % 2 ? known[half] : (known[half - 1] + known[half]) / 2;
  const { deviation, mean } = size.source as Extract<FeatureSource, { type: "number" }>;
  for (const row of [8, 9]) expect(size.values[row] * deviation + mean).toBeCloseTo(median, 4);
  expect([blue.values[10], red.values[10]]).toEqual([0, 0]);
  expect([blue.name, red.name]).toEqual(["colour=blue", "colour=red"]);
  expect(lines).toContain("5. fill missing numbers with the training part's median: 39 → 39 rows (2 cells)");
});

test("a name that training has not seen is none of the known ones", () => {
  const table = readTable(text, { label: "kind" });
  const { split } = prepared({}, table);
  (table.columns[1].values as string[])[split.test[0]] = "green";
  const { features } = prepared({}, table);
  expect(features.map(({ name }) => name)).toEqual(["size", "colour=blue", "colour=red"]);
  expect(features.slice(1).map(({ values }) => values[split.test[0]])).toEqual([0, 0]);
});

test("features and labels of rows are read off in the order of the rows", () => {
  const data = prepared();
  const matrix = featuresOf(data, Int32Array.of(1, 2));
  expect([...matrix]).toEqual([1, 2].flatMap((row) => data.features.map(({ values }) => values[row])));
  expect([...labelsOf(data, Int32Array.of(1, 2))]).toEqual([data.classes.indexOf("elm"), data.classes.indexOf("yew")]);
});

test.each([
  [
    "a label that no row has",
    { labels: "oak, fir" },
    text,
    "No row has the label “fir”; the labels are elm, oak, yew.",
  ],
  ["one class alone", { labels: "oak" }, text, "Rows of at least two classes are needed; there are 1."],
  ["a class of few rows", {}, `${text}\nfir,1,red`, /^The class “fir” has 1 usable rows, and 5 are needed/],
  [
    "rows of which none is complete",
    {},
    "kind,a,b\noak,1,\nelm,,2\n",
    "No row is left after the step “drop rows with missing cells”.",
  ],
])("%s is refused with what to do", (_, choice, csv, message) => {
  const refused = () => prepared(choice, readTable(csv, { label: "kind" }));
  expect(refused).toThrow(
    expect.objectContaining({ code: "DATASET_UNUSABLE", message: expect.stringMatching(message) }),
  );
});
