import { bilingual, px, svgDocument, textAt } from "../../../src/kernel/drawing/svg.js";
import { textTable } from "../../drawing/text-table.js";
import type { Translations } from "../../evaluation/test-predictions.js";
import type { Sample } from "../../runtime/trainer.js";

/** Sentences with their translations, beside the right ones; those that differ are orange. */
export function translationsAtWork({ sources, references, hypotheses }: Translations): Sample {
  const right = hypotheses.filter((hypothesis, at) => hypothesis === references[at]).length;
  const rows = sources.map((source, at) => ({
    cells: [source, references[at], hypotheses[at]],
    wrong: references[at] !== hypotheses[at],
  }));
  const svg = textTable(
    { en: "Translations of the validation part", zh: "验证部分的译文" },
    `${right} of ${sources.length} to the letter · ${sources.length} 句中 ${right} 句完全一致`,
    [
      { title: { en: "source", zh: "原文" }, letters: 44 },
      { title: { en: "reference", zh: "参考译文" }, letters: 44 },
      { title: { en: "translation", zh: "模型译文" }, letters: 44 },
    ],
    [{ title: { en: "The same sentences each time", zh: "每次相同的句子" }, rows }],
  );
  return { name: "translations", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) };
}

const [CELL, LEFT, TOP, LETTER] = [22, 24, 76, 7];

/**
 * Where attention lies while each word is written, as SVG: a row for each target token, a column for each source token; the darker,
 * the greater its share, [targets, sources].
 */
export function attentionMap(source: readonly string[], target: readonly string[], shares: number[][]): Sample {
  const room = Math.max(...target.map((token) => token.length)) * LETTER + 16;
  const left = LEFT + room;
  const cells = shares.flatMap((row, t) =>
    row.map((share, s) => {
      const place = `x="${px(left + s * CELL + 1)}" y="${px(TOP + t * CELL + 1)}"`;
      const size = `width="${px(CELL - 2)}" height="${px(CELL - 2)}"`;
      return `<rect data-share="${share.toFixed(3)}" ${place} ${size} rx="3" fill="#0072b2" fill-opacity="${px(Math.sqrt(share))}"/>`;
    }),
  );
  const title = { en: "What the decoder looks at", zh: "解码器的注意力" };
  const body = [
    textAt(LEFT, 34, bilingual(title), { class: "title" }),
    ...source.map((token, s) => textAt(left + (s + 0.5) * CELL, TOP - 10, token, { anchor: "middle" })),
    ...target.map((token, t) => textAt(left - 8, TOP + (t + 0.5) * CELL + 4, token.trim(), { anchor: "end" })),
    ...cells,
  ];
  const width = Math.max(left + source.length * CELL + LEFT, 320);
  const svg = svgDocument(width, TOP + target.length * CELL + LEFT, title, body.join("\n"));
  return { name: "attention", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) };
}
