import * as tf from "@tensorflow/tfjs";
import type { AutoencoderParameters } from "../../../src/domains/training/recipes/autoencoder-features.spec.js";
import { askedImage } from "../../inference/asked-images.js";
import type { OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { encode, weightShapes } from "./model.js";

/** Asks a trained network for the features of pictures in PNG or JPEG, which are made grey and brought to its size. */
export const openPredictor: OpenPredictor<AutoencoderParameters> = async ({ parameters, preparation, weights }) => {
  const { features, filters, depth } = parameters;
  const size = preparation.size as number;
  const shape = { size, features, filters, depth };
  const restored = restoredTensors(weights, Object.keys(weightShapes(shape)));
  return {
    async predict({ images }) {
      const pixels = images!.flatMap((image, at) => [...askedImage(image, { size, channels: 1 }, `images.${at}`)]);
      const brightness = Float32Array.from(pixels, (byte) => byte / 255);
      const codes = tf.tidy(() => encode(shape, restored, tf.tensor4d(brightness, [images!.length, size, size, 1])));
      const values = await codes.array();
      codes.dispose();
      return values.map((found) => ({ __typename: "FeaturesPrediction", features: found }));
    },
    dispose: () => tf.dispose(restored),
  };
};
