import { forecastChart } from "../../drawing/forecast-chart.js";
import { judge, type Report } from "../judge.js";
import {
  coefficientOfDetermination,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanAbsoluteScaledError,
  meanSquaredError,
  refuseUnusable,
} from "../regression.js";
import type { Forecasts } from "../test-predictions.js";

/** How good forecasts are. `mae` and `rmse` are in the series' unit, `mape` is a share; null stands where a figure has no meaning. */
export interface ForecastEvaluation extends Report {
  mae: number;
  mse: number;
  rmse: number;
  mape: number | null;
  /** `mae` in units of the naive forecast's over the training part. */
  mase: number | null;
  /** The same of the seasonal naive forecast. */
  seasonalMase: number | null;
  r2: number | null;
  details: Omit<Forecasts, "truth" | "predicted">;
}

/**
 * Forecasts of one step ahead; scaled errors by Hyndman and Koehler 2006, the others by scikit-learn's definitions. No figure has an
 * interval: errors that follow each other in time hang together, and a bootstrap that draws single rows would make it too narrow.
 */
export const forecastJudge = judge({
  primary: "mase",
  encode: ({ truth, predicted, ...rest }: Forecasts) => ({
    tensors: {
      truth: { shape: [truth.length], dtype: "float32", values: truth },
      predicted: { shape: [predicted.length], dtype: "float32", values: predicted },
    },
    json: described(rest),
  }),
  decode: ({ tensors, json }): Forecasts => ({
    truth: tensors.truth.values as Float32Array,
    predicted: tensors.predicted.values as Float32Array,
    ...(json as unknown as ForecastEvaluation["details"]),
  }),
  evaluate: (forecasts: Forecasts): ForecastEvaluation => {
    refuseUnusable(forecasts);
    const { truth, predicted: _, ...rest } = forecasts;
    const mse = meanSquaredError(forecasts);
    return {
      rows: truth.length,
      mae: meanAbsoluteError(forecasts),
      mse,
      rmse: Math.sqrt(mse),
      mape: meanAbsolutePercentageError(forecasts),
      mase: meanAbsoluteScaledError(forecasts, rest.naiveError),
      seasonalMase: meanAbsoluteScaledError(forecasts, rest.seasonalNaiveError),
      r2: coefficientOfDetermination(forecasts),
      details: described(rest),
    };
  },
  scoreRows: ({ truth, predicted, unit, from, step }: Forecasts) => ({
    figure: "mae",
    scores: truth.map((value, i) => Math.abs(predicted[i] - value)),
    truth: [unit, from, step, truth],
  }),
  draw: (forecasts) => [
    {
      kind: "FIGURE",
      name: "forecast.svg",
      svg: forecastChart({ en: "Forecasts of the test part", zh: "测试部分的预测" }, forecasts),
    },
  ],
});

/** The description alone, without what a baseline carries besides. */
function described(forecasts: ForecastEvaluation["details"]): ForecastEvaluation["details"] {
  const { unit, from, step, season, naiveError, seasonalNaiveError } = forecasts;
  return { unit, from, step, season, naiveError, seasonalNaiveError };
}
