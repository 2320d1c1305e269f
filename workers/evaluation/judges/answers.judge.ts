import { isDeepStrictEqual } from "node:util";
import { textTable } from "../../drawing/text-table.js";
import { bootstrapIntervals, type Interval } from "../bootstrap.js";
import { type WorstExamples, worstExamples } from "../examples.js";
import { judge, type Report } from "../judge.js";
import { compareRights } from "../paired-comparison.js";
import { meanOf } from "../scoring-rules.js";
import type { Answers } from "../test-predictions.js";
import { exactMatch, tokenF1 } from "../text/answers.js";

type Figure = "exactMatch" | "tokenF1";

/** Shares from 0 to 1, by the official script of the answers' language. */
export interface AnswersEvaluation extends Report, Record<Figure, number> {
  details: {
    intervals: Partial<Record<Figure, Interval>>;
    /** By token F1. */
    worst: WorstExamples;
  };
}

/** Answers to questions about texts, as SQuAD and CMRC judge them. */
export const answersJudge = judge({
  primary: "tokenF1",
  encode: ({ language, questions, contexts, references, answers }: Answers) => ({
    tensors: {},
    json: { language, questions, ...(contexts && { contexts }), references, answers },
  }),
  decode: ({ json }): Answers => json as unknown as Answers,
  evaluate: (predictions: Answers): AnswersEvaluation => {
    refuseMisfits(predictions);
    const { questions, references, answers, language } = predictions;
    const matches = Float64Array.from(rightsOf(predictions), Number);
    const overlaps = Float64Array.from(answers, (answer, q) => tokenF1(answer, references[q], language));
    const figures = (counts?: Uint32Array) => ({
      exactMatch: meanOf(matches, counts),
      tokenF1: meanOf(overlaps, counts),
    });
    return {
      rows: answers.length,
      ...figures(),
      details: {
        intervals: bootstrapIntervals(answers.length, figures),
        worst: worstExamples("tokenF1", overlaps, { lowestFirst: true }, (row) => ({
          input: questions[row],
          truth: references[row].join(" | "),
          predicted: answers[row],
        })),
      },
    };
  },
  compare: (model: Answers, baseline: Answers) =>
    isDeepStrictEqual(model.references, baseline.references)
      ? compareRights(rightsOf(model), rightsOf(baseline))
      : null,
  scoreRows: ({ answers, questions, references, language }: Answers) => ({
    figure: "tokenF1",
    scores: Float32Array.from(answers, (answer, q) => tokenF1(answer, references[q], language)),
    truth: [JSON.stringify(questions), JSON.stringify(references)],
  }),
  draw: (predictions, report) => [{ kind: "FIGURE", name: "answers.svg", svg: drawAnswers(predictions, report) }],
});

const SHOWN = 10;

function drawAnswers(
  predictions: Answers,
  { exactMatch: matched, tokenF1: f1, rows, details }: AnswersEvaluation,
): string {
  const { questions, references, answers } = predictions;
  const rights = rightsOf(predictions);
  const shown = Math.min(SHOWN, rows);
  const row = (q: number) => ({ cells: [questions[q], references[q].join(" | "), answers[q]], wrong: !rights[q] });
  const anywhere = Array.from({ length: shown }, (_, i) => row(Math.floor((i * rows) / shown)));
  const worst = details.worst.rows.filter(({ row: q }) => !rights[q]).slice(0, SHOWN);
  return textTable(
    { en: "Answers to the test questions", zh: "测试问题的回答" },
    `exact match · 完全匹配 ${(100 * matched).toFixed(1)} %; F1 ${f1.toFixed(3)}; n = ${rows}`,
    [
      { title: { en: "question", zh: "问题" }, letters: 56 },
      { title: { en: "right answers", zh: "正确答案" }, letters: 36 },
      { title: { en: "answer", zh: "模型回答" }, letters: 36 },
    ],
    [
      { title: { en: "From all over the test part", zh: "均匀选取" }, rows: anywhere },
      ...(worst.length > 0
        ? [{ title: { en: "The worst", zh: "最差" }, rows: worst.map(({ row: q }) => row(q)) }]
        : []),
    ],
  );
}

function rightsOf({ answers, references, language }: Answers): boolean[] {
  return answers.map((answer, q) => exactMatch(answer, references[q], language));
}

function refuseMisfits({ questions, contexts, references, answers }: Answers): void {
  if (answers.length === 0) throw new RangeError("there are no answers to evaluate");
  for (const [name, list] of Object.entries({ questions, references, ...(contexts && { contexts }) }))
    if (list.length !== answers.length) throw new RangeError(`${answers.length} answers for ${list.length} ${name}`);
}
