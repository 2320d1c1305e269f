import type { StateTensor, TrainerState } from "../../runtime/trainer.js";
import type { Predictions } from "../test-predictions.js";

/** How the optional parts are written beside their tensors. */
interface Described {
  classes: string[];
  groups?: { column: string; names: string[]; favourable?: string };
  traits?: string[];
  shown?: { texts?: string[]; size?: number };
}

/** Class predictions for the way from the worker that trained to the one that judges. */
export function encodeClassPredictions(predictions: Predictions): TrainerState {
  const { classes, labels, probabilities, places, groups, traits, shown } = predictions;
  const numbers = (values: Int32Array): StateTensor => ({ shape: [values.length], dtype: "int32", values });
  const json: Described = { classes };
  const tensors: TrainerState["tensors"] = {
    labels: numbers(labels),
    probabilities: { shape: [labels.length, classes.length], dtype: "float32", values: probabilities },
  };
  if (places) tensors.places = numbers(places);
  if (groups) {
    const { of, column, names, favourable } = groups;
    tensors.groups = numbers(of);
    json.groups = { column, names, ...(favourable !== undefined && { favourable }) };
  }
  if (traits) {
    json.traits = traits.map(({ name }) => name);
    traits.forEach(({ values }, t) => (tensors[`trait/${t}`] = { shape: [values.length], dtype: "float32", values }));
  }
  if (shown) {
    const { rows, texts, pictures } = shown;
    tensors.shown = numbers(rows);
    if (pictures) {
      const { size, pixels } = pictures;
      const channels = pixels.length / (rows.length * size ** 2);
      tensors.pictures = { shape: [rows.length, size, size, channels], dtype: "float32", values: pixels };
    }
    json.shown = { ...(texts && { texts }), ...(pictures && { size: pictures.size }) };
  }
  return { tensors, json: { ...json } };
}

/** Reads what `encodeClassPredictions` wrote; files from before there were optional parts too. */
export function decodeClassPredictions({ tensors, json }: TrainerState): Predictions {
  const { classes, groups, traits, shown } = json as unknown as Described;
  const predictions: Predictions = {
    classes,
    labels: tensors.labels.values as Int32Array,
    probabilities: tensors.probabilities.values as Float32Array,
  };
  if ("places" in tensors) predictions.places = tensors.places.values as Int32Array;
  if (groups) predictions.groups = { ...groups, of: tensors.groups.values as Int32Array };
  if (traits)
    predictions.traits = traits.map((name, t) => ({ name, values: tensors[`trait/${t}`].values as Float32Array }));
  if (shown) {
    predictions.shown = { rows: tensors.shown.values as Int32Array };
    if (shown.texts) predictions.shown.texts = shown.texts;
    if (shown.size) predictions.shown.pictures = { size: shown.size, pixels: tensors.pictures.values as Float32Array };
  }
  return predictions;
}
