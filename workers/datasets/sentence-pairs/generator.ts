import { createHash } from "node:crypto";
import type { RandomStream } from "../../../src/kernel/random.js";
import type { Phrase } from "./phrase.js";
import { drawn, fillingOf } from "./slots.js";
import { templates } from "./templates.js";

/** A sentence in two languages. */
export interface SentencePair {
  source: string;
  target: string;
}

export type Part = "train" | "validation" | "test";

/** A generated pair, and the part of the data that its words and numbers belong to. */
export interface PlacedPair extends SentencePair {
  part: Part;
}

/** Of ten combinations of words, or ten numbers, one is held out for validation and one for the test. */
const TENTHS = 10;
/** A sentence with fewer combinations of words than these is placed by chance: else all of its kind would be in one part. */
const ENOUGH_COMBINATIONS = 40;
/** Numbers drawn until one is of the right part; one in ten is. */
const MOST_DRAWS = 1000;

const sentences = templates.map(({ zh, en }) => ({ zh, en, slots: slotsOf(zh) }));

/**
 * A sentence of a random kind with random fillings. Which words stand in it together decides its part; its numbers, from 100 on, its
 * dates and its times of day are then drawn from those of that part alone. So a test sentence combines words as no training sentence
 * does, and its numbers are new, while each of its words and digits is known.
 */
export function drawPair(random: RandomStream): PlacedPair {
  const sentence = drawn(sentences, random);
  const { zh, en, slots } = sentence;
  const phrases = new Map<string, Phrase>();
  let combinations = 1;
  for (const slot of slots) {
    const filling = fillingOf(slot);
    if (!("words" in filling)) continue;
    const taken = new Set(phrases.values());
    const free = filling.words.filter((phrase) => !taken.has(phrase));
    phrases.set(slot, drawn(free, random));
    combinations *= free.length;
  }
  const words = [zh, ...[...phrases.values()].map((phrase) => phrase.zh)].join("/");
  const part = combinations < ENOUGH_COMBINATIONS ? partOf(random.int(TENTHS)) : partOfText(words);
  for (const slot of slots) {
    const filling = fillingOf(slot);
    if ("draw" in filling)
      phrases.set(
        slot,
        drawnOf(part, () => filling.draw(random)),
      );
  }
  return { source: chinese(zh, phrases), target: english(en, phrases), part };
}

function slotsOf(zh: string): string[] {
  return [...zh.matchAll(/\{(\w+)\}/g)].map(([, slot]) => slot);
}

function drawnOf(part: Part, draw: () => Phrase): Phrase {
  for (let draws = 0; draws < MOST_DRAWS; draws++) {
    const phrase = draw();
    if (phrase.number === undefined || partOfText(phrase.number) === part) return phrase;
  }
  throw new Error(`no number of the part ${part} was drawn`);
}

function partOfText(text: string): Part {
  return partOf(createHash("sha256").update(text).digest()[0] % TENTHS);
}

function partOf(tenth: number): Part {
  if (tenth === 0) return "test";
  return tenth === 1 ? "validation" : "train";
}

function chinese(template: string, phrases: ReadonlyMap<string, Phrase>): string {
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => phrases.get(slot)!.zh);
}

/** Slots filled, verbs agreed, the first letter a capital. */
function english(template: string, phrases: ReadonlyMap<string, Phrase>): string {
  const filled = template.replace(/\{(\w+)(?:\.(\w+)|:(\w+)\|(\w+))?\}/g, (_, slot: string, form, singular, plural) => {
    const phrase = phrases.get(slot)!;
    if (form) return phrase.forms![form as string];
    if (singular) return String(phrase.plural ? plural : singular);
    return phrase.en;
  });
  // The full stop of p.m. ends a sentence, too.
  const ended = filled.replace(/\.\.$/, ".");
  return ended.charAt(0).toUpperCase() + ended.slice(1);
}
