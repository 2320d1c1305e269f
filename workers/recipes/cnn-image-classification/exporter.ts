import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { loadMnistDigits } from "../../datasets/mnist-digits.js";
import type { ModelExporter } from "../../export/exporter.js";
import { integer, OnnxGraph } from "../../export/onnx-graph.js";
import { brightnessOf, type DigitPreparation, labelsOf, prepare } from "./data.js";
import { convolutionsOf, KERNEL } from "./model.js";

/** Takes `images` [batch, size, size], brightness from 0 (black) to 1, and says `probabilities` [batch, classes]. */
export const exporter: ModelExporter<CnnParameters, "CLASSIFICATION"> = {
  onnx({ parameters: { variant }, preparation, weights }, precision) {
    const { size, mean, deviation, classes } = preparation as unknown as DigitPreparation;
    const graph = new OnnxGraph(precision, weights);
    const centred = graph.apply("Sub", [graph.input("images", [size, size]), graph.floats([mean])]);
    let signal = graph.reshaped(graph.apply("Div", [centred, graph.floats([deviation])]), [1, size, size]);
    let [side, channels] = [size, 1];
    convolutionsOf(variant).forEach(({ filters, pooled }, index) => {
      signal = graph.apply("Relu", [graph.convolution(signal, `conv${index + 1}`, 0)]);
      side -= KERNEL - 1;
      if (pooled) signal = graph.halved(signal, { whole: true, side });
      if (pooled) side = Math.floor(side / 2);
      channels = filters;
    });
    const dense = graph.apply("Relu", [graph.dense(graph.flat(signal, side * side * channels), "dense")]);
    const probabilities = graph.apply("Softmax", [graph.dense(dense, "classes")], [integer("axis", 1)]);
    graph.output("probabilities", probabilities, [classes.length]);
    return graph.file("cnn-image-classification", { classes });
  },

  async testPart({ dataset, random, predicted }) {
    const data = prepare(await loadMnistDigits(dataset), random.stream("split"));
    const { test } = data.split;
    const classes = [...data.classes];
    return {
      inputs: { images: { shape: [test.length, data.size, data.size], values: brightnessOf(data, test).pixels } },
      expected: { output: "probabilities", values: predicted.probabilities },
      predictions: ({ probabilities }) => ({
        classes,
        labels: labelsOf(data, test),
        probabilities: probabilities.values,
      }),
    };
  },
};
