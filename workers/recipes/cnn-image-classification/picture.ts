import { type GridCell, imageGrid } from "../../drawing/image-grid.js";
import { valuesOf } from "../../datasets/labelled-images.js";
import { predictedLabels } from "../../evaluation/predictions.js";
import type { Predictions } from "../../evaluation/test-predictions.js";
import type { Sample } from "../../runtime/trainer.js";
import type { ImageData } from "./data.js";

const [WORST, CLASSES_SHOWN] = [10, 20];

/**
 * A picture of the network at work on held-out pictures: the first of each class, the same ones every time, and the mistakes
 * it is surest of.
 */
export function picturesAtWork(data: ImageData, rows: Int32Array, predictions: Predictions): Sample {
  const { classes, labels, probabilities } = predictions;
  const { pixels, size } = data;
  const area = valuesOf(data);
  const predicted = predictedLabels(predictions);
  const cell = (at: number): GridCell => {
    const row = rows[at];
    const truth = labels[at];
    const guess = predicted[at];
    const share = Math.round(100 * probabilities[at * classes.length + guess]);
    return {
      pixels: pixels.subarray(row * area, (row + 1) * area),
      label: guess === truth ? classes[guess] : `${classes[guess]} ≠ ${classes[truth]}`,
      note: `${share} %`,
      wrong: guess !== truth,
    };
  };
  const firsts = classes
    .map((_, label) => labels.indexOf(label))
    .filter((at) => at >= 0)
    .slice(0, CLASSES_SHOWN);
  const certainty = (at: number) => probabilities[at * classes.length + predicted[at]];
  const mistakes = [...labels.keys()]
    .filter((at) => predicted[at] !== labels[at])
    .sort((a, b) => certainty(b) - certainty(a));
  const svg = imageGrid({ en: "Pictures as the network reads them", zh: "网络对图像的识别" }, size, [
    { title: { en: "One of each class", zh: "每类一例" }, cells: firsts.map(cell) },
    {
      title: { en: `Surest mistakes (${mistakes.length} of ${labels.length})`, zh: "最有把握的错误" },
      cells: mistakes.slice(0, WORST).map(cell),
    },
  ]);
  return { name: "pictures", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) };
}
