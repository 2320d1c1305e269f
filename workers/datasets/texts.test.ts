import { describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataKind } from "../../src/domains/training/datasets/data-kind.js";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { loadTexts } from "./built-in-texts.js";
import { withoutDuplicates } from "./labelled-texts.js";
import { PADDING, tokensOf, UNKNOWN, Vocabulary } from "./tokens.js";

describe.each(["ham-spam", "chinese-poems", "word-order-en", "word-order-zh"])("the texts %s", (id) => {
  test("have the catalogue's rows, classes and content, and none comes twice", async () => {
    const spec = findDataset(id)!;
    const data = await loadTexts(id);
    expect([data.texts.length, data.labels.length, data.sha256]).toEqual([spec.rows, spec.rows, spec.sha256]);
    expect([...new Set(data.labels)].sort()).toEqual([...spec.classes.keys()]);
    expect(withoutDuplicates(data).texts).toHaveLength(spec.rows);
  });
});

test("no e-mail names an address, and every poem is 32 Chinese characters", async () => {
  for (const text of (await loadTexts("ham-spam")).texts) expect(text).not.toMatch(/\w@\w|https?:\/\//);
  for (const text of (await loadTexts("chinese-poems")).texts) expect(text).toMatch(/^\p{Script=Han}{32}$/u);
});

test.each(["word-order-en", "word-order-zh"])("in %s no two sentences have the same words", async (id) => {
  const { texts } = await loadTexts(id);
  expect(new Set(texts.map((text) => tokensOf(text).sort().join(" "))).size).toBe(texts.length);
});

test("what is no set of texts is refused by name", async () => {
  await expect(loadTexts("penguins")).rejects.toMatchObject({
    code: "DATASET_UNUSABLE",
    message: "penguins is no set of texts.",
  });
});

test("own texts are read as they were checked, their classes in the order of their names, and no other file is", async () => {
  const file = 'text,label\n"Well made, really",good\nBroke at once,bad\n很好,good\n';
  const path = join(await mkdtemp(join(tmpdir(), "texts-")), "own.csv");
  await writeFile(path, file);
  const sha256 = createHash("sha256").update(file).digest("hex");
  const own = { name: "reviews", number: 1, kind: DataKind.TEXTS, options: {}, sha256, path };
  expect(await loadTexts("reviews", own)).toEqual({
    texts: ["Well made, really", "Broke at once", "很好"],
    labels: Int32Array.of(1, 0, 1),
    classes: ["bad", "good"],
    sha256,
  });
  await expect(loadTexts("reviews", { ...own, sha256: "0" })).rejects.toMatchObject({ code: "DATASET_UNUSABLE" });
});

test("of texts that differ in case and spaces alone the first is kept", () => {
  const data = { texts: ["Win now", "win  NOW ", "lose"], labels: Int32Array.of(1, 0, 0), classes: ["a", "b"] };
  expect(withoutDuplicates({ ...data, sha256: "" })).toMatchObject({
    texts: ["Win now", "lose"],
    labels: Int32Array.of(1, 0),
  });
});

test("tokens are words in lower case, Chinese characters, signs; all numbers are one", () => {
  expect(tokensOf("Don't pay $24.95 for URLs!")).toEqual(["don't", "pay", "$", "0", ".", "0", "for", "urls", "!"]);
  expect(tokensOf("买3台GPU，快。")).toEqual(["买", "0", "台", "gpu", "，", "快", "。"]);
  expect(tokensOf("  ")).toEqual([]);
});

test("a vocabulary knows the commonest words, by the texts that they stand in; others are unknown", () => {
  const texts = [["b", "a", "a", "a"], ["b", "c"], ["c"], ["b", "d"]];
  const vocabulary = Vocabulary.of(texts, { most: 3, least: 1 });
  expect(vocabulary.words).toEqual(["<pad>", "<unk>", "b", "c", "a"]);
  expect([...vocabulary.encode(["a", "b", "d"])]).toEqual([4, 2, UNKNOWN]);
  expect([...Vocabulary.of(texts, { most: 9, least: 2 }).encode(["a", "c"])]).toEqual([UNKNOWN, 3]);
  expect(vocabulary.words[PADDING]).toBe("<pad>");
});
