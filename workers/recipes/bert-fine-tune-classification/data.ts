import type { RandomStream } from "../../../src/kernel/random.js";
import type { BertTokenizer } from "../../../src/domains/training/checkpoints/bert-tokenizer.js";
import { type Input, single } from "../../bert/tokens.js";
import { type LabelledTexts, withoutDuplicates } from "../../datasets/labelled-texts.js";
import { type Split, stratifiedSplit } from "../../datasets/split.js";

const [VALIDATION_SHARE, TEST_SHARE] = [0.1, 0.2];

/** Texts as the network reads them. */
export interface ReadTexts extends LabelledTexts {
  inputs: readonly Input[];
  /** Texts that are longer than the network reads, and cut off. */
  cut: number;
}

/** The training's texts, and the parts they are split into. */
export interface TextData extends ReadTexts {
  split: Split;
}

/** Leaves out texts that come again, splits the others by class at random, and cuts them into pieces. */
export function prepare(
  all: LabelledTexts,
  tokenizer: BertTokenizer,
  maxLength: number,
  random: RandomStream,
): TextData {
  const data = withoutDuplicates(all);
  const split = stratifiedSplit(data.labels, VALIDATION_SHARE, random, TEST_SHARE);
  return { ...inPieces(data, tokenizer, maxLength), split };
}

/** Cuts texts into pieces, and off after so many tokens. */
export function inPieces(data: LabelledTexts, tokenizer: BertTokenizer, maxLength: number): ReadTexts {
  const pieces = data.texts.map((text) => tokenizer.pieces(text));
  const inputs = pieces.map((own) => single(own, tokenizer.special, maxLength));
  return { ...data, inputs, cut: pieces.filter(({ length }) => length > maxLength - 2).length };
}

export function inputsOf({ inputs }: ReadTexts, rows: Int32Array): Input[] {
  return Array.from(rows, (row) => inputs[row]);
}

export function labelsOf({ labels }: LabelledTexts, rows: Int32Array): Int32Array {
  return rows.map((row) => labels[row]);
}

/** Of the texts of these rows, in tokens. */
export function meanLength({ inputs }: ReadTexts, rows: Int32Array): number {
  return rows.reduce((sum, row) => sum + inputs[row].ids.length, 0) / rows.length;
}
