import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { loadImages } from "../../datasets/built-in-images.js";
import { probabilitiesOf } from "../../export/class-outputs.js";
import type { ModelExporter } from "../../export/exporter.js";
import { integer, integerList } from "../../export/onnx-attributes.js";
import { OnnxGraph } from "../../export/onnx-graph.js";
import { brightnessOf, labelsOf, type PicturePreparation, prepare } from "./data.js";
import { convolutionsOf, KERNEL } from "./model.js";

/** Takes `images` [batch, size, size], or of colours [batch, size, size, 3], brightness from 0 (black) to 1, and says `probabilities` [batch, classes]. */
export const exporter: ModelExporter<CnnParameters, "CLASSIFICATION"> = {
  onnx({ parameters: { variant }, preparation, weights }, precision) {
    const { size, channels: depth = 1, mean, deviation, classes } = preparation as unknown as PicturePreparation;
    const graph = new OnnxGraph(precision, weights);
    const centred = graph.apply("Sub", [graph.input("images", pictureShape(size, depth)), graph.floats([mean])]);
    const normalised = graph.apply("Div", [centred, graph.floats([deviation])]);
    let signal =
      depth === 1
        ? graph.reshaped(normalised, [1, size, size])
        : graph.apply("Transpose", [normalised], [integerList("perm", [0, 3, 1, 2])]);
    let side = size;
    let channels: number = depth;
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

  async testPart({ dataset, ownData, random, predicted }) {
    const data = prepare(await loadImages(dataset, ownData), random.stream("split"));
    const { test } = data.split;
    return {
      inputs: {
        images: {
          shape: [test.length, ...pictureShape(data.size, data.channels)],
          values: brightnessOf(data, test).pixels,
        },
      },
      ...probabilitiesOf(predicted, data.classes, labelsOf(data, test)),
    };
  },
};

function pictureShape(size: number, channels: number): number[] {
  return channels === 1 ? [size, size] : [size, size, channels];
}
