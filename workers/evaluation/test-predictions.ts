import type { Groups } from "./fairness.js";
import type { Trait } from "./slices.js";
import type { Step } from "../../src/domains/training/datasets/formats/calendar.js";

/** Class probabilities of one part of the data: `probabilities` is row-major [labels.length, classes.length]. */
export interface Predictions {
  classes: string[];
  labels: Int32Array;
  probabilities: Float32Array;
  /** Places of the rows in the data set: only then can two runs be compared row by row. */
  places?: Int32Array;
  /** Who the rows belong to: fairness is judged by it, and failures are looked for. */
  groups?: Groups;
  /** Numbers of the rows that failures are looked for by; at most 20. */
  traits?: Trait[];
  /** What a person looks at of the hardest rows; see `hardestRows`. */
  shown?: ShownRows;
}

/** Some rows as a person sees them, at most 50: as texts or as square pictures, row-major [rows, size, size] or [rows, size, size, 3], brightness from 0 to 1. */
export interface ShownRows {
  rows: Int32Array;
  texts?: string[];
  pictures?: { size: number; pixels: Float32Array };
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
  step: Step;
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

/** Sentences, their right translations, and what a model made of them, sentence by sentence. */
export interface Translations {
  /** What is translated into: tells BLEU's tokeniser, 13a or zh. */
  language: "en" | "zh";
  sources: string[];
  references: string[];
  hypotheses: string[];
}

/** Questions and what a model answers, question by question. */
export interface Answers {
  /** Whose official script compares: SQuAD's or CMRC's. */
  language: "en" | "zh";
  questions: string[];
  /** What each question is asked about. */
  contexts?: string[];
  /** The right answers, each alone enough; none where the context has no answer. */
  references: string[][];
  /** Empty where the model says that there is no answer. */
  answers: string[];
}

/** How likely a model finds texts that it has not seen, and what it writes itself. */
export interface SequenceLikelihoods {
  /** What a token is. */
  unit: "character" | "word" | "token";
  /** −ln(probability) of each token, given those before it, in nats; passage after passage. An unknown one is one of the different unknown ones. */
  losses: Float32Array;
  /** Lengths of the passages in tokens, with the sum of `losses`' length: what stands together is drawn together for intervals. */
  passages: Int32Array;
  /** Tokens among them that the model does not know; not there in files from before they were counted. */
  unknown?: number;
  /** Texts that it has written; a baseline may have none. */
  samples: string[];
}

/**
 * Square pictures that a generator has made, row-major [rows, size, size], brightness from 0 (black) to 1, and what a reader that learnt
 * from real pictures makes of them: class probabilities [rows, classes] and features [rows, width]. The same of real pictures, of as
 * many as the test part has.
 */
export interface GeneratedImages {
  size: number;
  classes: string[];
  /** Features of a picture. */
  width: number;
  pictures: Float32Array;
  probabilities: Float32Array;
  features: Float32Array;
  realProbabilities: Float32Array;
  realFeatures: Float32Array;
}

/**
 * Square pictures that were spoilt, and what was made of them, each row-major [rows, size, size], brightness from 0 (black) to 1.
 * `filtered` holds what common filters make of the same.
 */
export interface RestoredImages {
  size: number;
  truth: Float32Array;
  spoilt: Float32Array;
  restored: Float32Array;
  filtered: Record<string, Float32Array>;
  labels: Int32Array;
}

/** What is predicted, by the kind of task. A kind has its judge in `judges.ts`. */
export interface PredictionsByKind {
  CLASSIFICATION: Predictions;
  EPISODES: EpisodeReturns;
  FORECAST: Forecasts;
  RECONSTRUCTION: Reconstructions;
  TRANSLATION: Translations;
  ANSWERS: Answers;
  SEQUENCES: SequenceLikelihoods;
  GENERATED_IMAGES: GeneratedImages;
  RESTORED_IMAGES: RestoredImages;
}

export type PredictionKind = keyof PredictionsByKind;

/** The trained model on the test part, or on other data, and beside it a common-sense baseline on the same rows. */
export type TestPredictions = {
  [K in PredictionKind]: {
    kind: K;
    model: PredictionsByKind[K];
    baseline: PredictionsByKind[K] & { name: string };
    /** On other data than those of the training: rows that are not judged, as the model was trained on them. */
    leftOut?: number;
  };
}[PredictionKind];
