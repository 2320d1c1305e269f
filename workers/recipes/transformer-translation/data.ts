import { textKey } from "../../datasets/labelled-texts.js";
import type { ParallelText } from "../../datasets/sentence-pairs.js";
import type { SentencePair } from "../../datasets/sentence-pairs/generator.js";
import { type Tested, unfit, unseenRows } from "../../datasets/unseen-rows.js";
import { BEGIN, type Cut, END, PAD, Vocabulary } from "./vocabulary.js";

/** A pair as numbers of tokens; the target stands between begin and end. */
export interface EncodedPair {
  source: number[];
  target: number[];
}

/** Sentences, and what they are written in. */
export interface EncodedPairs {
  pairs: readonly SentencePair[];
  encoded: readonly EncodedPair[];
  source: Vocabulary;
  target: Vocabulary;
}

/** Sentences ready to be learnt. The three parts' pairs are numbered through: training, validation, test. */
export interface TranslationData extends EncodedPairs {
  split: { train: Int32Array; validation: Int32Array; test: Int32Array };
  sha256: string;
}

/** Vocabularies hold at most so many tokens, and sentences at most so many: what is beyond is cut. */
export interface Limits {
  vocabulary: number;
  length: number;
}

/** Learns both vocabularies from the training part alone, and writes all sentences in them. */
export function prepare(text: ParallelText, limits: Limits): TranslationData {
  const { train, validation, test, sha256 } = text;
  const learnt = (side: "source" | "target") => {
    const texts = train.map((pair) => pair[side]);
    return Vocabulary.of(texts, cutOf(texts), limits.vocabulary);
  };
  const [source, target] = [learnt("source"), learnt("target")];
  const pairs = [...train, ...validation, ...test];
  const heldFrom = train.length + validation.length;
  return {
    ...encodedIn({ source, target }, pairs, limits.length),
    split: {
      train: numbers(0, train.length),
      validation: numbers(train.length, heldFrom),
      test: numbers(heldFrom, pairs.length),
    },
    sha256,
  };
}

/**
 * Every other pair of which the training has seen neither sentence, but for case and spaces, in its vocabularies.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where they are of other languages, as far as cutting tells, or the training has seen all of them.
 */
export function unseenPairs(
  pairs: readonly SentencePair[],
  trained: TranslationData,
  longest: number,
): Required<Tested<EncodedPairs>> {
  for (const side of ["source", "target"] as const) {
    const [theirs, ours] = [cutOf(pairs.map((pair) => pair[side])), trained[side].cut];
    if (theirs !== ours)
      throw unfit(`its ${side} sentences are written in ${theirs}, and those of the training in ${ours}.`);
  }
  const keysOf = ({ source, target }: SentencePair) => [`s ${textKey(source)}`, `t ${textKey(target)}`];
  const known = new Set(Array.from(trained.split.train, (row) => keysOf(trained.pairs[row])).flat());
  const unseen = unseenRows(pairs.keys(), (row) => keysOf(pairs[row]).some((key) => known.has(key)));
  return { data: encodedIn(trained, pairs, longest), ...unseen };
}

function encodedIn(
  { source, target }: Pick<EncodedPairs, "source" | "target">,
  pairs: readonly SentencePair[],
  longest: number,
): EncodedPairs {
  const encoded = pairs.map((pair) => ({
    source: source.encode(pair.source).slice(0, longest),
    target: [BEGIN, ...target.encode(pair.target).slice(0, longest - 2), END],
  }));
  return { pairs, encoded, source, target };
}

/** Chinese is cut into characters, languages that write blanks into words. */
export function cutOf(texts: readonly string[]): Cut {
  const chinese = texts.filter((text) => /\p{Script=Han}/u.test(text)).length;
  return 2 * chinese > texts.length ? "characters" : "words";
}

/** The sentences padded to the longest of them, one after the other. */
export function padded(sentences: readonly number[][]): Int32Array {
  const length = Math.max(...sentences.map((sentence) => sentence.length));
  const all = new Int32Array(sentences.length * length).fill(PAD);
  sentences.forEach((sentence, row) => all.set(sentence, row * length));
  return all;
}

function numbers(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, at) => from + at);
}
