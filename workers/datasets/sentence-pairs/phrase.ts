/** Something that means the same in both languages, with the English forms that sentences ask for. */
export interface Phrase {
  zh: string;
  en: string;
  /** Whether its English verb is a plural one. */
  plural?: boolean;
  /** Other English forms by name, e.g. `s` for the possessive. */
  forms?: Readonly<Record<string, string>>;
  /** What is held out where a sentence with this phrase belongs to another part of the data: numbers have one, words have none. */
  number?: string;
}

/** A thing that Chinese counts with a measure word. */
export interface Countable {
  zh: string;
  measure: string;
  one: string;
  many: string;
}
