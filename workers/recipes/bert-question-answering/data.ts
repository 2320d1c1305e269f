import type { RandomStream } from "../../../src/kernel/random.js";
import type { BertTokenizer } from "../../../src/domains/training/checkpoints/bert-tokenizer.js";
import { type Input, pair } from "../../bert/tokens.js";
import type { PassageQuestion } from "../../../src/domains/training/datasets/formats/questions.format.js";
import { textKey } from "../../datasets/labelled-texts.js";
import type { QuestionSet } from "../../datasets/passage-questions.js";
import type { Split } from "../../datasets/split.js";
import { type Tested, unseenRows } from "../../datasets/unseen-rows.js";
import { type Word, wordsOf } from "../../datasets/words.js";

const [VALIDATION_SHARE, TEST_SHARE] = [0.1, 0.2];
/** In tokens, as in BERT's own script: what is longer of a question is cut off. */
export const QUESTION_MAX = 64;

/** How passages are cut into windows. */
export interface WindowLengths {
  /** Tokens of a window: the question, a part of the passage and three special tokens. */
  maxLength: number;
  /** Tokens from the beginning of a window's part to that of the next. */
  stride: number;
}

/** A passage in pieces, each of a word. */
export interface Passage {
  text: string;
  words: Word[];
  pieces: number[];
  /** By piece, the number of its word. */
  wordOf: number[];
}

/** A question with a part of its passage, as the network reads it. */
export interface PassageWindow {
  input: Input;
  /** Pieces of the passage in this window: from `first`, `count` of them. */
  first: number;
  count: number;
  /** Where the answer's first and last piece stand in the input; 0, [CLS], where it is not in the window. */
  start: number;
  end: number;
}

/** A window of a question of the set, by its number. */
export interface QuestionWindow extends PassageWindow {
  question: number;
}

/** Questions in windows. */
export interface QuestionsInWindows extends QuestionSet {
  /** By question. */
  passages: readonly Passage[];
  windows: readonly QuestionWindow[];
  /** By question, the numbers of its windows. */
  windowsOf: readonly number[][];
}

/** The training's questions, and the parts that they are split into. */
export interface QuestionData extends QuestionsInWindows {
  /** Numbers of questions. All questions of a passage are in one part. */
  split: Split;
}

/** Splits the passages at random, and cuts what is long into windows that overlap. */
export function prepare(
  set: QuestionSet,
  tokenizer: BertTokenizer,
  lengths: WindowLengths,
  random: RandomStream,
): QuestionData {
  return { ...inWindows(set, tokenizer, lengths), split: splitByPassage(set.questions, random) };
}

/**
 * Every question of another set whose passage, but for case and spaces, the training has not seen: what else is asked about a passage that it has
 * read would be easier. Questions are read in windows of the training's lengths.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where the training has seen all passages.
 */
export function unseenQuestions(
  other: QuestionSet,
  { questions, split }: QuestionData,
  tokenizer: BertTokenizer,
  lengths: WindowLengths,
): Required<Tested<QuestionsInWindows>> {
  const read = new Set(Array.from(split.train, (number) => textKey(questions[number].passage)));
  const unseen = unseenRows(other.questions.keys(), (number) => read.has(textKey(other.questions[number].passage)));
  return { data: inWindows(other, tokenizer, lengths), ...unseen };
}

function inWindows(set: QuestionSet, tokenizer: BertTokenizer, lengths: WindowLengths): QuestionsInWindows {
  const known = new Map<string, Passage>();
  const passages = set.questions.map(({ passage: text }) => {
    const passage = known.get(text) ?? passageOf(text, tokenizer);
    known.set(text, passage);
    return passage;
  });
  const windows: QuestionWindow[] = [];
  const windowsOf = set.questions.map((question, number) => {
    const own = windowsOn(question, passages[number], tokenizer, lengths);
    return own.map((window) => windows.push({ ...window, question: number }) - 1);
  });
  return { ...set, passages, windows, windowsOf };
}

/** The numbers of these questions' windows. */
export function windowsOf(data: QuestionsInWindows, questions: Int32Array): Int32Array {
  return Int32Array.from([...questions].flatMap((question) => data.windowsOf[question]));
}

/** Cuts a passage into words, and these into pieces. */
export function passageOf(text: string, tokenizer: BertTokenizer): Passage {
  const words = wordsOf(text);
  const cut = words.map(({ start, end }) => tokenizer.pieces(text.slice(start, end)));
  return { text, words, pieces: cut.flat(), wordOf: cut.flatMap((pieces, word) => pieces.map(() => word)) };
}

/** The windows in which a question on a passage is read. */
export function windowsOn(
  { question, answers }: Pick<PassageQuestion, "question" | "answers">,
  passage: Passage,
  tokenizer: BertTokenizer,
  { maxLength, stride }: WindowLengths,
): PassageWindow[] {
  const asked = tokenizer.pieces(question).slice(0, Math.min(QUESTION_MAX, Math.floor(maxLength / 2)));
  const room = maxLength - asked.length - 3;
  const [from, to] = answers.length > 0 ? piecesOf(passage, answers[0]) : [-1, -1];
  const windows: PassageWindow[] = [];
  for (let first = 0; ; first += Math.min(stride, room)) {
    const count = Math.min(room, passage.pieces.length - first);
    const input = pair(asked, passage.pieces.slice(first, first + count), tokenizer.special);
    const holds = from >= first && to < first + count;
    const at = (piece: number) => (holds ? input.second + piece - first : 0);
    windows.push({ input, first, count, start: at(from), end: at(to) });
    if (first + count >= passage.pieces.length) return windows;
  }
}

/** The first and last piece of an answer; what begins or ends within a word takes it whole. −1 where the passage has none of it. */
function piecesOf({ words, wordOf }: Passage, { text, start }: { text: string; start: number }): [number, number] {
  const end = start + text.length;
  const touches = (piece: number) => words[wordOf[piece]].end > start && words[wordOf[piece]].start < end;
  const touched = wordOf.flatMap((_, piece) => (touches(piece) ? [piece] : []));
  return [touched.at(0) ?? -1, touched.at(-1) ?? -1];
}

function splitByPassage(questions: readonly PassageQuestion[], random: RandomStream): Split {
  const passages = random.shuffle([...new Set(questions.map(({ passage }) => passage))]);
  const validation = Math.max(1, Math.round(passages.length * VALIDATION_SHARE));
  const held = validation + Math.max(1, Math.round(passages.length * TEST_SHARE));
  const part = (own: string[]): Int32Array => {
    const chosen = new Set(own);
    return Int32Array.from(questions.flatMap(({ passage }, number) => (chosen.has(passage) ? [number] : [])));
  };
  return {
    validation: part(passages.slice(0, validation)),
    test: part(passages.slice(validation, held)),
    train: part(passages.slice(held)),
  };
}
