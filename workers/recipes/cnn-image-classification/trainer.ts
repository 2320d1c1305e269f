import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { nearestCentroid } from "../../baselines/nearest-centroid.js";
import { loadMnistDigits } from "../../datasets/mnist-digits.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import { TrainingFailure } from "../../runtime/failure.js";
import type { RandomState, RandomStreams } from "../../runtime/random.js";
import type { Metrics, OpenTrainer, Predictions, Sample, StepReport, TestPredictions } from "../../runtime/trainer.js";
import type { StateTensor, Trainer, TrainerState } from "../../runtime/trainer.js";
import { type ImageData, imagesOf, labelsOf, prepare, shiftedImagesOf } from "./data.js";
import { denseUnits, firstWeights, weightShapes } from "./model.js";
import { CnnNetwork } from "./network.js";
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

/** Opens the recipe on the built-in digits. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
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
  private readonly network: CnnNetwork;
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
    const { size, classes, split } = data;
    this.epochs = epochs;
    this.stepsPerEpoch = Math.ceil(split.train.length / batchSize);
    this.totalSteps = epochs * this.stepsPerEpoch;
    this.order = split.train.slice();
    const shapes = weightShapes(variant, size, classes.length);
    const tensors = checkpoint ? this.goOnFrom(checkpoint) : firstWeights(shapes, random.stream("weights"));
    this.network = new CnnNetwork(variant, size, classes.length, shapes, tensors);
    if (checkpoint) this.network.restoreAdam(tensors, this.stepsDone);
  }

  private goOnFrom({ json, tensors }: TrainerState): Record<string, StateTensor> {
    const { sha256, variant, stepsDone, random } = json as unknown as Position;
    const { order } = tensors;
    const known = sha256 === this.data.sha256 && variant === this.parameters.variant;
    if (!known || random.seed !== this.random.state().seed || order?.values.length !== this.order.length)
      throw new TrainingFailure("CHECKPOINT_MISMATCH", "The checkpoint belongs to other data, network or seed.");
    this.stepsDone = stepsDone;
    this.random.restore(random);
    this.order.set(order.values);
    return tensors;
  }

  async step(): Promise<StepReport> {
    const place = this.stepsDone % this.stepsPerEpoch;
    if (place === 0) this.random.stream("order").shuffle(this.order);
    const rows = this.batch(place);
    const labels = labelsOf(this.data, rows);
    const images = shiftedImagesOf(this.data, rows, this.parameters.shift, this.random.stream("shift"));
    const rate = this.learningRate();
    const { loss, scores } = await this.network.learn({ images, labels, mask: this.dropoutMask(rows.length) }, rate);
    this.stepsDone++;
    const correct = accuracy({ classes: this.data.classes, labels, probabilities: scores });
    return {
      epoch: Math.ceil(this.stepsDone / this.stepsPerEpoch),
      metrics: { loss, accuracy: correct, learning_rate: rate },
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
    const known = {
      values: imagesOf(this.data, train),
      labels: labelsOf(this.data, train),
      width: this.data.size ** 2,
    };
    const model = await this.judge(test);
    const probabilities = nearestCentroid(known, imagesOf(this.data, test), model.classes.length);
    return { model, baseline: { ...model, name: "nearest-centroid", probabilities } };
  }

  weights(): Promise<Record<string, StateTensor>> {
    return this.network.weights();
  }

  async state(): Promise<TrainerState> {
    const { sha256 } = this.data;
    const { variant } = this.parameters;
    const order: StateTensor = { shape: [this.order.length], dtype: "int32", values: this.order.slice() };
    const position: Position = { sha256, variant, stepsDone: this.stepsDone, random: this.random.state() };
    const tensors = { ...(await this.network.weights()), ...(await this.network.moments()), order };
    return { tensors, json: { ...position } };
  }

  dispose(): void {
    this.network.dispose();
  }

  /** The rows of an epoch's batch of that number. Batches differ by one row at most, so no small one jolts the weights. */
  private batch(place: number): Int32Array {
    const edge = (number: number) => Math.floor((number * this.order.length) / this.stepsPerEpoch);
    return this.order.subarray(edge(place), edge(place + 1));
  }

  /** Half a cosine from the full rate to 0, or constant. Source: Loshchilov and Hutter, "SGDR", ICLR 2017, one cycle. */
  private learningRate(): number {
    const { learningRate, learningRateSchedule } = this.parameters;
    if (learningRateSchedule === "constant") return learningRate;
    return (learningRate * (1 + Math.cos((Math.PI * this.stepsDone) / this.totalSteps))) / 2;
  }

  /** Inverted dropout: silenced units become 0, the others are scaled up so that the sum keeps its expectation. */
  private dropoutMask(rows: number): Float32Array | undefined {
    const { dropout, variant } = this.parameters;
    if (dropout === 0) return undefined;
    const drawn = this.random.stream("dropout").fillUniform(new Float32Array(rows * denseUnits(variant)));
    return drawn.map((value) => (value < dropout ? 0 : 1 / (1 - dropout)));
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
      const images = imagesOf(this.data, rows.subarray(from, from + JUDGED_AT_ONCE));
      probabilities.set(await this.network.probabilities(images), from * classes.length);
    }
    return { classes, labels: labelsOf(this.data, rows), probabilities };
  }
}
