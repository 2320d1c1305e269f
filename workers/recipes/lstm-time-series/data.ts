import type { LstmTimeSeriesParameters } from "../../../src/domains/training/recipes/lstm-time-series.spec.js";
import type { TimeSeries } from "../../datasets/time-series.js";

/** Where validation and test begin, as shares of the series. */
const [VALIDATION_FROM, TEST_FROM] = [0.7, 0.85];
/** Inputs of each time step: the standardised value, and sine and cosine of the season's phase one step later. */
export const FEATURES = 3;

/**
 * A series ready to be learnt. A row is the time that is forecast; its inputs are the `window` steps before it. Rows of the
 * three parts follow each other in time, and what a row sees of the past is always the true one.
 */
export interface WindowedSeries extends TimeSeries {
  window: number;
  /** Steps between the two values of a difference; 0 where the values themselves are learnt. */
  lag: number;
  /** Of the differences (or values) of the training part. */
  mean: number;
  deviation: number;
  /** (value − value `lag` steps before − mean) / deviation; not a number where there is nothing to subtract. */
  standardised: Float32Array;
  /** Values that belong to the training part: all before this time. */
  trainingLength: number;
  split: { train: Int32Array; validation: Int32Array; test: Int32Array };
}

type Preparation = Pick<LstmTimeSeriesParameters, "window" | "difference" | "season">;

/** Splits 70/15/15 by time, takes differences, and standardises by the training part alone. */
export function prepare(series: TimeSeries, { window, difference, season }: Preparation): WindowedSeries {
  const { values } = series;
  const length = season === 0 ? series.season : season;
  const lag = { none: 0, first: 1, seasonal: length }[difference];
  const [validationFrom, testFrom] = [VALIDATION_FROM, TEST_FROM].map((share) => Math.floor(share * values.length));
  const changes = values.map((value, time) => (lag === 0 ? value : value - values[time - lag]));
  const { mean, deviation } = moments(changes.subarray(lag, validationFrom));
  return {
    ...series,
    season: length,
    window,
    lag,
    mean,
    deviation,
    standardised: Float32Array.from(changes, (change) => (change - mean) / deviation),
    trainingLength: validationFrom,
    split: {
      train: times(lag + window, validationFrom),
      validation: times(validationFrom, testFrom),
      test: times(testFrom, values.length),
    },
  };
}

/** Inputs of these rows, [rows, window, FEATURES]. */
export function inputsOf({ standardised, window, season }: WindowedSeries, rows: Int32Array): Float32Array {
  const inputs = new Float32Array(rows.length * window * FEATURES);
  rows.forEach((row, at) => {
    for (let step = 0; step < window; step++) {
      const time = row - window + step;
      const phase = (2 * Math.PI * (time + 1)) / season;
      inputs.set([standardised[time], Math.sin(phase), Math.cos(phase)], (at * window + step) * FEATURES);
    }
  });
  return inputs;
}

/** What the network is to say for these rows, standardised. */
export function targetsOf({ standardised }: WindowedSeries, rows: Int32Array): Float32Array {
  return Float32Array.from(rows, (row) => standardised[row]);
}

/** Truth of these rows, in the series' unit. */
export function truthOf({ values }: Pick<TimeSeries, "values">, rows: Int32Array): Float32Array {
  return Float32Array.from(rows, (row) => values[row]);
}

/** What the network said for these rows, back in the series' unit: a difference is added to the true value that it starts from. */
export function forecastsOf(data: WindowedSeries, rows: Int32Array, outputs: Float32Array): Float32Array {
  const { values, lag, mean, deviation } = data;
  return outputs.map((output, at) => output * deviation + mean + (lag === 0 ? 0 : values[rows[at] - lag]));
}

function moments(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

function times(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}
