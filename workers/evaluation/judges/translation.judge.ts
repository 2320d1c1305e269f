import { isDeepStrictEqual } from "node:util";
import { type TextRow, textTable } from "../../drawing/text-table.js";
import { bootstrapIntervals, type Interval } from "../bootstrap.js";
import { type WorstExamples, worstExamples } from "../examples.js";
import { judge, type Report } from "../judge.js";
import { compareRights } from "../paired-comparison.js";
import type { Translations } from "../test-predictions.js";
import { bleuCounts, bleuOf } from "../text/bleu.js";
import { chrfCounts, chrfOf } from "../text/chrf.js";
import { summed } from "../text/ngrams.js";

type Figure = "bleu" | "chrf" | "exactMatch";

/** BLEU and chrF of the whole test part lie from 0 to 100, as sacrebleu has them; `exactMatch` is a share. */
export interface TranslationEvaluation extends Report, Record<Figure, number> {
  /** Below 1 where translations are too short. */
  brevityPenalty: number;
  details: {
    intervals: Partial<Record<Figure, Interval>>;
    /** Of runs of 1 to 4 tokens, in percent. */
    precisions: number[];
    /** By the chrF of the sentence. */
    worst: WorstExamples;
  };
}

/** Translations, each beside one reference. A translation counts as right where it is the reference to the letter. */
export const translationJudge = judge({
  primary: "bleu",
  encode: ({ language, sources, references, hypotheses }: Translations) => ({
    tensors: {},
    json: { language, sources, references, hypotheses },
  }),
  decode: ({ json }): Translations => json as unknown as Translations,
  evaluate: (translations: Translations): TranslationEvaluation => {
    refuseMisfits(translations);
    const { sources, references, hypotheses } = translations;
    const tokeniser = translations.language === "zh" ? "zh" : "13a";
    const bleus = hypotheses.map((hypothesis, s) => bleuCounts(hypothesis, [references[s]], { tokeniser }));
    const chrfs = chrfsOf(translations);
    const rights = Float64Array.from(rightsOf(translations), Number);
    const figures = (counts: Uint32Array): Record<Figure, number> => ({
      bleu: bleuOf(summed(bleus, counts)).bleu,
      chrf: chrfOf(summed(chrfs, counts)),
      exactMatch: rights.reduce((sum, right, s) => sum + right * counts[s], 0) / hypotheses.length,
    });
    const { precisions, brevityPenalty } = bleuOf(summed(bleus));
    return {
      rows: hypotheses.length,
      ...figures(new Uint32Array(hypotheses.length).fill(1)),
      brevityPenalty,
      details: {
        intervals: bootstrapIntervals(hypotheses.length, figures),
        precisions,
        worst: worstExamples("chrf", chrfs.map(chrfOf), { lowestFirst: true }, (row) => ({
          input: sources[row],
          truth: references[row],
          predicted: hypotheses[row],
        })),
      },
    };
  },
  compare: (model: Translations, baseline: Translations) =>
    isDeepStrictEqual(model.references, baseline.references)
      ? compareRights(rightsOf(model), rightsOf(baseline))
      : null,
  scoreRows: (translations: Translations) => ({
    figure: "chrf",
    scores: Float32Array.from(chrfsOf(translations), chrfOf),
    truth: [JSON.stringify(translations.sources), JSON.stringify(translations.references)],
  }),
  draw: (translations, report) => [
    { kind: "FIGURE", name: "translations.svg", svg: drawTranslations(translations, report) },
  ],
});

const SHOWN = 10;

/** Sentences from all over the test part, chosen by nothing but their place, and then the worst. */
function drawTranslations(
  translations: Translations,
  { bleu, chrf, exactMatch, rows, details }: TranslationEvaluation,
) {
  const { sources, references, hypotheses } = translations;
  const rights = rightsOf(translations);
  const shown = Math.min(SHOWN, rows);
  const row = (s: number): TextRow => ({ cells: [sources[s], references[s], hypotheses[s]], wrong: !rights[s] });
  const anywhere = Array.from({ length: shown }, (_, i) => row(Math.floor((i * rows) / shown)));
  const worst = details.worst.rows.filter(({ row: s }) => !rights[s]).slice(0, SHOWN);
  const note = `BLEU ${bleu.toFixed(1)}; chrF ${chrf.toFixed(1)}; exact · 完全一致 ${(100 * exactMatch).toFixed(1)} %; n = ${rows}`;
  return textTable(
    { en: "Translations of the test part", zh: "测试部分的译文" },
    note,
    [
      { title: { en: "source", zh: "原文" }, letters: 44 },
      { title: { en: "reference", zh: "参考译文" }, letters: 44 },
      { title: { en: "translation", zh: "模型译文" }, letters: 44 },
    ],
    [
      { title: { en: "From all over the test part", zh: "均匀选取" }, rows: anywhere },
      ...(worst.length > 0
        ? [{ title: { en: "The worst", zh: "最差" }, rows: worst.map(({ row: s }) => row(s)) }]
        : []),
    ],
  );
}

function chrfsOf({ hypotheses, references }: Translations): Float64Array[] {
  return hypotheses.map((hypothesis, s) => chrfCounts(hypothesis, [references[s]]));
}

function rightsOf({ hypotheses, references }: Translations): boolean[] {
  return hypotheses.map((hypothesis, s) => hypothesis.trim() === references[s].trim());
}

function refuseMisfits({ sources, references, hypotheses }: Translations): void {
  if (hypotheses.length === 0) throw new RangeError("there are no translations to evaluate");
  for (const [name, list] of Object.entries({ sources, references }))
    if (list.length !== hypotheses.length)
      throw new RangeError(`${hypotheses.length} translations for ${list.length} ${name}`);
}
