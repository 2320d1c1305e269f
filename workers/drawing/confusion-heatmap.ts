import type { ClassificationEvaluation } from "../evaluation/classification.js";
import { bilingual, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";

const [SMALLEST_CELL, LARGEST_CELL, LONGEST_SIDE] = [22, 48, 480];
const HIT = "#009e73";
const MISS = "#d55e00";
/** A strength from which on a cell is so dark that its count is written in white. */
const DARK = 0.55;
/** Width of a letter, and the least room for class names. */
const [LETTER, NAMES] = [7, 24];

interface Layout {
  cell: number;
  left: number;
  top: number;
}

/**
 * The confusion matrix as SVG: a row per true class, a column per predicted one. A cell's strength is its share of the
 * row, on a square-root scale so that rare mistakes show; hits are green and mistakes orange.
 */
export function confusionHeatmap({
  classes,
  confusion,
}: Pick<ClassificationEvaluation, "classes" | "confusion">): string {
  const cell = Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, LONGEST_SIDE / classes.length));
  const room = Math.max(NAMES, ...classes.map(({ name }) => name.length * LETTER));
  const upright = room > cell && room > NAMES;
  const layout = { cell, left: 58 + room, top: 78 + (upright ? room : 14) };
  const { left, top } = layout;
  const side = cell * classes.length;
  const title = { en: "Confusion matrix", zh: "混淆矩阵" };
  const predicted = bilingual({ en: "predicted", zh: "预测" });
  const truth = bilingual({ en: "true", zh: "真实" });
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    textAt(left + side / 2, 64, predicted, { class: "soft", anchor: "middle" }),
    turned(32, top + side / 2, truth, "soft", "middle"),
    ...classes.map(({ name }, i) => {
      const middle = left + (i + 0.5) * cell;
      return upright ? turned(middle + 4, top - 8, name) : textAt(middle, top - 8, name, { anchor: "middle" });
    }),
    ...classes.map(({ name }, i) => textAt(left - 10, top + (i + 0.5) * cell + 4, name, { anchor: "end" })),
    ...confusion.flatMap((row, t) => row.map((count, p) => drawCell(count, classes[t]?.support ?? 0, t, p, layout))),
    `<rect class="grid" x="${px(left)}" y="${px(top)}" width="${px(side)}" height="${px(side)}"/>`,
  ];
  return svgDocument(Math.max(left + side + 28, 260), top + side + 28, title, body.join("\n"));
}

function drawCell(
  count: number,
  support: number,
  truth: number,
  predicted: number,
  { cell, left, top }: Layout,
): string {
  const strength = support === 0 ? 0 : Math.sqrt(count / support);
  const [x, y] = [left + predicted * cell, top + truth * cell];
  const colour = truth === predicted ? HIT : MISS;
  const attributes = `data-true="${truth}" data-predicted="${predicted}" data-count="${count}"`;
  const square = `<rect ${attributes} x="${px(x + 1)}" y="${px(y + 1)}" width="${px(cell - 2)}" height="${px(cell - 2)}" rx="3" fill="${colour}" fill-opacity="${px(strength)}"/>`;
  const ink = strength > DARK ? 'style="fill:#ffffff;font-weight:600"' : undefined;
  const label = textAt(x + cell / 2, y + cell / 2 + 4, String(count), { anchor: "middle", more: ink });
  return count === 0 ? square : `${square}\n${label}`;
}

/** A line of text that reads upwards. */
function turned(x: number, y: number, text: string, name?: string, anchor?: "middle"): string {
  return textAt(0, 0, text, { class: name, anchor, more: `transform="translate(${px(x)} ${px(y)}) rotate(-90)"` });
}
