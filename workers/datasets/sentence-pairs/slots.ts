import type { RandomStream } from "../../../src/kernel/random.js";
import * as countables from "./lexicon/countables.js";
import * as figures from "./lexicon/figures.js";
import * as names from "./lexicon/names.js";
import * as statements from "./lexicon/statements.js";
import * as times from "./lexicon/times.js";
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
  who: { words: names.actors.map(withOwn) },
  person: { words: names.persons },
  staff: { words: countables.people.map(({ zh, many }) => ({ zh, en: many })) },
  past: { words: times.past },
  future: { words: times.future },
  weekday: { words: times.weekdays },
  city: { words: names.cities },
  field: { words: names.fields },
  product: { words: names.products },
  event: { words: names.events },
  figure: { words: figures.figures },
  rate: { words: figures.rates },
  change: { words: figures.changes },
  trend: { words: figures.trends },
  income: { words: figures.incomes },
  document: { words: names.documents },
  verb: { words: statements.deeds },
  virtue: { words: statements.virtues },
  fault: { words: statements.faults },
  goal: { words: statements.goals },
  ordinal: { words: times.ordinals },
  people: { draw: countOf(countables.people) },
  things: { draw: countOf(countables.things) },
  works: { draw: countOf(countables.works) },
  records: { draw: (random) => counted(drawLargeNumber(random), drawn(countables.records, random)) },
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
