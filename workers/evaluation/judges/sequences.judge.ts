import { intervalBars, intervalBarsHeight } from "../../drawing/interval-bars.js";
import { wrapped } from "../../drawing/text-table.js";
import { bilingual, svgDocument, textAt } from "../../../src/kernel/drawing/svg.js";
import type { Interval } from "../bootstrap.js";
import { judge, type Report } from "../judge.js";
import { likelihoodFigures, type LikelihoodFigures, likelihoodIntervals } from "../perplexity.js";
import type { SequenceLikelihoods } from "../test-predictions.js";

/** `rows` are tokens. */
export interface SequencesEvaluation extends Report, LikelihoodFigures {
  /** Share of the tokens that the model does not know. */
  unknownShare?: number;
  details: {
    intervals: Partial<Record<string, Interval>>;
    unit: SequenceLikelihoods["unit"];
    samples: string[];
  };
}

/** How well the next token of unseen texts is foreseen. What is comparable is of the same tokens of the same texts. */
export const sequencesJudge = judge({
  primary: "perplexity",
  encode: ({ unit, losses, passages, unknown, samples }: SequenceLikelihoods) => ({
    tensors: {
      losses: { shape: [losses.length], dtype: "float32", values: losses },
      passages: { shape: [passages.length], dtype: "int32", values: passages },
    },
    json: { unit, samples, ...(unknown !== undefined && { unknown }) },
  }),
  decode: ({ tensors, json }): SequenceLikelihoods => ({
    unit: json.unit as SequenceLikelihoods["unit"],
    losses: tensors.losses.values as Float32Array,
    passages: tensors.passages.values as Int32Array,
    unknown: json.unknown as number | undefined,
    samples: json.samples as string[],
  }),
  evaluate: (sequences: SequenceLikelihoods): SequencesEvaluation => ({
    rows: sequences.losses.length,
    ...likelihoodFigures(sequences),
    ...(sequences.unknown !== undefined && { unknownShare: sequences.unknown / sequences.losses.length }),
    details: {
      intervals: likelihoodIntervals(sequences),
      unit: sequences.unit,
      samples: sequences.samples.slice(0, SHOWN).map((sample) => sample.slice(0, LONGEST)),
    },
  }),
  draw: (_, report, baseline) => [{ kind: "FIGURE", name: "sequences.svg", svg: drawSequences(report, baseline) }],
});

const [SHOWN, LONGEST] = [10, 2_000];
const UNITS = {
  character: { en: "character", zh: "字符" },
  word: { en: "word", zh: "词" },
  token: { en: "token", zh: "词元" },
};

/** Perplexities of model and baseline on one axis, and below them what the model writes. */
function drawSequences(
  { rows, details, ...figures }: SequencesEvaluation,
  baseline?: SequenceLikelihoods & { name: string },
) {
  const { unit, samples, intervals } = details;
  const bars = [{ label: "model · 模型", value: figures.perplexity, ...intervals.perplexity }];
  if (baseline) {
    const value = likelihoodFigures(baseline).perplexity;
    bars.push({ label: baseline.name, value, ...likelihoodIntervals(baseline).perplexity });
  }
  const title = { en: `Perplexity a ${UNITS[unit].en}`, zh: `每${UNITS[unit].zh}的困惑度` };
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    textAt(24, 56, `${figures.bitsPerToken.toFixed(3)} bits · 比特; n = ${rows}`, { class: "soft" }),
    intervalBars(bars, { left: 150, top: 76, width: 420 }, { digits: 2, log: true }),
  ];
  let top = 76 + intervalBarsHeight(bars) + 34;
  if (samples.length > 0)
    body.push(textAt(24, top, bilingual({ en: "What it writes", zh: "模型生成的文本" }), { class: "title" }));
  for (const sample of samples) {
    const lines = sample
      .split("\n")
      .flatMap((line) => wrapped(line, 96))
      .slice(0, 8);
    lines.forEach((line, i) => body.push(textAt(24, top + 26 + i * 17, line)));
    top += lines.length * 17 + 18;
  }
  return svgDocument(720, top + 30, title, body.join("\n"));
}
