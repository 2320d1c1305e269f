import { z } from "zod";
import { DataKind } from "../data-kind.js";
import { defineFormat, encodingOption } from "./data-format.js";
import { previewOf, textsProfile } from "./data-profile.js";
import { decoded } from "./decoding.js";

/** One long text, with lines that end in LF. */
export interface UserSequence {
  text: string;
}

const FEWEST_CHARACTERS = 1_000;

/** A text to learn the writing of, character by character. */
export const sequenceFormat = defineFormat({
  kind: DataKind.SEQUENCE,
  title: { en: "A text (TXT)", zh: "一段文本（TXT）" },
  summary: {
    en: "A plain text file, such as a book: what comes after what is learnt from its characters. A thousand of them at least.",
    zh: "纯文本文件，例如一本书：从字符的先后次序中学习，至少一千个字符。",
  },
  extension: ".txt",
  mediaType: "text/plain",
  example: "It was the best of times,\nit was the worst of times,\n",
  options: z.strictObject({ ...encodingOption }),
  read(bytes, { encoding }, faults): UserSequence {
    const text = decoded(bytes, encoding, faults)
      .replaceAll(/\r\n?/g, "\n")
      .replace(/^\uFEFF/, "");
    if (text.length < FEWEST_CHARACTERS)
      faults.add({ message: `${text.length} characters; ${FEWEST_CHARACTERS} are the least to learn from.` });
    return { text };
  },
  profile({ text }) {
    const lines = linesOf(text);
    const known = new Set<string>();
    let characters = 0;
    for (const character of text) {
      known.add(character);
      characters += 1;
    }
    const figures = [
      { name: "lines", value: lines.length },
      { name: "distinctCharacters", value: known.size },
    ];
    return { rows: characters, columns: [textsProfile("line", lines)], classes: [], classCount: 0, figures };
  },
  preview({ text }, first) {
    const lines = linesOf(text);
    return previewOf(["line"], Math.min(first, lines.length), (row) => [lines[row]]);
  },
});

function linesOf(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
}
