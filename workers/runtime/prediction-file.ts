import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
import type { Predictions, TestPredictions } from "./trainer.js";

/** Test predictions as one file, from the worker that trained to the one that judges. */
export function encodePredictions({ model, baseline }: TestPredictions): Buffer {
  return encodeSafetensors({
    tensors: { ...tensorsOf("model", model), ...tensorsOf("baseline", baseline) },
    json: { classes: model.classes, baseline: baseline.name },
  });
}

export function decodePredictions(file: Uint8Array): TestPredictions {
  const { tensors, json } = decodeSafetensors(file);
  const part = (name: string): Predictions => ({
    classes: json.classes as string[],
    labels: tensors[`${name}.labels`].values as Int32Array,
    probabilities: tensors[`${name}.probabilities`].values as Float32Array,
  });
  return { model: part("model"), baseline: { ...part("baseline"), name: json.baseline as string } };
}

function tensorsOf(name: string, { classes, labels, probabilities }: Predictions) {
  return {
    [`${name}.labels`]: { shape: [labels.length], dtype: "int32" as const, values: labels },
    [`${name}.probabilities`]: {
      shape: [labels.length, classes.length],
      dtype: "float32" as const,
      values: probabilities,
    },
  };
}
