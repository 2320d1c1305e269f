import type { GanDenoisingParameters } from "../../../src/domains/training/recipes/gan-image-denoising.spec.js";
import type { ModelExporter } from "../../export/exporter.js";
import { integer } from "../../export/onnx-attributes.js";
import { OnnxGraph } from "../../export/onnx-graph.js";

/**
 * The generator alone. Takes noisy `pictures` [batch, size, size], brightness from 0 (black) to 1, and says how they were without noise,
 * `restored` [batch, size, size], cut off at black and white.
 */
export const exporter: ModelExporter<GanDenoisingParameters, "RESTORED_IMAGES"> = {
  onnx({ preparation, weights }, precision) {
    const size = preparation.size as number;
    const graph = new OnnxGraph(precision, weights);
    const spoilt = graph.reshaped(graph.input("pictures", [size, size]), [1, size, size]);
    const rectified = (signal: string) => graph.apply("Relu", [signal]);
    const first = rectified(graph.convolution(spoilt, "generator/first", 1));
    const halved = rectified(graph.convolution(first, "generator/halve", 1, 2));
    const middle = rectified(graph.convolution(halved, "generator/middle", 1));
    const doubled = rectified(graph.doubled(middle, "generator/double"));
    const both = graph.apply("Concat", [first, doubled], [integer("axis", 1)]);
    const restored = graph.apply("Add", [spoilt, graph.convolution(both, "generator/picture", 1)]);
    const clipped = graph.apply("Clip", [restored, graph.floats([0], []), graph.floats([1], [])]);
    graph.output("restored", graph.reshaped(clipped, [size, size]), [size, size]);
    return graph.file("gan-image-denoising", {});
  },

  async testPart({ predicted }) {
    const { size, spoilt, restored } = predicted;
    return {
      inputs: { pictures: { shape: [spoilt.length / size ** 2, size, size], values: spoilt } },
      expected: { restored },
      predictions: (outputs) => ({ ...predicted, restored: outputs.restored.values }),
    };
  },
};
