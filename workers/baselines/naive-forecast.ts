/** The name of a naive forecast, and how many steps before it looks. */
export interface NaiveForecast {
  name: "naive" | "seasonal-naive";
  lag: number;
}

/** The two forecasts that learn nothing: the last value, and the value of a season ago. */
export function naiveForecasts(season: number): [NaiveForecast, NaiveForecast] {
  return [
    { name: "naive", lag: 1 },
    { name: "seasonal-naive", lag: season },
  ];
}

/** Each of these times forecast by the true value `lag` steps before. */
export function naiveForecast(values: Float64Array, times: Int32Array, { lag }: NaiveForecast): Float32Array {
  return Float32Array.from(times, (time) => values[time - lag]);
}
