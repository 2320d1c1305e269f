import { describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { DataKind } from "../../src/domains/training/datasets/data-kind.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { loadSentencePairs, ownSentencePairs } from "./sentence-pairs.js";
import { chineseNumber, chineseNumeral, englishNumber } from "./sentence-pairs/numbers.js";
import { fillingOf } from "./sentence-pairs/slots.js";
import { templates } from "./sentence-pairs/templates.js";

describe.each(["startup-sentences", "startup-sentences-small"])("the pairs %s", (id) => {
  const data = loadSentencePairs(id);
  const pairs = [...data.train, ...data.validation, ...data.test];

  test("have the catalogue's rows and content, and no sentence of either language twice", () => {
    const spec = findDataset(id)!;
    expect([pairs.length, data.sha256]).toEqual([spec.rows, spec.sha256]);
    expect(new Set(pairs.map(({ source }) => source)).size).toBe(spec.rows);
    expect(new Set(pairs.map(({ target }) => target)).size).toBe(spec.rows);
    for (const part of [data.validation, data.test]) expect(Math.abs(part.length / spec.rows - 0.1)).toBeLessThan(0.02);
  });

  test("are whole sentences: every slot filled, a capital first, one full stop or question mark last", () => {
    for (const { source, target } of pairs) {
      expect(source).toMatch(/^[^{}a-zA-Z|]+[。？]$/);
      expect(target).toMatch(/^[A-Z0-9$€][^{}|]*[^.?][.?]$/);
    }
  });
});

describe("what is held out", () => {
  const { train, validation, test: held } = loadSentencePairs("startup-sentences");

  test("each word and digit of validation and test is one of the training part", () => {
    const words = (text: string) => (text.match(/[A-Za-z'-]+|\d/g) ?? []).map((word) => word.replace(/s$/, ""));
    const known = new Set(train.flatMap(({ target }) => words(target)));
    const characters = new Set(train.flatMap(({ source }) => [...source]));
    for (const { source, target } of [...validation, ...held]) {
      expect(words(target).filter((word) => !known.has(word))).toEqual([]);
      expect([...source].filter((character) => !characters.has(character))).toEqual([]);
    }
  });

  test("numbers of three digits and more, decimals, days and times belong to one part", () => {
    const numbers = (text: string) => {
      const times =
        text.match(
          /(?:January|February|March|April|May|June|July|August|September|October|November|December) \d+|\d+:\d+ [ap]\.m\./g,
        ) ?? [];
      const rest = times.reduce((left, time) => left.replace(time, ""), text);
      const counts = rest.match(/\d{1,3}(,\d{3})+|\d+(\.\d+)?( million| billion|%)?/g) ?? [];
      return [...times, ...counts.filter((count) => /[.,]|\d{3}/.test(count) && !/^20\d\d$/.test(count))];
    };
    const known = new Set(train.flatMap(({ target }) => numbers(target)));
    expect(known.size).toBeGreaterThan(1000);
    expect(held.flatMap(({ target }) => numbers(target)).filter((number) => known.has(number))).toEqual([]);
  });

  test("a sentence without numbers combines its words as none of the training part does", () => {
    const plain = (text: string) => text.replaceAll(/[0-9零一二三四五六七八九十百千万亿两]+/g, "#");
    const known = new Set(train.map(({ source }) => plain(source)));
    const wordy = held.filter(({ source }) => !plain(source).includes("#"));
    expect(wordy.length).toBeGreaterThan(300);
    expect(wordy.filter(({ source }) => known.has(source))).toEqual([]);
  });
});

test.each([
  [2, "二"],
  [10, "十"],
  [12, "十二"],
  [20, "二十"],
  [101, "一百零一"],
  [110, "一百一十"],
  [222, "两百二十二"],
  [2050, "两千零五十"],
  [7003, "七千零三"],
  [20_000, "两万"],
  [32_000, "三万两千"],
  [50_600, "五万零六百"],
  [120_000, "十二万"],
])("%d is %s in numerals", (value, numeral) => {
  expect(chineseNumeral(value)).toBe(numeral);
});

test.each([
  [9, "9", "nine"],
  [10, "10", "10"],
  [6030, "6,030", "6,030"],
  [350_000, "35万", "350,000"],
  [1_200_000, "120万", "1.2 million"],
  [87_500_000, "8750万", "87.5 million"],
  [120_000_000, "1.2亿", "120 million"],
  [7_410_000_000, "74.1亿", "7.41 billion"],
])("%d is %s in Chinese news and %s in English prose", (value, zh, en) => {
  expect([chineseNumber(value), englishNumber(value)]).toEqual([zh, en]);
});

test("both sides of a template have the same slots, and every slot has fillings", () => {
  const slotsOf = (text: string) => new Set([...text.matchAll(/\{(\w+)/g)].map(([, slot]) => slot));
  const random = new RandomStreams(1).stream("fillings");
  for (const { zh, en } of templates) {
    expect(slotsOf(en)).toEqual(slotsOf(zh));
    for (const slot of slotsOf(zh)) {
      const filling = fillingOf(slot);
      const phrase = "words" in filling ? filling.words[0] : filling.draw(random);
      expect(phrase).toMatchObject({ zh: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) });
    }
  }
  expect(() => fillingOf("nothing")).toThrow(RangeError);
});

describe("pairs of the users' own", () => {
  async function split(lines: readonly string[]) {
    const folder = await mkdtemp(join(tmpdir(), "pairs-"));
    const path = join(folder, "pairs.tsv");
    const bytes = Buffer.from(`${lines.join("\n")}\n`);
    await writeFile(path, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const own = { name: "Pairs", number: 1, kind: DataKind.PAIRS, options: {}, sha256, path };
    return ownSentencePairs(own, new RandomStreams(1).stream("split")).finally(() => rm(folder, { recursive: true }));
  }

  test("are split 80/10/10, equal ones kept once, and those that share a sentence together", async () => {
    const lines = Array.from({ length: 50 }, (_, at) => [
      `${at}本书\t${at} books`,
      `${at}本书\t${at} volumes`,
      `${at}册\t${at} volumes`,
    ]);
    const { train, validation, test: held, sha256 } = await split([...lines.flat(), "0本书\t0 books"]);
    expect([train.length, validation.length, held.length]).toEqual([120, 15, 15]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const known = new Set(train.flatMap(({ source, target }) => [source, target]));
    for (const { source, target } of [...validation, ...held])
      expect([known.has(source), known.has(target)]).toEqual([false, false]);
  });

  test("that are too few for three parts are refused", async () => {
    await expect(split(["一\tone", "二\ttwo"])).rejects.toMatchObject({ code: "DATASET_UNUSABLE" });
  });
});
