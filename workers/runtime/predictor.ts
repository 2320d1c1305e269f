import type { Prediction, PredictionInput } from "../../src/domains/training/predictions/prediction.specs.js";
import type { StateTensor } from "./trainer.js";

/** A trained model as its run left it. */
export interface SavedModel<P> {
  /** Checked against the recipe's spec. */
  parameters: P;
  /** What the trainer gave beside the weights; see `Trainer.preparation`. */
  preparation: Record<string, unknown>;
  weights: Record<string, StateTensor>;
}

/** A model that is ready to be asked. */
export interface Predictor {
  /** Throws `InputFault` for an input that it cannot take. The same input has the same answer. */
  predict(input: PredictionInput): Promise<Prediction[]>;
  dispose(): void;
}

export type OpenPredictor<P> = (model: SavedModel<P>) => Promise<Predictor>;

/** An example that a model cannot take; `field` is its path within the input, e.g. `rows.3.body_mass_g`. */
export class InputFault extends Error {
  override name = "InputFault";

  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
