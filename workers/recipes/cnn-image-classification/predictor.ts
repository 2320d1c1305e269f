import * as tf from "@tensorflow/tfjs";
import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { classPredictions } from "../../inference/class-predictions.js";
import { greyImage } from "../../inference/grey-images.js";
import type { OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import type { DigitPreparation } from "./data.js";
import { logits, weightShapes } from "./model.js";

/** Asks a trained network about pictures in PNG, which are made grey and brought to its size. */
export const openPredictor: OpenPredictor<CnnParameters> = async ({ parameters, preparation, weights }) => {
  const { variant } = parameters;
  const { size, classes, mean, deviation } = preparation as unknown as DigitPreparation;
  const restored = restoredTensors(weights, Object.keys(weightShapes(variant, size, classes.length)));
  return {
    async predict({ images = [] }) {
      const pixels = images!.map((image, at) => greyImage(image, size, `images.${at}`));
      const normalised = Float32Array.from(
        pixels.flatMap((bytes) => [...bytes]),
        (byte) => (byte / 255 - mean) / deviation,
      );
      const judged = tf.tidy(() =>
        tf.softmax(logits(variant, restored, tf.tensor4d(normalised, [pixels.length, size, size, 1]))),
      );
      const probabilities = (await judged.data()) as Float32Array;
      judged.dispose();
      return classPredictions(classes, probabilities);
    },
    dispose: () => tf.dispose(restored),
  };
};
