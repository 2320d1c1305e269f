import { createHash } from "node:crypto";
import { pairsFormat } from "../../src/domains/training/datasets/formats/pairs.format.js";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { type RandomStream, RandomStreams } from "../../src/kernel/random.js";
import { TrainingFailure } from "../runtime/failure.js";
import { type OwnDataFile, readOwnData } from "./own-data.js";
import { drawPair, type Part, type PlacedPair, type SentencePair } from "./sentence-pairs/generator.js";

/** Sentences with their translations, in three parts that share neither. */
export interface ParallelText extends Record<Part, SentencePair[]> {
  /** SHA-256 of all pairs with their parts, in hexadecimal. */
  sha256: string;
}

const SEED = 1;
/** Pairs in each set; the small one is the beginning of the other. */
const rowsOf = new Map([
  ["startup-sentences", 12_000],
  ["startup-sentences-small", 3_000],
]);

/**
 * Chinese sentences about start-ups with their English translations: numbers, dates, times, quantities with measure words, prices,
 * percentages and everyday statements. No sentence comes twice, in either language; what is held out is said in `drawPair`.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when the id, or what was generated, is other than the catalogue's.
 */
export function loadSentencePairs(id: string): ParallelText {
  const spec = findDataset(id);
  const rows = rowsOf.get(id);
  if (!spec || !rows) throw new TrainingFailure("DATASET_UNUSABLE", `${id} is no set of sentence pairs.`);
  const random = new RandomStreams(SEED).stream("sentence-pairs");
  const pairs: PlacedPair[] = [];
  const known = new Set<string>();
  while (pairs.length < rows) {
    const pair = drawPair(random);
    if (known.has(pair.source) || known.has(pair.target)) continue;
    known.add(pair.source).add(pair.target);
    pairs.push(pair);
  }
  const sha256 = digestOf(pairs);
  if (sha256 !== spec.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `The sentences generated here are not the catalogue's (${sha256}).`);
  const of = (part: Part) =>
    pairs.filter((pair) => pair.part === part).map(({ source, target }) => ({ source, target }));
  return { train: of("train"), validation: of("validation"), test: of("test"), sha256 };
}

function digestOf(pairs: readonly PlacedPair[]): string {
  const hash = createHash("sha256");
  for (const { part, source, target } of pairs) hash.update(`${part}\t${source}\t${target}\n`);
  return hash.digest("hex");
}

/** Of a user's pairs, one in ten each is for validation and for the test. */
const HELD_SHARE = 0.1;

/**
 * Pairs of the users' own, split at random. Pairs that share a sentence, whichever language it is in, come into one part together; of
 * equal pairs the first is kept.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when the file cannot be read, or is too small for three parts.
 */
export async function ownSentencePairs(own: OwnDataFile, random: RandomStream): Promise<ParallelText> {
  const groups = groupsOf(await readPairs(own));
  const held = Math.round(HELD_SHARE * groups.length);
  if (held === 0) throw new TrainingFailure("DATASET_UNUSABLE", `“${own.name}” has too few different sentences.`);
  random.shuffle(groups);
  return {
    validation: groups.slice(0, held).flat(),
    test: groups.slice(held, 2 * held).flat(),
    train: groups.slice(2 * held).flat(),
    sha256: own.sha256,
  };
}

/**
 * All different pairs of a built-in set or of the users' own, whatever part they would be in.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when there are none, or they are other than the catalogue's.
 */
export async function allSentencePairs(id: string, own?: OwnDataFile): Promise<SentencePair[]> {
  if (own) return groupsOf(await readPairs(own)).flat();
  const { train, validation, test } = loadSentencePairs(id);
  return [...train, ...validation, ...test];
}

async function readPairs(own: OwnDataFile): Promise<SentencePair[]> {
  const { sources, targets } = await readOwnData(pairsFormat, own);
  return sources.map((source, at) => ({ source, target: targets[at] }));
}

/** Different pairs, those together that share a sentence with another of their group. */
function groupsOf(pairs: readonly SentencePair[]): SentencePair[][] {
  const groupOf = new Map<string, SentencePair[]>();
  for (const pair of pairs) {
    const keys = [`s ${pair.source}`, `t ${pair.target}`];
    const [first = [], second = first] = keys.map((key) => groupOf.get(key)).filter((group) => group !== undefined);
    if (first.some(({ source, target }) => source === pair.source && target === pair.target)) continue;
    if (second !== first)
      for (const moved of second) {
        first.push(moved);
        groupOf.set(`s ${moved.source}`, first).set(`t ${moved.target}`, first);
      }
    first.push(pair);
    for (const key of keys) groupOf.set(key, first);
  }
  return [...new Set(groupOf.values())];
}
