import type { ClassificationEvaluation } from "../evaluation/classification.js";
import { bilingual, px, svgDocument, textAt } from "./svg.js";

const LEFT = 92;
const TOP = 92;
const [SMALLEST_CELL, LARGEST_CELL, LONGEST_SIDE] = [22, 56, 480];
const HIT = "#009e73";
const MISS = "#d55e00";
/** A share this large makes its cell so dark that the count is written in white. */
const DARK = 0.55;

/**
 * The confusion matrix as SVG: a row per true class, a column per predicted one. A cell's strength is its share of the
 * row, on a square-root scale so that rare mistakes show; hits are green and mistakes orange.
 */
export function confusionHeatmap({
  classes,
  confusion,
}: Pick<ClassificationEvaluation, "classes" | "confusion">): string {
  const cell = Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, LONGEST_SIDE / classes.length));
  const side = cell * classes.length;
  const middle = (index: number) => (index + 0.5) * cell;
  const cells = confusion.flatMap((row, truth) =>
    row.map((count, predicted) => drawCell(count, classes[truth]?.support ?? 0, truth, predicted, cell)),
  );
  const title = { en: "Confusion matrix", zh: "混淆矩阵" };
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    textAt(LEFT + side / 2, 64, bilingual({ en: "predicted", zh: "预测" }), { class: "soft", anchor: "middle" }),
    textAt(0, 0, bilingual({ en: "true", zh: "真实" }), {
      class: "soft",
      anchor: "middle",
      more: `transform="translate(36 ${px(TOP + side / 2)}) rotate(-90)"`,
    }),
    ...classes.map(({ name }, i) => textAt(LEFT + middle(i), TOP - 8, name, { anchor: "middle" })),
    ...classes.map(({ name }, i) => textAt(LEFT - 10, TOP + middle(i) + 4, name, { anchor: "end" })),
    ...cells,
    `<rect class="grid" x="${LEFT}" y="${TOP}" width="${px(side)}" height="${px(side)}"/>`,
  ];
  return svgDocument(LEFT + side + 28, TOP + side + 28, title, body.join("\n"));
}

function drawCell(count: number, support: number, truth: number, predicted: number, cell: number): string {
  const strength = support === 0 ? 0 : Math.sqrt(count / support);
  const [x, y] = [LEFT + predicted * cell, TOP + truth * cell];
  const colour = truth === predicted ? HIT : MISS;
  const attributes = `data-true="${truth}" data-predicted="${predicted}" data-count="${count}"`;
  const square = `<rect ${attributes} x="${px(x + 1)}" y="${px(y + 1)}" width="${px(cell - 2)}" height="${px(cell - 2)}" rx="3" fill="${colour}" fill-opacity="${px(strength)}"/>`;
  const ink = strength > DARK ? 'style="fill:#ffffff;font-weight:600"' : undefined;
  const label = textAt(x + cell / 2, y + cell / 2 + 4, String(count), { anchor: "middle", more: ink });
  return count === 0 ? square : `${square}\n${label}`;
}
