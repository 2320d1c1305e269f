import { expect, test } from "@jest/globals";
import { decodePredictions, encodePredictions } from "../../runtime/prediction-file.js";
import { judgeOf } from "../judges.js";
import type { TestPredictions } from "../test-predictions.js";
import type { AnswersEvaluation } from "./answers.judge.js";
import type { SequencesEvaluation } from "./sequences.judge.js";
import type { TranslationEvaluation } from "./translation.judge.js";

/** What a worker that judges makes of what another worker has predicted. */
function judged<E>(predictions: TestPredictions) {
  const { kind, model, baseline } = decodePredictions(encodePredictions(predictions));
  const { evaluate, compare, draw } = judgeOf(kind);
  const report = evaluate(model);
  return {
    report: report as E,
    compared: compare?.(model, baseline),
    baseline: evaluate(baseline) as E,
    drawings: draw(model, report, baseline),
  };
}

const sources = ["二月三日", "三十元", "“三”只猫 ​\n", "今天是星期一", "共有四百二十人"];
const references = ["3 February", "30 yuan", 'three "cats"', "today is Monday", "420 people in all"];
const hypotheses = ["3 February", "30 yuan", 'three "cats"', "today is Tuesday", "24 people"];
const translations = { language: "en" as const, sources, references, hypotheses };
const nothing = { ...translations, hypotheses: sources.map(() => ""), name: "nothing" };

test("translations are judged by BLEU, chrF and exact matches, with intervals, and beside a baseline", () => {
  const { report, compared, baseline } = judged<TranslationEvaluation>({
    kind: "TRANSLATION",
    model: translations,
    baseline: nothing,
  });
  expect(report).toMatchObject({ rows: 5, exactMatch: 0.6 });
  expect(report.bleu).toBeGreaterThan(50);
  expect(report.bleu).toBeLessThan(90);
  const { bleu, chrf, exactMatch } = report.details.intervals;
  expect(bleu!.low).toBeLessThan(report.bleu);
  expect(bleu!.high).toBe(100);
  expect(chrf!.low).toBeLessThan(report.chrf);
  expect(exactMatch).toEqual({ low: 0.2, high: 1 });
  expect(baseline).toMatchObject({ bleu: 0, chrf: 0, exactMatch: 0 });
  expect(compared).toMatchObject({ onlyModelRight: 3, bothWrong: 2, onlyBaselineRight: 0 });
  expect(compared?.pValue).toBeCloseTo(0.25, 12);
});

test("the worst translations come first, with what was said and what was right", () => {
  const { report, drawings } = judged<TranslationEvaluation>({
    kind: "TRANSLATION",
    model: translations,
    baseline: nothing,
  });
  const [worst] = report.details.worst.rows;
  expect(worst).toMatchObject({ row: 4, input: "共有四百二十人", truth: "420 people in all", predicted: "24 people" });
  const [{ name, svg }] = drawings;
  expect(name).toBe("translations.svg");
  expect(svg).toContain("today is Tuesday");
  expect(svg).toContain("&quot;cats&quot;");
});

test("references that a baseline was not measured by are not compared", () => {
  const other = { ...nothing, references: references.toReversed() };
  expect(judged({ kind: "TRANSLATION", model: translations, baseline: other }).compared).toBeNull();
});

test("answers are judged by exact match and token F1, a question without an answer included", () => {
  const questions = ["Where?", "Who?", "When?"];
  const model = {
    language: "en" as const,
    questions,
    references: [["the Eiffel Tower"], ["Anna", "Anna Karenina"], []],
    answers: ["Eiffel Tower", "Karenina", ""],
  };
  const { report, baseline, drawings } = judged<AnswersEvaluation>({
    kind: "ANSWERS",
    model,
    baseline: { ...model, answers: ["in Paris", "", "in 1877"], name: "first words" },
  });
  expect(report).toMatchObject({ rows: 3, exactMatch: 2 / 3 });
  expect(report.tokenF1).toBeCloseTo((1 + 2 / 3 + 1) / 3, 12);
  expect(report.details.worst.rows[0]).toMatchObject({ input: "Who?", truth: "Anna | Anna Karenina" });
  expect(baseline).toMatchObject({ exactMatch: 0, tokenF1: 0 });
  expect(drawings[0].svg).toContain("Anna | Anna Karenina");
});

test("likelihoods become a perplexity, and passages are drawn whole for its interval", () => {
  const passages = Int32Array.from({ length: 40 }, () => 5);
  // Passages are either easy or hard: single tokens would seem five times as many.
  const losses = Float32Array.from({ length: 200 }, (_, i) => Math.log(Math.floor(i / 5) % 2 === 0 ? 2 : 8));
  const { report, drawings, baseline } = judged<SequencesEvaluation>({
    kind: "SEQUENCES",
    model: { unit: "character", losses, passages, samples: ["床前明月光，\n疑是地上霜。"] },
    baseline: { unit: "character", losses: losses.map(() => Math.log(8)), passages, samples: [], name: "trigram" },
  });
  expect(report.perplexity).toBeCloseTo(4, 5);
  expect(report.bitsPerToken).toBeCloseTo(2, 6);
  expect(baseline.perplexity).toBeCloseTo(8, 5);
  const { low, high } = report.details.intervals.crossEntropy!;
  const deviation = Math.log(2) / Math.sqrt(40);
  expect((high - low) / 2).toBeGreaterThan(1.5 * deviation);
  expect((high - low) / 2).toBeLessThan(2.4 * deviation);
  expect(drawings[0].svg).toContain("疑是地上霜。");
  expect(drawings[0].svg).toContain("trigram");
});

test.each<[string, TestPredictions]>([
  ["no translations", withModel("TRANSLATION", { ...translations, sources: [], references: [], hypotheses: [] })],
  ["3 sources", withModel("TRANSLATION", { ...translations, sources: sources.slice(2) })],
  ["no answers", withModel("ANSWERS", { language: "zh", questions: [], references: [], answers: [] })],
  ["no tokens", withModel("SEQUENCES", sequences([], []))],
  ["do not fill", withModel("SEQUENCES", sequences([1, 2], [3]))],
  ["not a finite number", withModel("SEQUENCES", sequences([1, Infinity], [2]))],
])("what cannot be judged is refused: %s", (message, predictions) => {
  expect(() => judged(predictions)).toThrow(message);
});

function sequences(losses: number[], passages: number[]) {
  return {
    unit: "word" as const,
    losses: Float32Array.from(losses),
    passages: Int32Array.from(passages),
    samples: [],
  };
}

function withModel(kind: TestPredictions["kind"], model: object): TestPredictions {
  return { kind, model, baseline: { ...model, name: "itself" } } as TestPredictions;
}
