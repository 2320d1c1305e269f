import * as tf from "@tensorflow/tfjs";
import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { nearestCentroid } from "../../baselines/nearest-centroid.js";
import { loadMnistDigits } from "../../datasets/mnist-digits.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import { TrainingFailure } from "../../runtime/failure.js";
import type { RandomState, RandomStreams } from "../../runtime/random.js";
import { Adam } from "../../runtime/tensor/adam.js";
import { restoredTensors, restoredVariables, savedTensors } from "../../runtime/tensor/saved.js";
import type { Metrics, OpenTrainer, Predictions, Sample, StepReport, TestPredictions } from "../../runtime/trainer.js";
import type { StateTensor, Trainer, TrainerState } from "../../runtime/trainer.js";
import { type ImageData, imagesOf, labelsOf, prepare, shiftedImagesOf } from "./data.js";
import { denseUnits, firstWeights, logits, weightShapes } from "./model.js";
import { digitsAtWork } from "./picture.js";

/** Pictures judged at once outside training. */
const JUDGED_AT_ONCE = 100;

/** The JSON part of a checkpoint. `sha256` and `variant` say what its tensors belong to. */
interface Position {
  sha256: string;
  variant: string;
  stepsDone: number;
  random: RandomState;
}

/** Opens the recipe on the built-in digits. Refuses a checkpoint of other data or another network (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<CnnParameters> = async ({ parameters, dataset, random, checkpoint, log }) => {
  const data = prepare(await loadMnistDigits(dataset), random.stream("split"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} pictures to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  return new CnnTrainer(parameters, data, random, checkpoint);
};

class CnnTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  stepsDone = 0;
  private readonly stepsPerEpoch: number;
  private readonly variables: Record<string, tf.Variable>;
  private readonly adam = new Adam();
  /** The training rows in the order of this epoch. */
  private readonly order: Int32Array;
  private validated?: { step: number; predictions: Predictions };

  constructor(
    private readonly parameters: CnnParameters,
    private readonly data: ImageData,
    private readonly random: RandomStreams,
    checkpoint?: TrainerState,
  ) {
    const { epochs, batchSize, variant } = parameters;
    this.epochs = epochs;
    this.stepsPerEpoch = Math.ceil(data.split.train.length / batchSize);
    this.totalSteps = epochs * this.stepsPerEpoch;
    this.order = data.split.train.slice();
    const shapes = weightShapes(variant, data.size, data.classes.length);
    const weights = checkpoint ? this.goOnFrom(checkpoint) : firstWeights(shapes, random.stream("weights"));
    this.variables = restoredVariables(weights, Object.keys(shapes));
    if (checkpoint) this.restoreAdam(checkpoint.tensors);
  }

  private goOnFrom({ json, tensors }: TrainerState): Record<string, StateTensor> {
    const { sha256, variant, stepsDone, random } = json as unknown as Position;
    if (sha256 !== this.data.sha256 || variant !== this.parameters.variant)
      throw new TrainingFailure("CHECKPOINT_MISMATCH", "The checkpoint belongs to other data or another network.");
    this.stepsDone = stepsDone;
    this.random.restore(random);
    this.order.set(tensors["order"]?.values ?? []);
    return tensors;
  }

  /** Adam updates once a step, so its count is the trainer's. */
  private restoreAdam(saved: Record<string, StateTensor>): void {
    const slots = Object.keys(this.variables).flatMap((name) => [`${name}/m`, `${name}/v`]);
    const tensors = restoredTensors(saved, slots);
    this.adam.restore(tensors, this.stepsDone);
    tf.dispose(tensors);
  }

  async step(): Promise<StepReport> {
    const { batchSize, dropout, learningRate, learningRateSchedule, shift, variant } = this.parameters;
    const place = this.stepsDone % this.stepsPerEpoch;
    if (place === 0) this.random.stream("order").shuffle(this.order);
    const rows = this.order.subarray(place * batchSize, (place + 1) * batchSize);
    const labels = labelsOf(this.data, rows);
    const images = shiftedImagesOf(this.data, rows, shift, this.random.stream("shift"));
    const mask = this.dropoutMask(rows.length * denseUnits(variant), dropout);
    const rate =
      learningRateSchedule === "cosine" ? cosine(learningRate, this.stepsDone / this.totalSteps) : learningRate;

    const { loss, scores, gradients } = this.gradientsOf(images, labels, mask);
    this.stepsDone++;
    this.adam.learningRate = rate;
    this.adam.applyGradients(gradients);
    const lossValue = (await loss.data())[0] as number;
    const probabilities = (await scores.data()) as Float32Array;
    tf.dispose([loss, scores, gradients]);
    return {
      epoch: Math.ceil(this.stepsDone / this.stepsPerEpoch),
      metrics: {
        loss: lossValue,
        accuracy: accuracy({ classes: this.data.classes, labels, probabilities }),
        learning_rate: rate,
      },
      epochEnded: this.stepsDone % this.stepsPerEpoch === 0,
    };
  }

  async validate(): Promise<Metrics> {
    const predictions = await this.validationPredictions();
    return { loss: logLoss(predictions), accuracy: accuracy(predictions) };
  }

  async samples(): Promise<Sample[]> {
    return [digitsAtWork(this.data, this.data.split.validation, await this.validationPredictions())];
  }

  async predict(): Promise<TestPredictions> {
    const { train, test } = this.data.split;
    const width = this.data.size ** 2;
    const known = { values: imagesOf(this.data, train), labels: labelsOf(this.data, train), width };
    const classes = [...this.data.classes];
    const labels = labelsOf(this.data, test);
    const probabilities = nearestCentroid(known, imagesOf(this.data, test), classes.length);
    return { model: await this.judge(test), baseline: { name: "nearest-centroid", classes, labels, probabilities } };
  }

  weights(): Promise<Record<string, StateTensor>> {
    return savedTensors(this.variables);
  }

  async state(): Promise<TrainerState> {
    const order: StateTensor = { shape: [this.order.length], dtype: "int32", values: this.order.slice() };
    const position: Position = {
      sha256: this.data.sha256,
      variant: this.parameters.variant,
      stepsDone: this.stepsDone,
      random: this.random.state(),
    };
    return {
      tensors: { ...(await this.weights()), ...(await savedTensors(this.adam.slots())), order },
      json: { ...position },
    };
  }

  dispose(): void {
    tf.dispose(this.variables);
    this.adam.dispose();
  }

  /** Mean cross-entropy of a batch, its class scores, and the gradient of each weight by name. The caller disposes. */
  private gradientsOf(images: Float32Array, labels: Int32Array, mask: Float32Array | undefined) {
    const { variant } = this.parameters;
    return tf.tidy(() => {
      const truth = tf.oneHot(tf.tensor1d(labels, "int32"), this.data.classes.length);
      const dropped = mask && tf.tensor2d(mask, [labels.length, denseUnits(variant)]);
      let scores: tf.Tensor2D | undefined;
      const { value: loss, grads: gradients } = tf.variableGrads(() => {
        scores = tf.keep(logits(variant, this.variables, this.tensorOf(images, labels.length), dropped));
        return tf.losses.softmaxCrossEntropy(truth, scores).asScalar();
      }, Object.values(this.variables));
      return { loss, gradients, scores: scores as unknown as tf.Tensor2D };
    });
  }

  /** Inverted dropout: silenced units become 0, the others are scaled up so that the sum keeps its expectation. */
  private dropoutMask(length: number, share: number): Float32Array | undefined {
    if (share === 0) return undefined;
    const drawn = this.random.stream("dropout").fillUniform(new Float32Array(length));
    return drawn.map((value) => (value < share ? 0 : 1 / (1 - share)));
  }

  private tensorOf(images: Float32Array, rows: number): tf.Tensor4D {
    return tf.tensor4d(images, [rows, this.data.size, this.data.size, 1]);
  }

  private async validationPredictions(): Promise<Predictions> {
    if (this.validated?.step !== this.stepsDone)
      this.validated = { step: this.stepsDone, predictions: await this.judge(this.data.split.validation) };
    return this.validated.predictions;
  }

  private async judge(rows: Int32Array): Promise<Predictions> {
    const classes = [...this.data.classes];
    const probabilities = new Float32Array(rows.length * classes.length);
    for (let from = 0; from < rows.length; from += JUDGED_AT_ONCE) {
      const some = rows.subarray(from, from + JUDGED_AT_ONCE);
      const images = imagesOf(this.data, some);
      const judged = tf.tidy(() =>
        tf.softmax(logits(this.parameters.variant, this.variables, this.tensorOf(images, some.length))),
      );
      probabilities.set((await judged.data()) as Float32Array, from * classes.length);
      judged.dispose();
    }
    return { classes, labels: labelsOf(this.data, rows), probabilities };
  }
}

/** Falls from `rate` to 0 along half a cosine. Source: Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts. */
function cosine(rate: number, done: number): number {
  return (rate * (1 + Math.cos(Math.PI * done))) / 2;
}
