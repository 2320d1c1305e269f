import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { naiveForecast, naiveForecasts } from "../../workers/baselines/naive-forecast.js";
import { loadTimeSeries } from "../../workers/datasets/time-series.js";
import { type ForecastEvaluation, forecastJudge } from "../../workers/evaluation/judges/forecast.judge.js";
import {
  coefficientOfDetermination,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  naiveErrorOf,
} from "../../workers/evaluation/regression.js";
import type { Forecasts, TestPredictions } from "../../workers/evaluation/test-predictions.js";
import { decodePredictions, encodePredictions } from "../../workers/runtime/prediction-file.js";

interface Reference {
  name: string;
  truth: number[];
  predicted: number[];
  mae: number;
  mse: number;
  mape: number;
  r2: number;
}

const { regression } = JSON.parse(readFileSync("test/fixtures/metrics.json", "utf8")) as { regression: Reference[] };

test.each(regression)("errors of $name are scikit-learn's", ({ truth, predicted, mae, mse, mape, r2 }) => {
  const values = { truth, predicted };
  expect(meanAbsoluteError(values)).toBeCloseTo(mae, 12);
  expect(meanSquaredError(values)).toBeCloseTo(mse, 12);
  expect(meanAbsolutePercentageError(values)).toBeCloseTo(mape, 12);
  expect(coefficientOfDetermination(values)).toBeCloseTo(r2, 12);
});

test("a naive forecast errs by the mean change over its lag", () => {
  const values = Float64Array.of(1, 3, 2, 6);
  expect(naiveErrorOf(values, 1)).toBeCloseTo((2 + 1 + 4) / 3, 12);
  expect(naiveErrorOf(values, 2)).toBeCloseTo((1 + 3) / 2, 12);
  const [naive, seasonal] = naiveForecasts(2);
  expect([...naiveForecast(values, Int32Array.of(2, 3), naive)]).toEqual([3, 2]);
  expect([...naiveForecast(values, Int32Array.of(2, 3), seasonal)]).toEqual([1, 3]);
});

const forecasts: Forecasts = {
  truth: Float32Array.of(1, 2, 4, 5),
  predicted: Float32Array.of(2, 2, 3, 7),
  unit: "°C",
  from: "2015-05-27",
  step: "day",
  season: 365,
  naiveError: 2,
  seasonalNaiveError: 4,
};
const judged = (changes: Partial<Forecasts> = {}) =>
  forecastJudge.evaluate({ ...forecasts, ...changes }) as ForecastEvaluation;

test("forecasts are judged in the series' unit, and scaled by the naive forecasts of the training part", () => {
  expect(judged()).toEqual({
    rows: 4,
    mae: 1,
    mse: 1.5,
    rmse: Math.sqrt(1.5),
    mape: (1 + 0 + 1 / 4 + 2 / 5) / 4,
    mase: 0.5,
    seasonalMase: 0.25,
    r2: 1 - 6 / 10,
    details: { unit: "°C", from: "2015-05-27", step: "day", season: 365, naiveError: 2, seasonalNaiveError: 4 },
  });
});

test("a figure that has no meaning is null", () => {
  expect(judged({ truth: Float32Array.of(0, 2, 4, 5) }).mape).toBeNull();
  expect(judged({ truth: Float32Array.of(3, 3, 3, 3) }).r2).toBeNull();
  expect(judged({ naiveError: 0 }).mase).toBeNull();
});

test.each([
  ["none", { truth: new Float32Array(0), predicted: new Float32Array(0) }, "There are no values to judge."],
  ["too few", { predicted: Float32Array.of(1) }, "4 true values do not fit 1 predicted ones."],
  ["no numbers", { predicted: Float32Array.of(1, 2, NaN, 4) }, "A value is no number."],
])("forecasts that cannot be judged are refused: %s", (_, changes, message) => {
  expect(() => judged(changes)).toThrow(new RangeError(message));
});

test("forecasts travel in a file, the baseline with its name", () => {
  const baseline = { ...forecasts, name: "naive", predicted: Float32Array.of(0, 1, 2, 4) };
  const predictions: TestPredictions = { kind: "FORECAST", model: forecasts, baseline };
  expect(decodePredictions(encodePredictions(predictions))).toEqual(predictions);
});

test("forecasts are drawn over the truth, with their errors below", () => {
  const [drawing] = forecastJudge.draw(forecasts, judged());
  expect(drawing).toMatchObject({ kind: "FIGURE", name: "forecast.svg" });
  for (const name of ["truth", "forecast", "error"]) expect(drawing?.svg).toContain(`data-series="${name}"`);
  expect(drawing?.svg).toContain("days since 2015-05-27");
});

describe("the built-in series", () => {
  test("the weather has every day of four years", async () => {
    const { dates, values, filled, season } = await loadTimeSeries("seattle-weather");
    expect([dates[0], dates.at(-1), values.length]).toEqual(["2012-01-01", "2015-12-31", 1_461]);
    expect([values[0], values.at(-1), filled, season]).toEqual([12.8, 5.6, 0, 365]);
  });

  test("CO2 has every month, five of them on a straight line between their neighbours", async () => {
    const { dates, values, filled, season } = await loadTimeSeries("co2");
    expect([dates[0], dates.at(-1), values.length]).toEqual(["1958-03", "2020-04", 746]);
    expect([filled, season]).toEqual([5, 12]);
    const at = (date: string) => values[dates.indexOf(date)];
    expect(at("1958-06")).toBeCloseTo((at("1958-05") + at("1958-07")) / 2, 9);
    expect(at("1964-03")).toBeCloseTo((at("1964-01") + at("1964-05")) / 2, 9);
  });

  test("another data set is refused by name", async () => {
    await expect(loadTimeSeries("mnist-digits")).rejects.toMatchObject({ code: "DATASET_UNUSABLE" });
  });
});
