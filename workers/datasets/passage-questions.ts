import { createHash } from "node:crypto";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import { type PassageQuestion, questionsFormat } from "../../src/domains/training/datasets/formats/questions.format.js";
import { type RandomStream, RandomStreams } from "../../src/kernel/random.js";
import { TrainingFailure } from "../runtime/failure.js";
import { type OwnDataFile, readOwnData } from "./own-data.js";
import { chinese } from "./start-ups/chinese.js";
import { english } from "./start-ups/english.js";
import { factsOf, type PassageWords, pick } from "./start-ups/passage-words.js";

/** Questions, and whose rules compare their answers. */
export interface QuestionSet {
  language: "en" | "zh";
  questions: readonly PassageQuestion[];
  /** SHA-256 of what is learnt from, in hexadecimal. */
  sha256: string;
}

const SEED = 1;
/** Of each passage, with one more that it does not answer. */
const ANSWERED = 3;
const FACTS = 6;

const languages: ReadonlyMap<string, "en" | "zh"> = new Map([
  ["start-up-questions-en", "en"],
  ["start-up-questions-zh", "zh"],
]);

/** Of the letters of questions, from which share of Chinese characters on they count as Chinese. */
const CHINESE = 0.3;

/**
 * The users' own questions where there are some, else the built-in ones of that id: generated passages on made-up start-ups, of each
 * three questions that it answers and one that it does not.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when there are none, or they are other than the catalogue's.
 */
export async function loadQuestions(id: string, own?: OwnDataFile): Promise<QuestionSet> {
  if (own) {
    const { questions } = await readOwnData(questionsFormat, own);
    return { language: languageOf(questions), questions, sha256: own.sha256 };
  }
  const spec = findDataset(id);
  const language = languages.get(id);
  if (!spec || !language) throw new TrainingFailure("DATASET_UNUSABLE", `${id} is no set of questions.`);
  const random = new RandomStreams(SEED).stream(id);
  const words = language === "zh" ? chinese : english;
  const questions: PassageQuestion[] = [];
  while (questions.length < spec.rows) questions.push(...questionsOnOnePassage(words, random, questions.length));
  const sha256 = createHash("sha256").update(JSON.stringify(questions)).digest("hex");
  if (sha256 !== spec.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `The questions made here are not the catalogue's (${sha256}).`);
  return { language, questions, sha256 };
}

/** Invents a company, tells some facts of it in any order, and asks for three of them and for one that was not told. */
function questionsOnOnePassage(words: PassageWords, random: RandomStream, from: number): PassageQuestion[] {
  const facts = factsOf(words);
  const company = words.company(random);
  const numbers = random.shuffle(Array.from(facts.keys()));
  const told = numbers.slice(0, FACTS);
  let passage = pick(random, words.openings).replace("{c}", company).replace("{p}", pick(random, words.products));
  const answers = told.map((fact) => {
    const { sentences, value } = facts[fact];
    const text = value(random);
    const [before, after] = pick(random, sentences).replace("{c}", company).split("{v}");
    const start = passage.length + words.space.length + before.length;
    passage += words.space + before + text + after;
    return { text, start };
  });
  const ask = (fact: number) => pick(random, facts[fact].questions).replace("{c}", company);
  const answered = random
    .shuffle(Array.from(told.keys()))
    .slice(0, ANSWERED)
    .map((at) => ({ question: ask(told[at]), answers: [answers[at]] }));
  const unanswered = { question: ask(numbers[FACTS]), answers: [] };
  return [...answered, unanswered].map((asked, at) => ({ id: String(from + at + 1), ...asked, passage }));
}

function languageOf(questions: readonly PassageQuestion[]): "en" | "zh" {
  const text = questions.map(({ question }) => question).join("");
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(/\p{Script=Han}/gu) > CHINESE * count(/\p{L}/gu) ? "zh" : "en";
}
