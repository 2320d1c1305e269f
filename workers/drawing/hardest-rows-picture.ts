import { predictedLabels } from "../evaluation/predictions.js";
import type { Predictions, ShownRows } from "../evaluation/test-predictions.js";
import { type GridCell, imageGrid } from "./image-grid.js";
import { textTable } from "./text-table.js";

const [ACROSS, DOWN, TEXTS] = [10, 3, 20];
const TITLE = { en: "The hardest rows of the test part", zh: "测试部分中最难的样本" };

/** The rows that the model gave the least chance to be what they are, as SVG: pictures where they are pictures, else texts. */
export function hardestRowsPicture(predictions: Predictions, { rows, texts = [], pictures }: ShownRows): string {
  const { classes, labels, probabilities } = predictions;
  const predicted = predictedLabels(predictions);
  const share = (row: number, label: number) => Math.round(100 * probabilities[row * classes.length + label]);
  if (pictures) {
    const { size, pixels } = pictures;
    const area = pixels.length / rows.length;
    const cells = Array.from(rows.subarray(0, ACROSS * DOWN), (row, at): GridCell => {
      const [truth, guess] = [labels[row], predicted[row]];
      return {
        pixels: Uint8Array.from(pixels.subarray(at * area, (at + 1) * area), (value) => Math.round(255 * value)),
        label: guess === truth ? classes[guess] : `${classes[guess]} ≠ ${classes[truth]}`,
        note: `${share(row, truth)} % ${classes[truth]}`,
        wrong: guess !== truth,
      };
    });
    const lines = Array.from({ length: Math.ceil(cells.length / ACROSS) }, (_, line) =>
      cells.slice(line * ACROSS, (line + 1) * ACROSS),
    );
    const places = (line: number) => `${line * ACROSS + 1}–${Math.min((line + 1) * ACROSS, cells.length)}`;
    const titled = lines.map((line, i) => ({
      title: { en: `The hardest, ${places(i)}`, zh: `最难的样本 ${places(i)}` },
      cells: line,
    }));
    return imageGrid(TITLE, size, titled);
  }
  const lines = Array.from(rows.subarray(0, Math.min(TEXTS, texts.length)), (row, at) => {
    const [truth, guess] = [labels[row], predicted[row]];
    const cells = [texts[at], classes[truth], `${classes[guess]} (${share(row, guess)} %)`];
    return { cells, wrong: guess !== truth };
  });
  return textTable(
    TITLE,
    `n = ${labels.length}`,
    [
      { title: { en: "row", zh: "样本" }, letters: 80 },
      { title: { en: "is", zh: "真实" }, letters: 20 },
      { title: { en: "was taken for", zh: "被判为" }, letters: 24 },
    ],
    [{ title: { en: "By falling loss", zh: "按损失从高到低" }, rows: lines }],
  );
}
