import { expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataKind } from "../../../src/domains/training/datasets/data-kind.js";
import { projectRoot } from "../../../src/kernel/project-root.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { answerByOverlap } from "../../baselines/word-overlap.js";
import { BertTokenizer } from "../../../src/domains/training/checkpoints/bert-tokenizer.js";
import { filesIn } from "../../bert/checkpoint-files.js";
import { loadQuestions } from "../../datasets/passage-questions.js";
import { exactMatch } from "../../evaluation/text/answers.js";
import { candidates } from "./answers.js";
import { type QuestionWindow, prepare, type QuestionData } from "./data.js";

const lengths = { maxLength: 40, stride: 12 };

async function prepared(dataset: string, own = lengths): Promise<QuestionData> {
  const tokenizer = await BertTokenizer.open(filesIn(join(projectRoot, "workers/bert/bert-tiny")));
  return prepare(await loadQuestions(dataset), tokenizer, own, new RandomStreams(1).stream("split"));
}

/** The text that a window's labels mark. */
function marked({ passages }: QuestionData, { question, input, first, start, end }: QuestionWindow): string {
  const { text, words, wordOf } = passages[question];
  const word = (at: number) => words[wordOf[first + at - input.second]];
  return text.slice(word(start).start, word(end).end);
}

test.each(["start-up-questions-en", "start-up-questions-zh"])(
  "in %s windows cover the passage, and mark the right answer wherever it stands whole",
  async (dataset) => {
    const data = await prepared(dataset);
    expect(data.windows.length).toBeGreaterThan(1.5 * data.questions.length);
    data.windowsOf.forEach((own, question) => {
      const windows = own.map((at) => data.windows[at]);
      const { pieces } = data.passages[question];
      const covered = new Set(
        windows.flatMap(({ first, count }) => Array.from({ length: count }, (_, at) => first + at)),
      );
      expect(covered.size).toBe(pieces.length);
      for (const { input } of windows) expect(input.ids.length).toBeLessThanOrEqual(lengths.maxLength);
      const answers = windows.filter(({ end }) => end > 0).map((window) => marked(data, window));
      const right = data.questions[question].answers.map(({ text }) => text);
      expect(new Set(answers)).toEqual(new Set(right));
    });
  },
);

test("no passage is in two parts, and every question is in one", async () => {
  const { split, questions } = await prepared("start-up-questions-en", { maxLength: 128, stride: 48 });
  const passagesOf = (part: Int32Array) => new Set(Array.from(part, (question) => questions[question].passage));
  const parts = [split.train, split.validation, split.test].map(passagesOf);
  expect(new Set(parts.flatMap((part) => [...part])).size).toBe(parts.reduce((sum, { size }) => sum + size, 0));
  expect(split.train.length + split.validation.length + split.test.length).toBe(questions.length);
  expect(parts.map(({ size }) => size)).toEqual([560, 80, 160]);
});

/** A question of one token on the passage "a b c d e f", read in windows of these pieces; scores by piece, [CLS] first. */
function asked(parts: { first: number; starts: number[]; ends: number[] }[]) {
  const letters = [..."abcdef"];
  const words = letters.map((_, at) => ({ start: 2 * at, end: 2 * at + 1 }));
  const passage = { text: letters.join(" "), words, pieces: letters.map((_, at) => at), wordOf: [0, 1, 2, 3, 4, 5] };
  const windows = parts.map(({ first, starts, ends }) => {
    const count = starts.length - 1;
    const input = { ids: new Int32Array(count + 4), second: 3 };
    const places = ([cls, ...own]: number[]) => Float32Array.of(cls, -99, -99, ...own, -99);
    return {
      window: { question: 0, input, first, count, start: 0, end: 0 },
      ...{ starts: places(starts), ends: places(ends) },
    };
  });
  const rules = { longest: 3, mayBeEmpty: true };
  return (own: Partial<typeof rules> = {}) => candidates(windows, passage, { ...rules, ...own });
}

test("the best span goes from the likeliest first to the likeliest last word, not backwards and not too long", () => {
  const best = asked([{ first: 0, starts: [0, 0, 5, 0, 0, 0, 0], ends: [0, 9, 0, 4, 0, 0, 8] }]);
  expect(best()[0].text).toBe("b c");
  expect(best({ longest: 5 })[0].text).toBe("b c d e f");
  expect(best().reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
});

test("no answer wins where [CLS] scores more than every span, if there may be none", () => {
  const best = asked([{ first: 0, starts: [4, 0, 3, 0, 0, 0, 0], ends: [4, 0, 3, 0, 0, 0, 0] }]);
  expect(best()[0].text).toBe("");
  expect(best({ mayBeEmpty: false })[0].text).toBe("b");
});

test("over several windows the least likely 'no answer' counts, and a word begins answers where it sees most around it", () => {
  const early = { first: 0, starts: [9, 0, 0, 0, 7], ends: [9, 0, 0, 0, 0] };
  const late = { first: 1, starts: [0, 0, 0, 2, 0, 0], ends: [0, 0, 0, 2, 0, 0] };
  const all = asked([early, late])();
  expect(all[0].text).toBe("d");
  // 2 + 2 of the late window against the 0 + 0 of its [CLS]; the early one would have begun "d" with 7, and said nothing with 18.
  expect(Math.log(all[0].share / all.find(({ text }) => text === "")!.share)).toBeCloseTo(4, 5);
});

test("the baseline takes the sentence with most of the question's words, and of it what the question does not say", () => {
  const passage = "Novagrid sells maps. It was founded by Ada Adler. It has raised $4.2 million so far.";
  expect(answerByOverlap("Who founded it?", passage)).toBe("by Ada Adler");
  expect(answerByOverlap("How much has it raised so far?", passage)).toBe("$4.2 million");
  expect(answerByOverlap("公司总部设在哪里？", "产品服务50家客户。公司总部设在广州。")).toBe("广州");
});

test("built-in questions: a quarter has no answer, the others stand where they are said to", async () => {
  for (const id of ["start-up-questions-en", "start-up-questions-zh"]) {
    const { questions, language } = await loadQuestions(id);
    expect(questions).toHaveLength(3_200);
    expect(questions.filter(({ answers }) => answers.length === 0)).toHaveLength(800);
    for (const { passage, answers } of questions)
      for (const { text, start } of answers) expect(passage.slice(start, start + text.length)).toBe(text);
    expect(exactMatch("", [], language)).toBe(true);
  }
});

test.each([
  ["en", "Tea came to Europe in 1610.", "When did tea come to Europe?", "1610"],
  ["zh", "茶叶于1610年传入欧洲。", "茶叶何时传入欧洲？", "1610年"],
])(
  "a SQuAD file of the users' own in %s is read, in the language of its questions",
  async (language, context, question, text) => {
    const folder = await mkdtemp(join(tmpdir(), "questions-"));
    const path = join(folder, "own.json");
    const answers = [{ text, answer_start: context.indexOf(text) }];
    const file = JSON.stringify({
      data: [{ title: "tea", paragraphs: [{ context, qas: [{ id: "1", question, answers }] }] }],
    });
    await writeFile(path, file);
    const sha256 = createHash("sha256").update(file).digest("hex");
    const own = { name: "Tea", number: 1, kind: DataKind.QUESTIONS, options: {}, sha256, path };
    expect(await loadQuestions("own", own)).toEqual({
      language,
      questions: [{ id: "1", question, passage: context, answers: [{ text, start: context.indexOf(text) }] }],
      sha256,
    });
    await rm(folder, { recursive: true });
  },
);
