import { bootstrapIntervals, type Interval } from "./bootstrap.js";
import { frechetDistance } from "./frechet.js";
import { predictedLabels } from "./predictions.js";
import { meanOf } from "./scoring-rules.js";
import type { GeneratedImages } from "./test-predictions.js";

/** A reader is sure of a picture from this probability on. */
export const SURE = 0.8;
/** A class is there when at least this share of all pictures is surely of it. */
const THERE = 0.01;

/** How good made pictures are, by what a reader that learnt from real ones makes of them. */
export interface GeneratedImagesEvaluation {
  /** Pictures made. */
  rows: number;
  /** Share of which the reader is sure: its highest probability is at least 0.8. */
  recognised: number;
  /** The same of real pictures of the test part: what there is to reach. */
  recognisedOfReal: number;
  /** Mean of the highest probabilities. */
  confidence: number;
  /** Classes of which at least one picture in a hundred surely is. */
  classesPresent: number;
  /** How evenly sure pictures spread over the classes: their entropy as a share of the greatest, 1 for alike, 0 for one class alone. */
  classBalance: number;
  /** Fréchet distance between the reader's features of made and of real pictures. */
  frechet: number;
  details: {
    intervals: Partial<Record<"recognised" | "confidence", Interval>>;
    sureFrom: number;
    /** Pictures by the class that the reader takes them for, and those among them that it is sure of. */
    classes: { name: string; taken: number; sure: number }[];
  };
}

/** Judges made pictures. Throws a RangeError when there are none, or the reader's findings do not fit them. */
export function evaluateGeneratedImages(images: GeneratedImages): GeneratedImagesEvaluation {
  refuseMisfits(images);
  const { classes, probabilities, features, realFeatures, realProbabilities, width } = images;
  const confidences = confidencesOf(probabilities, classes.length);
  const sure = surenessOf(confidences);
  const means = (drawn?: Uint32Array) => ({ recognised: meanOf(sure, drawn), confidence: meanOf(confidences, drawn) });
  const reading = readingOf(classes, probabilities);
  return {
    rows: sure.length,
    ...means(),
    recognisedOfReal: meanOf(surenessOf(confidencesOf(realProbabilities, classes.length))),
    classesPresent: reading.classesPresent,
    classBalance: balanceOf(reading.classes.map(({ sure }) => sure)),
    frechet: frechetDistance({ values: features, width }, { values: realFeatures, width }),
    details: { intervals: bootstrapIntervals(sure.length, means), sureFrom: SURE, classes: reading.classes },
  };
}

/** What a reader's probabilities, [rows, classes], come to: the share that it is sure of, and the classes among them. */
export function readingOf(classes: readonly string[], probabilities: Float32Array) {
  const sure = surenessOf(confidencesOf(probabilities, classes.length));
  const taken = takenFor(classes, probabilities);
  const counts = classes.map((name, label) => ({
    name,
    taken: taken.filter((it) => it === label).length,
    sure: taken.filter((it, row) => it === label && sure[row] === 1).length,
  }));
  return {
    recognised: meanOf(sure),
    classesPresent: counts.filter((count) => count.sure >= THERE * taken.length).length,
    classes: counts,
  };
}

/** The class that each picture is taken for. */
export function takenFor(classes: readonly string[], probabilities: Float32Array): Int32Array {
  return predictedLabels({ classes, probabilities, labels: new Int32Array(probabilities.length / classes.length) });
}

/** The highest probability of each row. */
export function confidencesOf(probabilities: Float32Array, classes: number): Float64Array {
  return Float64Array.from({ length: probabilities.length / classes }, (_, row) =>
    Math.max(...probabilities.subarray(row * classes, (row + 1) * classes)),
  );
}

/** 1 where the reader is sure, 0 elsewhere. */
function surenessOf(confidences: Float64Array): Float64Array {
  return confidences.map((confidence) => (confidence >= SURE ? 1 : 0));
}

function balanceOf(counts: number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0 || counts.length < 2) return 0;
  const entropy = counts.reduce((sum, n) => (n === 0 ? sum : sum - (n / total) * Math.log(n / total)), 0);
  return entropy / Math.log(counts.length);
}

function refuseMisfits({ size, classes, pictures, probabilities, features, width, ...real }: GeneratedImages): void {
  const rows = pictures.length / (size * size);
  if (rows < 2) throw new RangeError("there are no generated pictures to evaluate");
  if (probabilities.length !== rows * classes.length || features.length !== rows * width)
    throw new RangeError(`the reader's findings do not fit ${rows} pictures of ${size} by ${size}`);
  if (real.realFeatures.length / width !== real.realProbabilities.length / classes.length)
    throw new RangeError("the reader's findings on real pictures do not fit each other");
  for (const values of [pictures, probabilities, features])
    if (!values.every(Number.isFinite)) throw new RangeError("a generated picture or its reading has no finite number");
}
