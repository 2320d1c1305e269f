import type { RandomStream } from "../../../src/kernel/random.js";
import * as lexicon from "./lexicon.js";
import { counted, drawFunds, drawLargeNumber, drawNumber, drawPercent, drawPrice } from "./numbers.js";
import type { Countable, Phrase } from "./phrase.js";
import {
  drawClock,
  drawComingDate,
  drawComingYear,
  drawDuration,
  drawPastDate,
  drawPastYear,
  drawTerm,
} from "./times.js";

/** What fills a slot: words out of a list, or numbers without end. */
export type Filling = { words: readonly Phrase[] } | { draw: (random: RandomStream) => Phrase };

/** Fillings by the names of slots. */
export const fillings: Readonly<Record<string, Filling>> = {
  who: { words: lexicon.actors.map(withOwn) },
  person: { words: lexicon.persons },
  staff: { words: lexicon.people.map(({ zh, many }) => ({ zh, en: many })) },
  past: { words: lexicon.past },
  future: { words: lexicon.future },
  weekday: { words: lexicon.weekdays },
  city: { words: lexicon.cities },
  field: { words: lexicon.fields },
  product: { words: lexicon.products },
  event: { words: lexicon.events },
  figure: { words: lexicon.figures },
  rate: { words: lexicon.rates },
  change: { words: lexicon.changes },
  trend: { words: lexicon.trends },
  income: { words: lexicon.incomes },
  document: { words: lexicon.documents },
  verb: { words: lexicon.deeds },
  virtue: { words: lexicon.virtues },
  fault: { words: lexicon.faults },
  goal: { words: lexicon.goals },
  ordinal: { words: lexicon.ordinals },
  people: { draw: countOf(lexicon.people) },
  things: { draw: countOf(lexicon.things) },
  works: { draw: countOf(lexicon.works) },
  records: { draw: (random) => counted(drawLargeNumber(random), drawn(lexicon.records, random)) },
  number: { draw: drawNumber },
  large: { draw: drawLargeNumber },
  percent: { draw: drawPercent },
  price: { draw: drawPrice },
  funds: { draw: drawFunds },
  year: { draw: drawPastYear },
  coming: { draw: drawComingYear },
  day: { draw: drawPastDate },
  date: { draw: drawComingDate },
  clock: { draw: drawClock },
  duration: { draw: drawDuration },
  term: { draw: drawTerm },
};

/** The filling of a slot such as `city` or `city2`. Throws a RangeError for one that nothing fills. */
export function fillingOf(slot: string): Filling {
  const filling = fillings[slot.replace(/\d$/, "")] as Filling | undefined;
  if (!filling) throw new RangeError(`nothing fills the slot ${slot}`);
  return filling;
}

/** One of them. */
export function drawn<T>(items: readonly T[], random: RandomStream): T {
  return items[random.int(items.length)];
}

/** `own` refers back to the sentence's subject. */
function withOwn(actor: Phrase): Phrase {
  const own = actor.plural ? (actor.forms?.["s"] ?? "") : "its";
  return { ...actor, forms: { ...actor.forms, own } };
}

function countOf(nouns: readonly Countable[]): (random: RandomStream) => Phrase {
  return (random) => counted(drawNumber(random), drawn(nouns, random));
}
