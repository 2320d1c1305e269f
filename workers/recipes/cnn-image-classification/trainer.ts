import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { nearestCentroid } from "../../baselines/nearest-centroid.js";
import { loadMnistDigits } from "../../datasets/mnist-digits.js";
import { shardOf } from "../../datasets/split.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import { TrainingFailure } from "../../runtime/failure.js";
import { DataParallel } from "../../runtime/parallel/data-parallel.js";
import type { RandomState, RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import type { Metrics, OpenTrainer, Sample, StepReport } from "../../runtime/trainer.js";
import type { Diagnosis, StateTensor, StepWork, Trainer, TrainerContext, TrainerState } from "../../runtime/trainer.js";
import { MiniBatches } from "../../runtime/mini-batches.js";
import { stepWork } from "../../runtime/step-work.js";
import { Descent } from "../../runtime/tensor/descent.js";
import { type ImageData, imagesOf, labelsOf, prepare, shiftedImagesOf } from "./data.js";
import { denseUnits, firstWeights, forwardFlops, weightShapes } from "./model.js";
import { CnnNetwork, type DigitBatch, type DigitFindings } from "./network.js";
import { digitsAtWork } from "./picture.js";

/** Pictures judged at once outside training. */
const JUDGED_AT_ONCE = 100;
/** In smaller batches many units have nothing to say, and are none the worse for it. */
const BATCH_FOR_SILENCE = 16;

/** The JSON part of a checkpoint. `sha256` and `variant` say what its tensors belong to; the optimiser has made `updates`. */
interface Position {
  sha256: string;
  variant: string;
  stepsDone: number;
  stepsPerEpoch: number;
  updates: number;
  random: RandomState;
}

/** Opens the recipe on the built-in digits. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<CnnParameters> = async ({ parameters, dataset, random, checkpoint, shard, log }) => {
  const data = prepare(await loadMnistDigits(dataset), random.stream("split"));
  if (shard) data.split.train = shardOf(data.split.train, shard, random.stream("shards"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} pictures to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  const trainer = new CnnTrainer(parameters, data, random, { checkpoint, shard });
  await trainer.startThreads(log);
  return trainer;
};

class CnnTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  readonly work: StepWork;
  readonly chanceLoss: number;
  stepsDone = 0;
  private readonly network: CnnNetwork;
  private readonly descent: Descent;
  private parallel!: DataParallel<DigitBatch, DigitFindings>;
  private readonly batches: MiniBatches;
  /** Of the streams that shards draw from apart. */
  private readonly prefix: string;
  private validated?: { step: number; predictions: Predictions };

  constructor(
    private readonly parameters: CnnParameters,
    private readonly data: ImageData,
    private readonly random: RandomStreams,
    { checkpoint, shard }: Pick<TrainerContext<CnnParameters>, "checkpoint" | "shard">,
  ) {
    this.prefix = shard ? `shard-${shard.index}/` : "";
    const { epochs, batchSize, variant } = parameters;
    const { size, classes, split } = data;
    this.epochs = epochs;
    this.batches = new MiniBatches(split.train, batchSize, () => this.stream("order"));
    this.totalSteps = epochs * this.batches.stepsPerEpoch;
    this.chanceLoss = Math.log(classes.length);
    const shapes = weightShapes(variant, size, classes.length);
    this.work = stepWork({
      flopsPerExample: forwardFlops(variant, size, classes.length),
      examples: split.train.length / this.batches.stepsPerEpoch,
      weights: Object.values(shapes).reduce((sum, shape) => sum + shape.reduce((size, side) => size * side), 0),
    });
    const tensors = checkpoint ? this.goOnFrom(checkpoint) : firstWeights(shapes, random.stream("weights"));
    this.network = new CnnNetwork({ variant, size, classes: classes.length }, tensors);
    this.descent = new Descent(parameters, this.totalSteps);
    const { updates } = (checkpoint?.json ?? { updates: 0 }) as unknown as Position;
    this.descent.restore(tensors, Object.keys(shapes), updates);
  }

  /** Opens a replica of the network on each of the other threads. */
  async startThreads(log: (message: string) => void): Promise<void> {
    const { network, parameters } = this;
    const { replica } = network;
    this.parallel = await DataParallel.open({ network, replica, threads: parameters.threads, log });
  }

  private goOnFrom({ json, tensors }: TrainerState): Record<string, StateTensor> {
    const { sha256, variant, stepsDone, stepsPerEpoch, random } = json as unknown as Position;
    const known = sha256 === this.data.sha256 && variant === this.parameters.variant;
    if (!known || random.seed !== this.random.state().seed || !this.batches.restore(tensors.order))
      throw new TrainingFailure("CHECKPOINT_MISMATCH", "The checkpoint belongs to other data, network or seed.");
    // With batches of another size, a fork sees again what was seen of an epoch that is not over.
    const epochsDone = Math.floor(stepsDone / stepsPerEpoch);
    this.stepsDone = stepsPerEpoch === this.batches.stepsPerEpoch ? stepsDone : epochsDone * this.batches.stepsPerEpoch;
    this.random.restore(random);
    return tensors;
  }

  async step(): Promise<StepReport> {
    const rows = this.batches.next(this.stepsDone);
    const labels = labelsOf(this.data, rows);
    const images = shiftedImagesOf(this.data, rows, this.parameters.shift, this.stream("shift"));
    const batch = { images, labels, mask: this.dropoutMask(rows.length) };
    const { gradients, found } = await this.parallel.gradients(batch, rows.length);
    const { loss, scores } = found;
    const rate = this.network.step(gradients, this.descent, this.stepsDone);
    this.stepsDone++;
    const correct = accuracy({ classes: this.data.classes, labels, probabilities: scores });
    return {
      ...this.batches.epochAfter(this.stepsDone),
      metrics: { loss, accuracy: correct, learning_rate: rate },
    };
  }

  async diagnose(): Promise<Diagnosis> {
    const diagnosis = await this.network.diagnose();
    return this.parameters.batchSize < BATCH_FOR_SILENCE ? { ...diagnosis, silentUnits: undefined } : diagnosis;
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
    return { kind: "CLASSIFICATION", model, baseline: { ...model, name: "nearest-centroid", probabilities } };
  }

  get trainingRows(): number {
    return this.batches.rows;
  }

  get patience(): number {
    return this.parameters.patience;
  }

  load(weights: Record<string, StateTensor>): void {
    this.network.load(weights);
    this.validated = undefined;
  }

  weights(): Promise<Record<string, StateTensor>> {
    return this.network.weights();
  }

  async state(): Promise<TrainerState> {
    const { sha256 } = this.data;
    const { variant } = this.parameters;
    const { stepsDone } = this;
    const { stepsPerEpoch } = this.batches;
    const { updates } = this.descent;
    const position: Position = { sha256, variant, stepsDone, stepsPerEpoch, updates, random: this.random.state() };
    const tensors = { ...(await this.network.weights()), ...(await this.descent.slots()), order: this.batches.state() };
    return { tensors, json: { ...position } };
  }

  dispose(): void {
    this.parallel.dispose();
    this.network.dispose();
    this.descent.dispose();
  }

  private stream(name: string): RandomStream {
    return this.random.stream(this.prefix + name);
  }

  /** Inverted dropout: silenced units become 0, the others are scaled up so that the sum keeps its expectation. */
  private dropoutMask(rows: number): Float32Array | undefined {
    const { dropout, variant } = this.parameters;
    if (dropout === 0) return undefined;
    const drawn = this.stream("dropout").fillUniform(new Float32Array(rows * denseUnits(variant)));
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
