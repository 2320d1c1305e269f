import { type GraphCell, graphGrid } from "../../drawing/graph-grid.js";
import { predictedLabels } from "../../evaluation/predictions.js";
import type { Predictions } from "../../evaluation/test-predictions.js";
import type { Sample } from "../../runtime/trainer.js";
import type { GraphData } from "./data.js";

const COLUMNS = 4;

/**
 * A picture of the network at work on held-out graphs: the first of each class, the same ones every time, and the mistakes it
 * is surest of.
 */
export function graphsAtWork({ graphs, types }: GraphData, rows: Int32Array, predictions: Predictions): Sample {
  const { classes, labels, probabilities } = predictions;
  const predicted = predictedLabels(predictions);
  const certainty = (at: number) => probabilities[at * classes.length + predicted[at]];
  const cell = (at: number): GraphCell => {
    const [truth, guess] = [labels[at], predicted[at]];
    return {
      graph: graphs[rows[at]],
      label: guess === truth ? classes[guess] : `${classes[guess]} ≠ ${classes[truth]}`,
      note: `${Math.round(100 * certainty(at))} %`,
      wrong: guess !== truth,
    };
  };
  const firsts = classes.map((_, label) => labels.indexOf(label)).filter((at) => at >= 0);
  const mistakes = [...labels.keys()]
    .filter((at) => predicted[at] !== labels[at])
    .sort((a, b) => certainty(b) - certainty(a));
  const svg = graphGrid({ en: "Graphs as the network reads them", zh: "网络对图的识别" }, types, [
    { title: { en: "One of each class", zh: "每类一例" }, cells: firsts.map(cell) },
    {
      title: { en: `Surest mistakes (${mistakes.length} of ${labels.length})`, zh: "最有把握的错误" },
      cells: mistakes.slice(0, COLUMNS).map(cell),
    },
  ]);
  return { name: "graphs", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) };
}
