import * as tf from "@tensorflow/tfjs";
import { type Step, stepsBetween } from "../../../src/domains/training/datasets/formats/calendar.js";
import type { LstmTimeSeriesParameters } from "../../../src/domains/training/recipes/lstm-time-series.spec.js";
import { InputFault, type OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { FEATURES } from "./data.js";
import { forecast, weightShapes } from "./model.js";

/** What a forecast needs beside the weights. */
export interface SeriesPreparation {
  unit: string;
  step: Step;
  season: number;
  lag: number;
  mean: number;
  deviation: number;
  /** Date of the series' first value: what the phase of the season is counted from. */
  from: string;
}

/** Forecasts one step after the other, each from the true values and the forecasts before it. */
export const openPredictor: OpenPredictor<LstmTimeSeriesParameters> = async ({ parameters, preparation, weights }) => {
  const { unit, step, season, lag, mean, deviation, from } = preparation as unknown as SeriesPreparation;
  const { window } = parameters;
  const shape = { hidden: parameters.hidden, layers: parameters.layers };
  const restored = restoredTensors(weights, Object.keys(weightShapes(shape)));
  return {
    async predict({ series }) {
      const { values: known, until, steps } = series!;
      if (known.length < window + lag)
        throw new InputFault(
          "series.values",
          `must hold ${window + lag} values at least: the model looks back so far.`,
        );
      const values = known.slice(-(window + lag));
      const first = stepsBetween(from, until, step) - values.length + 1;
      for (let at = 0; at < steps; at++) {
        const inputs = new Float32Array(window * FEATURES);
        for (let i = 0; i < window; i++) {
          const time = values.length - window + i;
          const change = lag === 0 ? values[time] : values[time] - values[time - lag];
          const phase = (2 * Math.PI * (first + time + 1)) / season;
          inputs.set([(change - mean) / deviation, Math.sin(phase), Math.cos(phase)], i * FEATURES);
        }
        const output = tf.tidy(() => forecast(shape, restored, tf.tensor3d(inputs, [window, 1, FEATURES])));
        const [said] = await output.data();
        output.dispose();
        values.push(said * deviation + mean + (lag === 0 ? 0 : values[values.length - lag]));
      }
      return [{ __typename: "SeriesPrediction", unit, values: values.slice(-steps) }];
    },
    dispose: () => tf.dispose(restored),
  };
};
