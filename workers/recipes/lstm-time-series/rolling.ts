import { naiveForecast, type NaiveForecast, naiveForecasts } from "../../baselines/naive-forecast.js";
import { meanAbsoluteError, naiveErrorOf } from "../../evaluation/regression.js";
import type { Forecasts } from "../../evaluation/test-predictions.js";
import { forecastsOf, inputsOf, truthOf, type WindowedSeries } from "./data.js";
import type { LstmNetwork } from "./network.js";

/** Each of these rows forecast from the true values before it, one step ahead: what rolls on through time is the truth, not a forecast. */
export async function rollingForecasts(
  network: LstmNetwork,
  data: WindowedSeries,
  rows: Int32Array,
): Promise<Forecasts> {
  const { dates, values, unit, step, season, trainingLength } = data;
  const outputs = await network.forecast(inputsOf(data, rows), rows.length);
  const known = values.subarray(0, trainingLength);
  return {
    truth: truthOf(data, rows),
    predicted: forecastsOf(data, rows, outputs),
    unit,
    from: dates[rows[0]],
    step,
    season,
    naiveError: naiveErrorOf(known, 1),
    seasonalNaiveError: naiveErrorOf(known, season),
  };
}

/** The naive forecasts, the one with the smaller error over the validation part first. */
export function naiveByValidation({ values, season, split }: WindowedSeries): [NaiveForecast, NaiveForecast] {
  const truth = truthOf({ values }, split.validation);
  const error = (naive: NaiveForecast) =>
    meanAbsoluteError({ truth, predicted: naiveForecast(values, split.validation, naive) });
  const [last, seasonal] = naiveForecasts(season);
  return error(last) <= error(seasonal) ? [last, seasonal] : [seasonal, last];
}
