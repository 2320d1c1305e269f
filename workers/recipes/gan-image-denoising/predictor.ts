import * as tf from "@tensorflow/tfjs";
import type { GanDenoisingParameters } from "../../../src/domains/training/recipes/gan-image-denoising.spec.js";
import { askedImage } from "../../inference/asked-images.js";
import { imagePredictions } from "../../inference/image-predictions.js";
import type { OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { cleaned } from "./cleaning.js";
import { generatorShapes } from "./model.js";

/** Asks a trained generator how pictures in PNG or JPEG look without their noise. They are made grey and brought to its size. */
export const openPredictor: OpenPredictor<GanDenoisingParameters> = async ({ parameters, preparation, weights }) => {
  const size = preparation.size as number;
  const shape = { ...parameters, size };
  const generator = restoredTensors(weights, Object.keys(generatorShapes(shape)));
  return {
    async predict({ images }) {
      const pixels = images!.flatMap((image, at) => [...askedImage(image, { size, channels: 1 }, `images.${at}`)]);
      const spoilt = Float32Array.from(pixels, (byte) => byte / 255);
      return imagePredictions(await cleaned(shape, generator, spoilt), size);
    },
    dispose: () => tf.dispose(generator),
  };
};
