import type { AutoencoderParameters } from "../../../src/domains/training/recipes/autoencoder-features.spec.js";
import type { ModelExporter } from "../../export/exporter.js";
import { integerList, text } from "../../export/onnx-attributes.js";
import { OnnxGraph } from "../../export/onnx-graph.js";
import { sides } from "./model.js";

/**
 * Takes `pictures` [batch, size, size], brightness from 0 (black) to 1. Says their `features` [batch, features], and the pictures as they are
 * drawn again from these, `reconstructions` [batch, size, size].
 */
export const exporter: ModelExporter<AutoencoderParameters, "RECONSTRUCTION"> = {
  onnx({ parameters, preparation, weights }, precision) {
    const { features, filters, depth } = parameters;
    const size = preparation.size as number;
    const at = sides({ size, features, filters, depth });
    const graph = new OnnxGraph(precision, weights);
    let signal = graph.reshaped(graph.input("pictures", [size, size]), [1, size, size]);
    for (let layer = 1; layer <= depth; layer++) {
      const convolved = graph.apply("Relu", [graph.convolution(signal, `encode${layer}`, 1)]);
      signal = graph.halved(convolved, { whole: false, side: at[layer - 1] });
    }
    const smallest = at[depth];
    const codes = graph.dense(graph.flat(signal, smallest ** 2 * filters), "code");
    graph.output("features", codes, [features]);
    const expanded = graph.reshaped(graph.apply("Relu", [graph.dense(codes, "expand")]), [smallest, smallest, filters]);
    signal = graph.apply("Transpose", [expanded], [integerList("perm", [0, 3, 1, 2])]);
    for (let layer = 1; layer <= depth; layer++) {
      const side = at[depth - layer];
      const doubled = graph.apply(
        "Resize",
        [signal, "", graph.floats([1, 1, 2, 2])],
        [text("mode", "nearest"), text("coordinate_transformation_mode", "asymmetric"), text("nearest_mode", "floor")],
      );
      const [from, to, axes] = [
        [0, 0],
        [side, side],
        [2, 3],
      ].map((values) => graph.integers(values));
      const cut = graph.apply("Slice", [doubled, from, to, axes]);
      signal =
        layer < depth
          ? graph.apply("Relu", [graph.convolution(cut, `decode${layer}`, 1)])
          : graph.convolution(cut, "picture", 1);
    }
    graph.output("reconstructions", graph.reshaped(graph.apply("Sigmoid", [signal]), [size, size]), [size, size]);
    return graph.file("autoencoder-features", {});
  },

  /** The probe of the run's own features stays what it was: pictures are what is judged. */
  async testPart({ predicted }) {
    const { size, truth, seen = truth, labels, reconstructions } = predicted;
    return {
      inputs: { pictures: { shape: [labels.length, size, size], values: seen } },
      expected: { reconstructions },
      figure: "psnr",
      predictions: (outputs) => ({ ...predicted, reconstructions: outputs.reconstructions.values }),
    };
  },
};
