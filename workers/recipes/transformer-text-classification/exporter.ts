import { encoderBlock, hiding, layerNorm, lengthsOf, sumOver, unsqueezed } from "../../export/onnx-layers.js";
import { sinusoid } from "../../runtime/tensor/layers/positions.js";
import { textExporter } from "../text-classification/exporter.js";
import { POSITION_SCALE, type TransformerTextShape } from "./model.js";

/** See `textExporter`. */
export const exporter = textExporter<TransformerTextShape>(
  "transformer-text-classification",
  (graph, { ids, mask, maxLength }, { width, heads, layers }) => {
    const waves = sinusoid(maxLength, width).map((wave) => wave * POSITION_SCALE);
    const length = graph.apply("Gather", [graph.apply("Shape", [ids]), graph.integers([1])]);
    const positions = graph.apply("Slice", [
      graph.floats(waves, [maxLength, width]),
      graph.integers([0]),
      length,
      graph.integers([0]),
    ]);
    const bias = unsqueezed(graph, hiding(graph, mask), 1, 2);
    let signal = graph.apply("Add", [graph.rows(ids, "words/table"), positions]);
    for (let layer = 1; layer <= layers; layer++)
      signal = encoderBlock(graph, signal, `block${layer}`, { width, heads, bias, norm: "before" });
    const there = graph.apply("Mul", [layerNorm(graph, signal, "norm"), unsqueezed(graph, mask, 2)]);
    const mean = graph.apply("Div", [sumOver(graph, there, 1), unsqueezed(graph, lengthsOf(graph, mask), 1)]);
    return graph.dense(mean, "classes");
  },
);
