import type { AutoencoderParameters } from "../../../src/domains/training/recipes/autoencoder-features.spec.js";
import type { RandomState, RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import { principalComponents, projected, restored } from "../../baselines/principal-components.js";
import { loadMnistDigits } from "../../datasets/mnist-digits.js";
import { shardOf } from "../../datasets/split.js";
import { reconstructionGrid } from "../../drawing/reconstruction-grid.js";
import { binaryCrossEntropy, meanSquaredError } from "../../evaluation/images.js";
import { linearProbe } from "../../evaluation/linear-probe.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { TrainingFailure } from "../../runtime/failure.js";
import { MiniBatches } from "../../runtime/mini-batches.js";
import { stepWork } from "../../runtime/step-work.js";
import { Descent } from "../../runtime/tensor/descent.js";
import type { Metrics, OpenTrainer, Sample, StepReport } from "../../runtime/trainer.js";
import type { Diagnosis, StateTensor, StepWork, Trainer, TrainerContext, TrainerState } from "../../runtime/trainer.js";
import { labelsOf, meanPictureLoss, noisy, type PictureData, picturesOf, prepare } from "./data.js";
import { firstWeights, forwardFlops, weightShapes } from "./model.js";
import { AutoencoderNetwork } from "./network.js";

/** The JSON part of a checkpoint. `sha256`, `features`, `filters` and `depth` say what its tensors belong to. */
interface Position {
  sha256: string;
  features: number;
  filters: number;
  depth: number;
  stepsDone: number;
  stepsPerEpoch: number;
  updates: number;
  random: RandomState;
}

/** Pictures that training leaves alone, and what the network is shown of them: with noise, the same noise every time. */
interface HeldOut {
  truth: Float32Array;
  seen: Float32Array;
  labels: Int32Array;
}

/** Opens the recipe on the built-in digits. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<AutoencoderParameters> = async (context) => {
  const { parameters, dataset, random, checkpoint, shard, log } = context;
  const data = prepare(await loadMnistDigits(dataset), random.stream("split"));
  if (shard) data.split.train = shardOf(data.split.train, shard, random.stream("shards"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} pictures to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  return new AutoencoderTrainer(parameters, data, random, { checkpoint, shard });
};

class AutoencoderTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  readonly work: StepWork;
  readonly chanceLoss: number;
  stepsDone = 0;
  private readonly network: AutoencoderNetwork;
  private readonly descent: Descent;
  private readonly batches: MiniBatches;
  /** Of the streams that shards draw from apart. */
  private readonly prefix: string;
  private readonly validation: HeldOut;
  private readonly test: HeldOut;
  private validated?: { step: number; reconstructions: Float32Array };

  constructor(
    private readonly parameters: AutoencoderParameters,
    private readonly data: PictureData,
    private readonly random: RandomStreams,
    { checkpoint, shard }: Pick<TrainerContext<AutoencoderParameters>, "checkpoint" | "shard">,
  ) {
    this.prefix = shard ? `shard-${shard.index}/` : "";
    const { epochs, batchSize, features, filters, depth } = parameters;
    const { size, split } = data;
    this.epochs = epochs;
    this.batches = new MiniBatches(split.train, batchSize, () => this.stream("order"));
    this.totalSteps = epochs * this.batches.stepsPerEpoch;
    this.chanceLoss = meanPictureLoss(data, split.train);
    this.validation = this.heldOut(split.validation, "validation noise");
    this.test = this.heldOut(split.test, "test noise");
    const shape = { size, features, filters, depth };
    const shapes = weightShapes(shape);
    this.work = stepWork({
      flopsPerExample: forwardFlops(shape),
      examples: split.train.length / this.batches.stepsPerEpoch,
      weights: Object.values(shapes).reduce((sum, sides) => sum + sides.reduce((product, side) => product * side), 0),
    });
    const tensors = checkpoint ? this.goOnFrom(checkpoint) : firstWeights(shapes, random.stream("weights"));
    this.network = new AutoencoderNetwork(shape, tensors);
    this.descent = new Descent(parameters, this.totalSteps);
    const { updates } = (checkpoint?.json ?? { updates: 0 }) as unknown as Position;
    this.descent.restore(tensors, Object.keys(shapes), updates);
  }

  async step(): Promise<StepReport> {
    const pictures = picturesOf(this.data, this.batches.next(this.stepsDone));
    const seen = noisy(pictures, this.parameters.noise, this.stream("noise"));
    const { loss, rate } = await this.network.step(seen, pictures, this.descent, this.stepsDone);
    this.stepsDone++;
    return { ...this.batches.epochAfter(this.stepsDone), metrics: { loss, learning_rate: rate } };
  }

  diagnose(): Promise<Diagnosis> {
    return this.network.diagnose();
  }

  async validate(): Promise<Metrics> {
    const reconstructions = await this.validationReconstructions();
    const { truth } = this.validation;
    return { loss: binaryCrossEntropy(truth, reconstructions), mse: meanSquaredError(truth, reconstructions) };
  }

  async samples(): Promise<Sample[]> {
    const { size } = this.data;
    const reconstructions = await this.validationReconstructions();
    const svg = reconstructionGrid({ size, ...this.shown(this.validation), reconstructions });
    return [{ name: "reconstructions", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) }];
  }

  /** The probes of network and baseline learn from features of the training part's clean pictures, and so are judged. */
  async predict(): Promise<TestPredictions> {
    const { size, classes, split } = this.data;
    const { truth, seen } = this.test;
    const known = picturesOf(this.data, split.train);
    const probed = (codes: Float32Array, ofTest: Float32Array) => {
      const width = this.parameters.features;
      return linearProbe({ values: codes, labels: labelsOf(this.data, split.train), width }, ofTest, classes.length);
    };
    const shown = { size, ...this.shown(this.test) };
    const model = {
      ...shown,
      probabilities: true,
      reconstructions: await this.network.reconstructions(seen),
      probed: probed(await this.network.codes(known), await this.network.codes(truth)),
    };
    const components = principalComponents(known, size * size, this.parameters.features);
    const baseline = {
      ...shown,
      name: "principal-components",
      probabilities: false,
      reconstructions: restored(components, projected(components, seen)).map((v) => Math.min(1, Math.max(0, v))),
      probed: probed(projected(components, known), projected(components, truth)),
    };
    return { kind: "RECONSTRUCTION", model, baseline };
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
    const { features, filters, depth } = this.parameters;
    const position: Position = {
      sha256: this.data.sha256,
      features,
      filters,
      depth,
      stepsDone: this.stepsDone,
      stepsPerEpoch: this.batches.stepsPerEpoch,
      updates: this.descent.updates,
      random: this.random.state(),
    };
    const tensors = { ...(await this.network.weights()), ...(await this.descent.slots()), order: this.batches.state() };
    return { tensors, json: { ...position } };
  }

  dispose(): void {
    this.network.dispose();
    this.descent.dispose();
  }

  private goOnFrom({ json, tensors }: TrainerState): Record<string, StateTensor> {
    const { sha256, features, filters, depth, stepsDone, stepsPerEpoch, random } = json as unknown as Position;
    const { parameters } = this;
    const sameShape = features === parameters.features && filters === parameters.filters && depth === parameters.depth;
    const sameRun = sha256 === this.data.sha256 && random.seed === this.random.state().seed;
    if (!sameShape || !sameRun || !this.batches.restore(tensors.order))
      throw new TrainingFailure("CHECKPOINT_MISMATCH", "The checkpoint belongs to other data, network or seed.");
    // With batches of another size, a fork sees again what was seen of an epoch that is not over.
    const epochsDone = Math.floor(stepsDone / stepsPerEpoch);
    this.stepsDone = stepsPerEpoch === this.batches.stepsPerEpoch ? stepsDone : epochsDone * this.batches.stepsPerEpoch;
    this.random.restore(random);
    return tensors;
  }

  private stream(name: string): RandomStream {
    return this.random.stream(this.prefix + name);
  }

  private heldOut(rows: Int32Array, stream: string): HeldOut {
    const truth = picturesOf(this.data, rows);
    const seen = noisy(truth, this.parameters.noise, this.random.stream(stream));
    return { truth, seen, labels: labelsOf(this.data, rows) };
  }

  /** What is worth showing of a part: what the network saw only where that is not the truth. */
  private shown({ truth, seen, labels }: HeldOut) {
    return { truth, labels, ...(this.parameters.noise > 0 && { seen }) };
  }

  private async validationReconstructions(): Promise<Float32Array> {
    if (this.validated?.step !== this.stepsDone) {
      const reconstructions = await this.network.reconstructions(this.validation.seen);
      this.validated = { step: this.stepsDone, reconstructions };
    }
    return this.validated.reconstructions;
  }
}
