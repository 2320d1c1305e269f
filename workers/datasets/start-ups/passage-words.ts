import type { RandomStream } from "../../../src/kernel/random.js";

type Drawn = (random: RandomStream) => string;

/** How a fact is said and asked for; `{c}` is the company, `{v}` what is said of it. */
interface Saying {
  sentences: readonly string[];
  questions: readonly string[];
}

/** What passages on start-ups in one language are made of. */
export interface PassageWords {
  company: Drawn;
  person: Drawn;
  fund: Drawn;
  year: Drawn;
  month: Drawn;
  money: Drawn;
  cities: readonly string[];
  countries: readonly string[];
  /** `{c}` is the company, `{p}` one of the products. */
  openings: readonly string[];
  products: readonly string[];
  /** Between sentences. */
  space: string;
  sayings: Readonly<Record<FactName, Saying>>;
}

/** What is said of each fact, in every language alike. Their order is part of the generated sets. */
const VALUES = {
  founder: ({ person }, random) => person(random),
  chief: ({ person }, random) => person(random),
  investor: ({ fund }, random) => fund(random),
  founding: ({ year }, random) => year(random),
  launch: ({ month }, random) => month(random),
  funding: ({ money }, random) => money(random),
  revenue: ({ money }, random) => money(random),
  employees: (_words, random) => String(5 + random.int(490)),
  customers: (_words, random) => String(10 * (50 + random.int(900))),
  office: ({ cities }, random) => pick(random, cities),
  market: ({ countries }, random) => pick(random, countries),
} as const satisfies Record<string, (words: Omit<PassageWords, "sayings">, random: RandomStream) => string>;

type FactName = keyof typeof VALUES;

/** Something that a passage may say of its company. */
export interface Fact extends Saying {
  value: Drawn;
}

/** The facts of a language, in the order that its sets count on. */
export function factsOf(words: PassageWords): Fact[] {
  return (Object.keys(VALUES) as FactName[]).map((name) => ({
    ...words.sayings[name],
    value: (random) => VALUES[name](words, random),
  }));
}

/** One of a list, each as likely. */
export function pick<T>(random: RandomStream, list: readonly T[]): T {
  return list[random.int(list.length)];
}

/** A year in which a start-up may have done something. */
export function yearOf(random: RandomStream): string {
  return String(2003 + random.int(20));
}
