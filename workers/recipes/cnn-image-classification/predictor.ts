import * as tf from "@tensorflow/tfjs";
import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { classPredictions } from "../../inference/class-predictions.js";
import { askedImage } from "../../inference/asked-images.js";
import type { OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import type { PicturePreparation } from "./data.js";
import { logits, weightShapes } from "./model.js";

/** Asks a trained network about pictures in PNG or JPEG, which are brought to its size, and made grey for one that learnt from grey ones. */
export const openPredictor: OpenPredictor<CnnParameters> = async ({ parameters, preparation, weights }) => {
  const { variant } = parameters;
  const { size, channels = 1, classes, mean, deviation } = preparation as unknown as PicturePreparation;
  const shape = { variant, size, channels, classes: classes.length };
  const restored = restoredTensors(weights, Object.keys(weightShapes(shape)));
  return {
    async predict({ images = [] }) {
      const pixels = images!.map((image, at) => askedImage(image, shape, `images.${at}`));
      const normalised = Float32Array.from(
        pixels.flatMap((bytes) => [...bytes]),
        (byte) => (byte / 255 - mean) / deviation,
      );
      const judged = tf.tidy(() =>
        tf.softmax(logits(variant, restored, tf.tensor4d(normalised, [pixels.length, size, size, channels]))),
      );
      const probabilities = (await judged.data()) as Float32Array;
      judged.dispose();
      return classPredictions(classes, probabilities);
    },
    dispose: () => tf.dispose(restored),
  };
};
