import type { TabularParameters } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import { loadTable } from "../../datasets/built-in-tables.js";
import { probabilitiesOf } from "../../export/class-outputs.js";
import type { ModelExporter } from "../../export/exporter.js";
import { integer } from "../../export/onnx-attributes.js";
import { OnnxGraph } from "../../export/onnx-graph.js";
import { featuresOf, labelsOf, prepare, stepsOf } from "./preparation.js";
import type { RowPreparation } from "./row-preparation.js";

/**
 * Takes `features` [batch, features] in the order that its metadata tell: numbers in their own units, a category as 1 where a row has it
 * and 0 elsewhere. Says `probabilities` [batch, classes].
 */
export const exporter: ModelExporter<TabularParameters, "CLASSIFICATION"> = {
  onnx({ parameters: { layers }, preparation, weights }, precision) {
    const { features, classes } = preparation as unknown as RowPreparation;
    const scales = features.map((feature) => (feature.type === "number" ? feature : { mean: 0, deviation: 1 }));
    const graph = new OnnxGraph(precision, weights);
    const centred = graph.apply("Sub", [
      graph.input("features", [features.length]),
      graph.floats(scales.map(({ mean }) => mean)),
    ]);
    let signal = graph.apply("Div", [centred, graph.floats(scales.map(({ deviation }) => deviation))]);
    for (let layer = 1; layer <= layers; layer++) signal = graph.apply("Relu", [graph.dense(signal, `hidden${layer}`)]);
    const probabilities = graph.apply("Softmax", [graph.dense(signal, "classes")], [integer("axis", 1)]);
    graph.output("probabilities", probabilities, [classes.length]);
    return graph.file("tabular-classification", { classes, features });
  },

  async testPart({ parameters, dataset, ownData, random, predicted }) {
    const data = prepare(
      await loadTable(dataset, ownData),
      stepsOf(parameters, random.stream("split")),
      () => undefined,
    );
    const { features, classes, split } = data;
    const standardised = featuresOf(data, split.test);
    const values = standardised.map((value, at) => {
      const { source } = features[at % features.length];
      return source.type === "number" ? value * source.deviation + source.mean : value;
    });
    return {
      inputs: { features: { shape: [split.test.length, features.length], values } },
      ...probabilitiesOf(predicted, classes, labelsOf(data, split.test)),
    };
  },
};
