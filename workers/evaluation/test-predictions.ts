/** Class probabilities of one part of the data: `probabilities` is row-major [labels.length, classes.length]. */
export interface Predictions {
  classes: string[];
  labels: Int32Array;
  probabilities: Float32Array;
}

/** Undiscounted returns of episodes that a policy has played; those of at least `success` count as successes. */
export interface EpisodeReturns {
  returns: Float32Array;
  success: number;
}

/** Forecasts of one part of a series, one step ahead each: `truth[i]` and `predicted[i]` are values of the same time, in `unit`. */
export interface Forecasts {
  truth: Float32Array;
  predicted: Float32Array;
  unit: string;
  /** Time of the first value, e.g. `2015-05-27`, and what one step is. */
  from: string;
  step: "day" | "month";
  /** Steps of a season. */
  season: number;
  /** Mean absolute errors over the training part of taking the last value, and the value of a season ago: what scaled errors are measured in. */
  naiveError: number;
  seasonalNaiveError: number;
}

/**
 * Square pictures and what a model draws of them from a few features, each row-major [labels.length, size, size], brightness from 0
 * (black) to 1; and beside the true class of each picture the one that a linear probe reads off its features.
 */
export interface Reconstructions {
  size: number;
  truth: Float32Array;
  /** What the model was shown, where that is not the truth itself: with noise. */
  seen?: Float32Array;
  reconstructions: Float32Array;
  /** Whether reconstructions are probabilities, so that a cross-entropy has a meaning. */
  probabilities: boolean;
  labels: Int32Array;
  probed: Int32Array;
}

/** What is predicted, by the kind of task. A kind has its judge in `judges.ts`. */
export interface PredictionsByKind {
  CLASSIFICATION: Predictions;
  EPISODES: EpisodeReturns;
  FORECAST: Forecasts;
  RECONSTRUCTION: Reconstructions;
}

export type PredictionKind = keyof PredictionsByKind;

/** The trained model on the test part, and beside it a common-sense baseline on the same part. */
export type TestPredictions = {
  [K in PredictionKind]: {
    kind: K;
    model: PredictionsByKind[K];
    baseline: PredictionsByKind[K] & { name: string };
  };
}[PredictionKind];
