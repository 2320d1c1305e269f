import { textPredictor } from "../text-classification/predictor.js";
import { transformerTextModel } from "./model.js";

/** Asks a trained network about texts. */
export const openPredictor = textPredictor(transformerTextModel);
