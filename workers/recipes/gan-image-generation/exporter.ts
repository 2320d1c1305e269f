import type { GanGenerationParameters } from "../../../src/domains/training/recipes/gan-image-generation.spec.js";
import { loadImages } from "../../datasets/built-in-images.js";
import type { ModelExporter } from "../../export/exporter.js";
import { integer, integerList } from "../../export/onnx-attributes.js";
import { OnnxGraph } from "../../export/onnx-graph.js";
import { prepare } from "../cnn-image-classification/data.js";
import { testInputs } from "./inputs.js";
import { Reader } from "./reader.js";

/**
 * The generator alone. Takes `latent` [batch, latent], independent normal numbers, and where it is told the classes `classes` [batch, classes],
 * a 1 for the one to make and 0 for the others; says `pictures` [batch, size, size], brightness from 0 (black) to 1.
 */
export const exporter: ModelExporter<GanGenerationParameters, "GENERATED_IMAGES"> = {
  onnx({ parameters, preparation, weights }, precision) {
    const { variant, latent, filters, conditional } = parameters;
    const { size, classes } = preparation as { size: number; classes: string[] };
    const graph = new OnnxGraph(precision, weights);
    let signal = graph.input("latent", [latent]);
    if (conditional)
      signal = graph.apply("Concat", [signal, graph.input("classes", [classes.length])], [integer("axis", 1)]);
    if (variant === "dense") {
      for (const layer of ["dense1", "dense2"])
        signal = graph.apply("Relu", [graph.dense(signal, `generator/${layer}`)]);
      signal = graph.dense(signal, "generator/picture");
    } else {
      const small = graph.apply("Relu", [graph.dense(signal, "generator/dense")]);
      const places = graph.reshaped(small, [size / 4, size / 4, filters]);
      const channelsFirst = graph.apply("Transpose", [places], [integerList("perm", [0, 3, 1, 2])]);
      const enlarged = graph.apply("Relu", [graph.doubled(channelsFirst, "generator/enlarge")]);
      signal = graph.doubled(enlarged, "generator/picture");
    }
    const signed = graph.reshaped(graph.apply("Tanh", [signal]), [size, size]);
    const half = graph.floats([0.5]);
    graph.output("pictures", graph.apply("Add", [graph.apply("Mul", [signed, half]), half]), [size, size]);
    return graph.file("gan-image-generation", conditional ? { classes } : {});
  },

  /** The reader that judges the pictures is trained again: it is no part of the model, and data and seed decide it. */
  async testPart({ parameters, dataset, ownData, random, predicted }) {
    const { latent, conditional } = parameters;
    const classes = conditional ? predicted.classes.length : 0;
    const inputs = testInputs({ latent, classes }, random);
    const rows = inputs.latent.length / latent;
    const read = async (pictures: Float32Array) => {
      const data = prepare(await loadImages(dataset, ownData), random.stream("split"));
      const reader = await Reader.trained(data, random.state().seed);
      try {
        return await reader.read(pictures);
      } finally {
        reader.dispose();
      }
    };
    return {
      inputs: {
        latent: { shape: [rows, latent], values: inputs.latent },
        ...(conditional && { classes: { shape: [rows, classes], values: inputs.told } }),
      },
      expected: { pictures: predicted.pictures },
      predictions: async ({ pictures: { values } }) => ({ ...predicted, pictures: values, ...(await read(values)) }),
    };
  },
};
