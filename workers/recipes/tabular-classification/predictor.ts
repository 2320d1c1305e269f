import * as tf from "@tensorflow/tfjs";
import type { TabularParameters } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import { classPredictions } from "../../inference/class-predictions.js";
import type { OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { logits, weightShapes } from "./model.js";
import { type RowPreparation, rowFeatures } from "./row-preparation.js";

/** Asks a trained network about rows of a table, prepared as its own rows were. */
export const openPredictor: OpenPredictor<TabularParameters> = async ({ parameters, preparation, weights }) => {
  const { hiddenUnits, layers } = parameters;
  const prepared = preparation as unknown as RowPreparation;
  const [features, classes] = [prepared.features.length, prepared.classes.length];
  const restored = restoredTensors(weights, Object.keys(weightShapes({ features, hiddenUnits, layers, classes })));
  return {
    async predict({ rows = [] }) {
      const values = Float32Array.from(rows!.flatMap((row, at) => rowFeatures(prepared, row, `rows.${at}`)));
      const judged = tf.tidy(() => tf.softmax(logits(layers, restored, tf.tensor2d(values, [rows!.length, features]))));
      const probabilities = (await judged.data()) as Float32Array;
      judged.dispose();
      return classPredictions(prepared.classes, probabilities);
    },
    dispose: () => tf.dispose(restored),
  };
};
