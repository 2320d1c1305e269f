import type { RunningText } from "../../datasets/passages.js";
import type { TimeSeries } from "../../datasets/time-series.js";
import { type Tested, unfit, unseenRows } from "../../datasets/unseen-rows.js";

/** Where validation and test begin, as shares of the sequence. */
const [VALIDATION_FROM, TEST_FROM] = [0.8, 0.9];
/** The number of what the training part does not know. */
export const UNKNOWN = 0;
/** A character has to come so often to be known. */
const LEAST_COUNT = 2;

/** Tokens by their numbers. */
export interface Tokens {
  tokens: Int32Array;
  /** By their places, the characters that the training part does not know. */
  strange: ReadonlyMap<number, string>;
}

/** A sequence of tokens: training comes first, then validation, then the test. */
export interface TokenSequence extends Tokens {
  /** What each token looks like, by its number. */
  alphabet: readonly string[];
  /** What stands between two tokens where they are written. */
  separator: "" | " ";
  /** Numbers of the tokens that validation and test begin with. */
  validationFrom: number;
  testFrom: number;
  sha256: string;
}

/** A text's characters, as far as the training part has them, and at most so many, the commonest first. */
export function charactersOf({ text, sha256 }: RunningText, most: number): TokenSequence {
  const characters = [...text];
  const parts = partsOf(characters.length);
  const counts = new Map<string, number>();
  for (const character of characters.slice(0, parts.validationFrom))
    counts.set(character, (counts.get(character) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count >= LEAST_COUNT);
  known.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const alphabet = ["�", ...known.slice(0, most - 1).map(([character]) => character)];
  return { ...inAlphabet(alphabet, characters), alphabet, separator: "", ...parts, sha256 };
}

/** What is judged of a sequence itself: the last tenth. */
export function testPart({ tokens, strange, testFrom }: TokenSequence): Tested<Tokens> {
  const rows = Int32Array.from({ length: tokens.length - testFrom }, (_, at) => testFrom + at);
  return { data: { tokens, strange }, rows };
}

/**
 * Every character of another text but the first, and but for pieces of 50 characters that stand in the training part anywhere, as its
 * alphabet writes them.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where the training has seen all of it, or was of a series.
 */
export function unseenCharacters({ text }: RunningText, trained: TokenSequence): Required<Tested<Tokens>> {
  if (trained.separator !== "") throw unfit("it is a text, and the model has learnt a series.");
  const data = inAlphabet(trained.alphabet, [...text]);
  const { tokens } = data;
  const [theirs, ours] = [codeOf(tokens), codeOf(trained.tokens.subarray(0, trained.validationFrom))];
  // The last piece may overlap the one before: a shorter one might stand anywhere.
  const pieceAt = (place: number) => {
    const start = Math.max(0, Math.min(place - (place % PIECE), theirs.length - PIECE));
    return theirs.slice(start, start + PIECE);
  };
  const wanted = new Set(
    Array.from({ length: Math.ceil(tokens.length / PIECE) }, (_, piece) => pieceAt(PIECE * piece)),
  );
  const known = new Set<string>();
  for (let at = 0; at + PIECE <= ours.length; at++) {
    const piece = ours.slice(at, at + PIECE);
    if (wanted.has(piece)) known.add(piece);
  }
  const places = tokens.keys().drop(1);
  return { data, ...unseenRows(places, (place) => known.has(pieceAt(place)), "characters") };
}

/** Characters that are compared at once. */
const PIECE = 50;

/** Tokens as UTF-16 units, so that strings of them can be looked up. */
function codeOf(tokens: Int32Array): string {
  return Buffer.from(Uint16Array.from(tokens).buffer).toString("utf16le");
}

function inAlphabet(alphabet: readonly string[], characters: readonly string[]): Tokens {
  const numbers = new Map(alphabet.map((character, number) => [character, number]));
  const tokens = Int32Array.from(characters, (character) => numbers.get(character) ?? UNKNOWN);
  const strange = new Map<number, string>();
  tokens.forEach((token, at) => token === UNKNOWN && strange.set(at, characters[at]));
  return { tokens, strange };
}

/**
 * A series' changes from one value to the next, each as one of `levels` levels, which hold as many changes of the training part each, as
 * far as equal ones allow. A level is written as the mean of its changes.
 */
export function levelsOf({ values, sha256 }: TimeSeries, levels: number): TokenSequence {
  const changes = Float64Array.from(values.subarray(1), (value, at) => value - values[at]);
  const parts = partsOf(changes.length);
  const sorted = changes.slice(0, parts.validationFrom).sort();
  const edges = Array.from({ length: levels - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / levels)]);
  const distinct = [...new Set(edges)].filter((edge) => edge > sorted[0]);
  const levelOf = (change: number) => distinct.filter((edge) => change >= edge).length;
  const sums = Array.from({ length: distinct.length + 1 }, () => ({ sum: 0, count: 0 }));
  for (const change of sorted) {
    const level = sums[levelOf(change)];
    level.sum += change;
    level.count++;
  }
  const written = sums.map(({ sum, count }) => `${sum < 0 ? "−" : "+"}${Math.abs(sum / count).toFixed(1)}`);
  const tokens = Int32Array.from(changes, (change) => levelOf(change) + 1);
  return { tokens, strange: new Map(), alphabet: ["�", ...written], separator: " ", ...parts, sha256 };
}

/** Windows that a sequence is cut into at least, where it is long enough: those of a short one overlap. */
const LEAST_WINDOWS = 600;

/** Beginnings of the training part's windows of so many tokens and one more, and how far the next one is. */
export function windowsOf({ validationFrom }: TokenSequence, window: number): { starts: Int32Array; step: number } {
  const room = Math.max(1, validationFrom - window);
  const step = Math.max(1, Math.min(window, Math.floor(room / LEAST_WINDOWS)));
  return { starts: Int32Array.from({ length: Math.ceil(room / step) }, (_, at) => at * step), step };
}

/** Tokens as they are written. */
export function written(
  { alphabet, separator }: Pick<TokenSequence, "alphabet" | "separator">,
  tokens: Iterable<number>,
): string {
  return [...tokens].map((token) => alphabet[token]).join(separator);
}

function partsOf(length: number) {
  return { validationFrom: Math.floor(VALIDATION_FROM * length), testFrom: Math.floor(TEST_FROM * length) };
}
