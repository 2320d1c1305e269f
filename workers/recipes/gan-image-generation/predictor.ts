import * as tf from "@tensorflow/tfjs";
import type { GanGenerationParameters } from "../../../src/domains/training/recipes/gan-image-generation.spec.js";
import type { SamplesInput } from "../../../src/domains/training/predictions/prediction.specs.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { imagePredictions } from "../../inference/image-predictions.js";
import { InputFault, type OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { generatorShapes } from "./model.js";
import { told } from "./inputs.js";
import { madePictures } from "./pictures.js";

/** Has a trained generator make pictures: of one class, of each in turn, or, where it was told none, of whatever it makes. */
export const openPredictor: OpenPredictor<GanGenerationParameters> = async ({ parameters, preparation, weights }) => {
  const { size, classes } = preparation as { size: number; classes: string[] };
  const names = parameters.conditional ? classes : [];
  const shape = { ...parameters, size, classes: names.length };
  const generator = restoredTensors(weights, Object.keys(generatorShapes(shape)));
  return {
    async predict({ samples }) {
      const { count, seed } = samples!;
      const numbers = new Float32Array(count * shape.latent);
      const latent = new RandomStreams(seed).stream("samples").fillNormal(numbers);
      const wanted = wantedClasses(samples!, names);
      const pictures = await madePictures(shape, generator, { latent, told: told(wanted, names.length) });
      return imagePredictions(
        pictures,
        size,
        Array.from(wanted, (label) => names[label]),
      );
    },
    dispose: () => tf.dispose(generator),
  };
};

/** The class of each picture, as a place in `names`; none where the generator was told none. */
function wantedClasses({ label, count }: SamplesInput, names: readonly string[]): Int32Array {
  if (label == null) return Int32Array.from({ length: names.length && count }, (_, at) => at % names.length);
  if (names.length === 0)
    throw new InputFault("samples.label", "must not be given: the model was not told the classes.");
  const wanted = names.indexOf(label);
  if (wanted < 0) throw new InputFault("samples.label", `“${label}” is none of ${names.join(", ")}.`);
  return new Int32Array(count).fill(wanted);
}
