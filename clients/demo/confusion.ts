import type { ClassificationFiguresFragment } from "../typescript/generated/operations.js";
import type { Style } from "./terminal/style.js";
import { padEnd, padStart, widthOf } from "./terminal/width.js";

type ConfusionMatrix = ClassificationFiguresFragment["confusionMatrix"];

/** Mistakes that are named where a matrix finds no room. */
const MISTAKES_SHOWN = 10;

/**
 * The matrix with a row for each true class and a column for what it was taken for, shaded by the share of its row; where
 * `width` is too narrow for that, the most frequent mistakes.
 */
export function confusion({ labels, counts }: ConfusionMatrix, width: number, style: Style): string[] {
  const margin = Math.max(4, ...labels.map(widthOf));
  const cell = Math.max(...labels.map(widthOf), ...counts.flat().map((count) => String(count).length)) + 2;
  if (margin + 1 + cell * labels.length > width) return mistakes({ labels, counts });
  const header = `${padEnd("true", margin)} ${labels.map((label) => padStart(label, cell - 1) + " ").join("")}`;
  const rows = counts.map((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count, taken) => {
      const text = `${padStart(count === 0 ? "·" : String(count), cell - 1)} `;
      if (count === 0) return style.paint("dim", text);
      return truth === taken
        ? style.shade("green", count / total, text)
        : style.shade("red", Math.sqrt(count / total), text);
    });
    return `${padEnd(labels[truth], margin)} ${cells.join("")}`;
  });
  const title = "Confusion matrix: each row is a true class, each column what it was taken for.";
  return [
    style.paint("bold", widthOf(title) <= width ? title : "Confusion matrix"),
    style.paint("dim", header),
    ...rows,
  ];
}

function mistakes({ labels, counts }: ConfusionMatrix): string[] {
  const made = counts
    .flatMap((row, truth) => row.map((count, taken) => ({ truth, taken, count })))
    .filter(({ truth, taken, count }) => truth !== taken && count > 0)
    .sort((a, b) => b.count - a.count);
  const lines = made
    .slice(0, MISTAKES_SHOWN)
    .map(({ truth, taken, count }) => `${labels[truth]} taken for ${labels[taken]}: ${count}`);
  return [made.length > 0 ? "Most frequent mistakes" : "No mistakes", ...lines];
}
