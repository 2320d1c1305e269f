/** Numbers and what was predicted for them, place by place, in one unit. */
export interface Estimated {
  truth: ArrayLike<number>;
  predicted: ArrayLike<number>;
}

/** Throws a RangeError when there is nothing to judge, the lengths differ, or a value is no number. */
export function refuseUnusable({ truth, predicted }: Estimated): void {
  if (truth.length === 0) throw new RangeError("There are no values to judge.");
  if (truth.length !== predicted.length)
    throw new RangeError(`${truth.length} true values do not fit ${predicted.length} predicted ones.`);
  if (![truth, predicted].every((values) => Array.from(values).every(Number.isFinite)))
    throw new RangeError("A value is no number.");
}

/** Mean of |predicted − truth|. */
export function meanAbsoluteError(values: Estimated): number {
  return meanOver(values, (truth, predicted) => Math.abs(predicted - truth));
}

/** Mean of (predicted − truth)². Its square root is in the unit of the values. */
export function meanSquaredError(values: Estimated): number {
  return meanOver(values, (truth, predicted) => (predicted - truth) ** 2);
}

/** Mean of |predicted − truth| / |truth|, a share and no percentage; null where a true value is zero. */
export function meanAbsolutePercentageError(values: Estimated): number | null {
  if (Array.from(values.truth).includes(0)) return null;
  return meanOver(values, (truth, predicted) => Math.abs(predicted - truth) / Math.abs(truth));
}

/** 1 − squared errors / squared deviations from the mean of the truth; null where the truth does not vary. */
export function coefficientOfDetermination(values: Estimated): number | null {
  const mean = meanOver(values, (truth) => truth);
  const variance = meanOver(values, (truth) => (truth - mean) ** 2);
  return variance === 0 ? null : 1 - meanSquaredError(values) / variance;
}

/**
 * Mean absolute error in units of `naiveError`, that of a naive forecast over the training part: below 1 is better than that
 * forecast there. Null where the naive forecast makes no errors.
 * Source: Hyndman and Koehler, "Another look at measures of forecast accuracy", International Journal of Forecasting 22, 2006.
 */
export function meanAbsoluteScaledError(values: Estimated, naiveError: number): number | null {
  return naiveError === 0 ? null : meanAbsoluteError(values) / naiveError;
}

/** Mean absolute error of forecasting each value by the one `lag` steps before. */
export function naiveErrorOf(values: Float64Array, lag: number): number {
  return meanAbsoluteError({ truth: values.subarray(lag), predicted: values.subarray(0, values.length - lag) });
}

function meanOver({ truth, predicted }: Estimated, of: (truth: number, predicted: number) => number): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += of(truth[i], predicted[i]);
  return sum / truth.length;
}
