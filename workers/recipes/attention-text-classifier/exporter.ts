import { hiding, softmax, sumOver, transposed, unsqueezed, weightAsFloats } from "../../export/onnx-layers.js";
import { recurrent } from "../../export/onnx-recurrent.js";
import { textExporter } from "../text-classification/exporter.js";
import type { AttentionTextShape } from "./model.js";

/** See `textExporter`. */
export const exporter = textExporter<AttentionTextShape>(
  "attention-text-classifier",
  (graph, { ids, mask }, { hidden }) => {
    const readers = ["forwards", "backwards"].map((reader) => ({
      kernel: `${reader}/inputs/kernel`,
      recurrent: `${reader}/recurrent/kernel`,
      bias: `${reader}/inputs/bias`,
    }));
    const words = graph.rows(ids, "words/table");
    const { states } = recurrent(graph, words, { operator: "GRU", hidden, readers, mask });
    const units = graph.apply("Tanh", [graph.dense(states, "attention/hidden")]);
    const asked = graph.apply("MatMul", [units, weightAsFloats(graph, "attention/score/kernel")]);
    const unseen = unsqueezed(graph, hiding(graph, mask), 1);
    const shares = softmax(graph, graph.apply("Add", [transposed(graph, asked, 0, 2, 1), unseen]));
    return graph.dense(sumOver(graph, graph.apply("MatMul", [shares, states]), 1), "classes");
  },
);
