import { z } from "zod";
import { DataKind } from "../data-kind.js";
import { defineFormat } from "./data-format.js";
import { lengthOf, previewOf, textsProfile } from "./data-profile.js";
import { decoded } from "./decoding.js";
import { type Faults, quoted } from "./faults.js";

/** A question on a passage. Equal passages are one string. */
export interface PassageQuestion {
  id: string;
  question: string;
  passage: string;
  /** What counts as right, each with its place in the passage in UTF-16 units; none for a question that has no answer there. */
  answers: { text: string; start: number }[];
}

/** The questions of a file, in its order. */
export interface QuestionSet {
  questions: PassageQuestion[];
}

const Answer = z.object({ text: z.string(), answer_start: z.int() });
const Question = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  question: z.string(),
  answers: z.array(Answer).default([]),
  is_impossible: z.boolean().default(false),
});
const Paragraph = z.object({ context: z.string(), qas: z.array(Question) });
const Squad = z.object({ data: z.array(z.object({ paragraphs: z.array(Paragraph) })) });

/** Questions with answers that stand in a passage, as SQuAD 1.1 and 2.0, CMRC 2018 and DRCD hand them out. */
export const questionsFormat = defineFormat({
  kind: DataKind.QUESTIONS,
  title: { en: "Questions on passages (SQuAD JSON)", zh: "阅读理解问答（SQuAD JSON）" },
  summary: {
    en: "A JSON file as SQuAD has it: data, paragraphs with a context, qas with id, question and answers; each answer's text stands at answer_start of the context, counted in characters.",
    zh: "SQuAD 格式的 JSON 文件：data、paragraphs（含 context）、qas（含 id、question 与 answers）；每个答案的文本须位于 context 的 answer_start 处（按字符计）。",
  },
  extension: ".json",
  mediaType: "application/json",
  example: `{"version": "1.1", "data": [{"title": "Tea", "paragraphs": [{"context": "Tea came to Europe in 1610.", "qas": [{"id": "1", "question": "When did tea come to Europe?", "answers": [{"text": "1610", "answer_start": 22}]}]}]}]}\n`,
  options: z.strictObject({}),
  read(bytes, _options, faults): QuestionSet | undefined {
    const parsed = Squad.safeParse(json(decoded(bytes, "utf-8", faults), faults));
    if (!parsed.success) {
      if (faults.count === 0)
        for (const { path, message } of parsed.error.issues)
          faults.add({ message: `${message.replace(/^Invalid/, "invalid")}.`, column: path.join(".") || undefined });
      return undefined;
    }
    const questions: PassageQuestion[] = [];
    const known = new Set<string>();
    parsed.data.data.forEach(({ paragraphs }, article) =>
      paragraphs.forEach(({ context, qas }, paragraph) => {
        // SQuAD counts characters as Python does; strings here count UTF-16 units.
        const units = lengthOf(context) === context.length ? undefined : unitsOf(context);
        qas.forEach(({ id, question, answers, is_impossible }, at) => {
          const place = { row: questions.length + 1, column: `data.${article}.paragraphs.${paragraph}.qas.${at}` };
          if (known.has(id)) faults.add({ message: `the id ${quoted(id)} comes twice.`, ...place });
          known.add(id);
          if (question.trim() === "") faults.add({ message: "the question is empty.", ...place });
          if (answers.length === 0 && !is_impossible)
            faults.add({ message: "no answers, and it is not said to be impossible.", ...place });
          const found = is_impossible
            ? []
            : answers.map(({ text, answer_start: start }) => ({ text, start: units?.[start] ?? start }));
          for (const { text, start } of found)
            if (text === "" || !context.startsWith(text, start))
              faults.add({ message: `the answer ${quoted(text)} does not stand at its answer_start.`, ...place });
          questions.push({ id, question, passage: context, answers: found });
        });
      }),
    );
    if (questions.length === 0) faults.add({ message: "the file has no question." });
    return { questions };
  },
  profile({ questions }) {
    const columns = [
      textsProfile(
        "question",
        questions.map(({ question }) => question),
      ),
      textsProfile(
        "passage",
        questions.map(({ passage }) => passage),
      ),
      textsProfile(
        "answer",
        questions.map(({ answers }) => answers[0]?.text ?? ""),
      ),
    ];
    const figures = [
      { name: "passages", value: new Set(questions.map(({ passage }) => passage)).size },
      { name: "withoutAnswer", value: questions.filter(({ answers }) => answers.length === 0).length },
    ];
    return { rows: questions.length, columns, classes: [], classCount: 0, figures };
  },
  preview({ questions }, first) {
    const cells = (row: number) => {
      const { question, answers, passage } = questions[row];
      return [question, answers[0]?.text ?? "", passage];
    };
    return previewOf(["question", "answer", "passage"], Math.min(first, questions.length), cells);
  },
});

function json(text: string, faults: Faults): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    faults.add({ message: `the file is no JSON: ${(error as Error).message.slice(0, 200)}.` });
    return undefined;
  }
}

/** Where each character begins, in UTF-16 units. */
function unitsOf(text: string): number[] {
  const units: number[] = [];
  let at = 0;
  for (const character of text) {
    units.push(at);
    at += character.length;
  }
  return units;
}
