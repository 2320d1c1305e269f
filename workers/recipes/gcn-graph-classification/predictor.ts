import * as tf from "@tensorflow/tfjs";
import type { ClassPrediction, GraphInput } from "../../../src/domains/training/predictions/prediction.specs.js";
import type { GcnParameters } from "../../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import type { Graph } from "../../datasets/graphs.js";
import { classPredictions } from "../../inference/class-predictions.js";
import { InputFault, type OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { batchOf, type GraphPreparation } from "./data.js";
import { logProbabilities, weightShapes } from "./model.js";
import { placed } from "./propagation.js";

/** Graphs in one batch: 7,500 nodes at most. */
const AT_ONCE = 25;

/** Asks a trained network for the classes of graphs whose nodes are of types that it has learnt. */
export const openPredictor: OpenPredictor<GcnParameters> = async ({ parameters, preparation, weights }) => {
  const { types, classes } = preparation as GraphPreparation;
  const shape = { width: parameters.width, types: types.length, classes: classes.length };
  const restored = restoredTensors(weights, Object.keys(weightShapes(shape)));
  return {
    async predict({ graphs }) {
      const asked = graphs!.map((graph, at) => askedGraph(graph, types, `graphs.${at}`));
      const predictions: ClassPrediction[] = [];
      for (let from = 0; from < asked.length; from += AT_ONCE) {
        const part = asked.slice(from, from + AT_ONCE);
        const batch = batchOf({ graphs: part }, Int32Array.from(part.keys()));
        const judged = tf.tidy(() => tf.exp(logProbabilities(restored, placed(batch, types.length))));
        predictions.push(...classPredictions(classes, (await judged.data()) as Float32Array));
        judged.dispose();
      }
      return predictions;
    },
    dispose: () => tf.dispose(restored),
  };
};

function askedGraph({ nodes, edges }: GraphInput, types: readonly string[], field: string): Graph {
  return {
    types: Int32Array.from(nodes, (type, at) => {
      const number = types.indexOf(type);
      if (number >= 0) return number;
      throw new InputFault(
        `${field}.nodes.${at}`,
        `“${type}” is none of ${types.map((known) => `“${known}”`).join(", ")}.`,
      );
    }),
    edges: Int32Array.from(edges.flatMap(({ from, to }) => [Math.min(from, to), Math.max(from, to)])),
  };
}
