import type { RandomStream } from "../../../src/kernel/random.js";
import { type LabelledTexts, withoutDuplicates } from "../../datasets/labelled-texts.js";
import { type Split, stratifiedSplit } from "../../datasets/split.js";
import { TrainingFailure } from "../../runtime/failure.js";
import { PADDING, tokensOf, UNKNOWN, Vocabulary } from "../../datasets/tokens.js";

/** Shares of the texts kept for validation and for the test. */
const [VALIDATION, TEST] = [0.1, 0.2];
/** Training texts that a word has to stand in to get a number of its own: what is seen once cannot be learnt. */
const LEAST_TEXTS = 2;

/** Texts in numbers. */
export interface EncodedTexts extends LabelledTexts {
  /** All tokens of each text. */
  tokens: readonly (readonly string[])[];
  vocabulary: Vocabulary;
  /** Tokens that are read of a text. */
  maxLength: number;
  /** Numbers of each text's first tokens. */
  ids: readonly Int32Array[];
}

/** The training's texts, and the parts they are split into. */
export interface SplitTexts extends EncodedTexts {
  split: Split;
}

/** How texts become numbers. */
export interface Encoding {
  /** Words that are known at most. */
  vocabulary: number;
  /** Tokens that are read of a text; what follows is left out. */
  maxLength: number;
}

/**
 * Leaves equal texts out, splits the others 70/10/20 by the stream, the same share of every class, and knows the words of the training
 * part alone.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when too few different texts are left to learn from and to judge by.
 */
export function prepare(
  data: LabelledTexts,
  { vocabulary: most, maxLength }: Encoding,
  random: RandomStream,
): SplitTexts {
  const unique = withoutDuplicates(data);
  const split = stratifiedSplit(unique.labels, VALIDATION, random, TEST);
  const learnt = new Set(Array.from(split.train, (row) => unique.labels[row]));
  if (learnt.size < 2 || split.validation.length === 0 || split.test.length === 0)
    throw new TrainingFailure(
      "DATASET_UNUSABLE",
      `${unique.texts.length} different texts are too few: two classes at least are needed to learn from, and texts to judge by.`,
    );
  const tokens = unique.texts.map(tokensOf);
  const known = Array.from(split.train, (row) => tokens[row]);
  const vocabulary = Vocabulary.of(known, { most, least: LEAST_TEXTS });
  return { ...encoded(unique, { vocabulary, maxLength }, tokens), split };
}

/** Texts as they are read with these words. */
export function encoded(
  data: LabelledTexts,
  { vocabulary, maxLength }: Pick<EncodedTexts, "vocabulary" | "maxLength">,
  tokens: EncodedTexts["tokens"] = data.texts.map(tokensOf),
): EncodedTexts {
  const ids = tokens.map((text) => vocabulary.encode(text.slice(0, maxLength)));
  return { ...data, tokens, vocabulary, maxLength, ids };
}

/** Numbers of these texts, row-major [rows, length], with room after each up to the longest of them. */
export function idsOf({ ids }: Pick<EncodedTexts, "ids">, rows: Int32Array): Int32Array {
  const length = rows.reduce((longest, row) => Math.max(longest, ids[row].length), 1);
  const padded = new Int32Array(rows.length * length).fill(PADDING);
  rows.forEach((row, at) => padded.set(ids[row], at * length));
  return padded;
}

/** The same with a share of the words made unknown, so that no word alone is relied on. */
export function withUnknown(ids: Int32Array, share: number, random: () => RandomStream): Int32Array {
  if (share === 0) return ids;
  const stream = random();
  return ids.map((id) => (id !== PADDING && stream.uniform() < share ? UNKNOWN : id));
}

/** Classes of these rows. */
export function labelsOf({ labels }: Pick<LabelledTexts, "labels">, rows: Int32Array): Int32Array {
  return rows.map((row) => labels[row]);
}
