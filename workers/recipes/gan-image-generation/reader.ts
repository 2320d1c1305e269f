import { setImmediate as immediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs";
import { RandomStreams } from "../../../src/kernel/random.js";
import { MiniBatches } from "../../runtime/mini-batches.js";
import { Descent } from "../../runtime/tensor/descent.js";
import { restoredTensors, savedTensors } from "../../runtime/tensor/saved.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { type ImageData, imagesOf, labelsOf } from "../cnn-image-classification/data.js";
import {
  classScores,
  type CnnShape,
  denseUnits,
  features,
  firstWeights,
  weightShapes,
} from "../cnn-image-classification/model.js";
import { CnnNetwork } from "../cnn-image-classification/network.js";

type Saved = Record<string, StateTensor>;

/** What a reader makes of pictures: class probabilities [rows, classes], and the features it tells them by, [rows, FEATURES]. */
export interface Reading {
  probabilities: Float32Array;
  features: Float32Array;
}

const VARIANT = "deep";
/** Features of a picture. */
export const FEATURES = denseUnits(VARIANT);
/** It learns for three epochs, and where these are short for so many steps. */
const [EPOCHS, LEAST_STEPS, BATCH] = [3, 150, 64];
const descent = {
  learningRate: 2e-3,
  learningRateSchedule: "cosine",
  optimizer: "adam",
  warmup: 0,
  l1: 0,
  l2: 0,
  gradientClip: 0,
} as const;
/** Pictures read at once. */
const AT_ONCE = 200;
const PREFIX = "reader/";

/**
 * Reads digits, and so judges made ones: the deep network of the recipe cnn-image-classification, trained on the real pictures of the
 * training part and their labels. It never sees a made picture while it learns, and the two networks of the contest never see it.
 */
export class Reader {
  private readonly weights: Record<string, tf.Tensor>;

  private constructor(
    private readonly data: ImageData,
    private readonly saved: Saved,
  ) {
    this.weights = restoredTensors(saved, Object.keys(shapesOf(data)));
  }

  /** One that is trained here, which takes some seconds, or has been in this process: data and seed decide all of it. */
  static async trained(data: ImageData, seed: number): Promise<Reader> {
    const key = `${data.sha256}/${seed}`;
    const saved = known.get(key) ?? (await trained(data, seed));
    known.set(key, saved);
    return new Reader(data, saved);
  }

  /** The one that a checkpoint holds. */
  static restored(data: ImageData, tensors: Saved): Reader {
    const names = Object.keys(shapesOf(data));
    return new Reader(data, Object.fromEntries(names.map((name) => [name, tensors[PREFIX + name]])));
  }

  /** What it makes of pictures, row-major [rows, size, size], brightness from 0 to 1. */
  async read(pictures: Float32Array): Promise<Reading> {
    const { size, classes, mean, deviation } = this.data;
    const area = size * size;
    const rows = pictures.length / area;
    const reading = {
      probabilities: new Float32Array(rows * classes.length),
      features: new Float32Array(rows * FEATURES),
    };
    for (let from = 0; from < rows; from += AT_ONCE) {
      const part = pictures.subarray(from * area, (from + AT_ONCE) * area);
      const normalised = part.map((brightness) => (brightness - mean) / deviation);
      const [probabilities, seen] = tf.tidy(() => {
        const seen = features(VARIANT, this.weights, tf.tensor4d(normalised, [part.length / area, size, size, 1]));
        return [tf.softmax(classScores(this.weights, seen)), seen];
      });
      reading.probabilities.set(await probabilities.data(), from * classes.length);
      reading.features.set(await seen.data(), from * FEATURES);
      tf.dispose([probabilities, seen]);
    }
    return reading;
  }

  /** For a checkpoint. */
  state(): Saved {
    return Object.fromEntries(Object.entries(this.saved).map(([name, tensor]) => [PREFIX + name, tensor]));
  }

  dispose(): void {
    tf.dispose(this.weights);
  }
}

/** Weights of readers, by data and seed. */
const known = new Map<string, Saved>();

async function trained(data: ImageData, seed: number): Promise<Saved> {
  const { split } = data;
  const random = new RandomStreams(seed);
  const first = firstWeights(shapesOf(data), random.stream("reader weights"));
  const network = new CnnNetwork(shapeOf(data), first);
  const batches = new MiniBatches(split.train, BATCH, () => random.stream("reader order"));
  const steps = Math.max(EPOCHS * batches.stepsPerEpoch, LEAST_STEPS);
  const descending = new Descent(descent, steps);
  for (let step = 0; step < steps; step++) {
    await immediate();
    const rows = batches.next(step);
    const batch = { images: imagesOf(data, rows), labels: labelsOf(data, rows), mask: undefined };
    const { gradients } = await network.gradients(batch);
    descending.step(network.variables, gradients, step);
    tf.dispose(gradients);
  }
  const saved = await savedTensors(network.variables);
  tf.dispose(network.variables);
  descending.dispose();
  return saved;
}

function shapeOf({ size, channels, classes }: ImageData): CnnShape {
  return { variant: VARIANT, size, channels, classes: classes.length };
}

function shapesOf(data: ImageData): Record<string, number[]> {
  return weightShapes(shapeOf(data));
}
