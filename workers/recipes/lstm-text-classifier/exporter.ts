import { integer, integerList } from "../../export/onnx-attributes.js";
import type { OnnxGraph } from "../../export/onnx-graph.js";
import { hiding, lengthsOf, sumOver, unsqueezed } from "../../export/onnx-layers.js";
import { type Read, recurrent } from "../../export/onnx-recurrent.js";
import { textExporter } from "../text-classification/exporter.js";
import { type LstmTextShape, readersOf } from "./model.js";
import type { Pooling } from "./pooling.js";

/** See `textExporter`. */
export const exporter = textExporter<LstmTextShape>("lstm-text-classifier", (graph, { ids, mask }, shape) => {
  const { hidden } = shape;
  const readers = readersOf(shape).map((reader) => ({
    kernel: `${reader}/kernel`,
    recurrent: `${reader}/recurrent`,
    bias: `${reader}/bias`,
  }));
  const read = recurrent(graph, graph.rows(ids, "words/table"), { operator: "LSTM", hidden, readers, mask });
  return graph.dense(pooled(graph, read, mask, shape.pooling), "classes");
});

/** States as one for each text; see `pooled` of the model. */
function pooled(graph: OnnxGraph, { states, last }: Read, mask: string, pooling: Pooling): string {
  if (pooling === "last") return last;
  // In the room after a text's end states are 0, which a mean does not see.
  if (pooling === "mean")
    return graph.apply("Div", [sumOver(graph, states, 1), unsqueezed(graph, lengthsOf(graph, mask), 1)]);
  const among = graph.apply("Add", [states, unsqueezed(graph, hiding(graph, mask), 2)]);
  return graph.apply("ReduceMax", [among], [integerList("axes", [1]), integer("keepdims", 0)]);
}
