import { z } from "zod";
import { DataKind } from "../data-kind.js";
import { defineFormat, encodingOption } from "./data-format.js";
import { previewOf, textsProfile } from "./data-profile.js";
import { decoded } from "./decoding.js";
import { counted } from "./faults.js";

/** Sentences and what they are in the other language: `targets[i]` is that of `sources[i]`. None is empty. */
export interface SentencePairs {
  sources: string[];
  targets: string[];
}

const SENTENCE_MAX = 5_000;

/** Sentence pairs, one a line, as the Tatoeba project and others hand them out. */
export const pairsFormat = defineFormat({
  kind: DataKind.PAIRS,
  title: { en: "Sentence pairs (TSV)", zh: "句对（TSV）" },
  summary: {
    en: "A text file without header: on each line a sentence, a tab, and its translation. What follows a second tab, such as an attribution, is left aside. Quotes mean themselves.",
    zh: "无表头的文本文件：每行一个句子、一个制表符及其译文。第二个制表符之后的内容（如出处）不计。引号按原样处理。",
  },
  extension: ".tsv",
  mediaType: "text/tab-separated-values",
  example: "三月五日\tMarch 5\n两本书\ttwo books\n",
  options: z.strictObject({
    reversed: z
      .boolean()
      .default(false)
      .meta({
        label: { en: "The other way round", zh: "反向" },
        explanation: {
          en: "Translates from the second column to the first.",
          zh: "由第二列翻译为第一列。",
        },
      }),
    ...encodingOption,
  }),
  read(bytes, { reversed, encoding }, faults): SentencePairs {
    const pairs: SentencePairs = { sources: [], targets: [] };
    const [first, second] = reversed ? [pairs.targets, pairs.sources] : [pairs.sources, pairs.targets];
    const lines = decoded(bytes, encoding, faults)
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/);
    lines.forEach((written, at) => {
      if (written.trim() === "") return;
      const place = { line: at + 1, row: first.length + 1 };
      const cells = written.split("\t").map((cell) => cell.trim());
      if (cells.length < 2)
        return faults.add({
          message: `${counted(cells.length, "column")}; a sentence and its translation are two.`,
          ...place,
        });
      cells.slice(0, 2).forEach((cell, column) => {
        if (cell === "") faults.add({ message: "the sentence is empty.", ...place, column: column + 1 });
        if (cell.length > SENTENCE_MAX)
          faults.add({
            message: `${cell.length} characters; ${SENTENCE_MAX} are allowed.`,
            ...place,
            column: column + 1,
          });
      });
      first.push(cells[0]);
      second.push(cells[1]);
    });
    if (first.length === 0 && faults.count === 0)
      faults.add({ message: "the file has no pair of sentences.", line: 1 });
    return pairs;
  },
  profile({ sources, targets }) {
    const columns = [textsProfile("source", sources), textsProfile("target", targets)];
    return { rows: sources.length, columns, classes: [], classCount: 0, figures: [] };
  },
  preview({ sources, targets }, first) {
    return previewOf(["source", "target"], Math.min(first, sources.length), (row) => [sources[row], targets[row]]);
  },
});
