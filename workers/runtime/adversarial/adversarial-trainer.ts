import type { RandomState, RandomStreams } from "../../../src/kernel/random.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { TrainingFailure } from "../failure.js";
import { beginWith, learning } from "../gradient/starting-weights.js";
import { MiniBatches } from "../mini-batches.js";
import type { DescentParameters } from "../tensor/descent.js";
import { firstWeights, weightCount } from "../tensor/layers/weights.js";
import type { Diagnosis, Metrics, Origin, Sample, StateTensor, StepReport, StepWork } from "../trainer.js";
import type { Trainer, TrainerContext, TrainerState } from "../trainer.js";
import type { AdversarialParameters, AdversarialTask } from "./adversarial-task.js";
import { Player } from "./player.js";
import { roundWork } from "./round-work.js";
import { WeightAverage } from "./weight-average.js";

type Context = Pick<TrainerContext<AdversarialParameters>, "parameters" | "random" | "checkpoint" | "origin">;

/** The JSON part of a checkpoint. `belongsTo` says what its tensors fit; the optimisers have made `updates`. */
interface Position {
  belongsTo: string;
  stepsDone: number;
  roundsPerEpoch: number;
  batchesDone: number;
  updates: { generator: number; discriminator: number };
  random: RandomState;
}

/**
 * Opens a trainer that has two networks learn against each other, fresh or where a checkpoint stopped. It takes over the task.
 *
 * A step is a round: `criticSteps` updates of the discriminator, each on a batch of its own, then one of the generator. An epoch is as many
 * rounds as take the discriminator through the training rows once, or just above. Validation, samples and predictions are those of the
 * generator's averaged weights.
 *
 * @throws {TrainingFailure} CHECKPOINT_MISMATCH when the checkpoint is of other data, networks or seed; WEIGHTS_MISMATCH when the weights
 * to begin with are of other networks.
 */
export function openAdversarialTrainer<V>(context: Context, task: AdversarialTask<V>): Trainer {
  const trainer = new AdversarialTrainer(context, task);
  try {
    if (context.origin) trainer.freeze(context.origin);
    if (context.checkpoint) trainer.goOnFrom(context.checkpoint);
    else if (context.origin) trainer.beginWith(context.origin);
    return trainer;
  } catch (error) {
    trainer.dispose();
    throw error;
  }
}

class AdversarialTrainer<V> implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  readonly work: StepWork;
  stepsDone = 0;
  private batchesDone = 0;
  private readonly parameters: AdversarialParameters;
  private readonly random: RandomStreams;
  private readonly belongsTo: string;
  private readonly batches: MiniBatches;
  private readonly roundsPerEpoch: number;
  private readonly generator: Player;
  private readonly discriminator: Player;
  private readonly average: WeightAverage;
  private examined?: { step: number; value: V };

  constructor(
    { parameters, random }: Context,
    private readonly task: AdversarialTask<V>,
  ) {
    const { epochs, batchSize, criticSteps, averaging } = parameters;
    const { generator, discriminator, rows } = task;
    this.parameters = parameters;
    this.random = random;
    this.belongsTo = JSON.stringify({ ...task.belongsTo, seed: random.state().seed });
    this.batches = new MiniBatches(rows, batchSize, () => random.stream("order"));
    this.roundsPerEpoch = Math.ceil(this.batches.stepsPerEpoch / criticSteps);
    this.epochs = epochs;
    this.totalSteps = epochs * this.roundsPerEpoch;
    this.work = roundWork({
      generator: { flops: generator.flopsPerExample, weights: weightCount(generator.shapes) },
      discriminator: { flops: discriminator.flopsPerExample, weights: weightCount(discriminator.shapes) },
      batch: rows.length / this.batches.stepsPerEpoch,
      criticSteps,
    });
    this.generator = new Player(firstWeights(generator.shapes, random.stream("generator weights")), {
      descent: this.descent(parameters.generatorLearningRate),
      totalSteps: this.totalSteps,
    });
    this.discriminator = new Player(firstWeights(discriminator.shapes, random.stream("discriminator weights")), {
      descent: this.descent(parameters.discriminatorLearningRate),
      totalSteps: this.totalSteps * criticSteps,
    });
    this.average = new WeightAverage(this.generator.variables, averaging);
  }

  /** What is frozen learns no more, whatever its weights will be. */
  freeze(origin: Origin): void {
    const learns = learning(this.variables, origin);
    this.generator.learnOnly(learns);
    this.discriminator.learnOnly(learns);
  }

  /** Takes the weights of another run: its generator's averages, which are what it made pictures with, and its discriminator's. */
  beginWith(origin: Origin): void {
    beginWith(this.variables, origin);
    this.average.restart();
  }

  goOnFrom({ json, tensors }: TrainerState): void {
    const { belongsTo, stepsDone, roundsPerEpoch, batchesDone, updates, random } = json as unknown as Position;
    if (belongsTo !== this.belongsTo || !this.batches.restore(tensors.order))
      throw new TrainingFailure("CHECKPOINT_MISMATCH", "The checkpoint belongs to other data, networks or seed.");
    // With batches of another size or number, a fork sees again what was seen of an epoch that is not over.
    const alike = roundsPerEpoch === this.roundsPerEpoch;
    this.stepsDone = alike ? stepsDone : Math.floor(stepsDone / roundsPerEpoch) * this.roundsPerEpoch;
    this.batchesDone = alike ? batchesDone : 0;
    this.random.restore(random);
    this.generator.goOnFrom(tensors, updates.generator);
    this.discriminator.goOnFrom(tensors, updates.discriminator);
    this.average.goOnFrom(tensors);
  }

  async step(): Promise<StepReport> {
    const { task, generator, discriminator } = this;
    const [ours, theirs] = [generator.variables, discriminator.variables];
    const { criticSteps } = this.parameters;
    const metrics: Metrics = { generator_loss: 0, discriminator_loss: 0 };
    let rows: Int32Array = new Int32Array();
    for (let update = 0; update < criticSteps; update++) {
      rows = this.batches.next(this.batchesDone++);
      const { loss, found } = await discriminator.learn(() => task.discriminatorLoss(rows, ours, theirs));
      metrics.discriminator_loss += loss / criticSteps;
      Object.assign(metrics, found);
    }
    const { loss, found, rate } = await generator.learn(() => task.generatorLoss(rows, ours, theirs));
    this.average.update(this.stepsDone);
    this.stepsDone++;
    return {
      epoch: this.epoch,
      epochEnded: this.stepsDone % this.roundsPerEpoch === 0,
      metrics: { ...metrics, ...found, generator_loss: loss, learning_rate: rate },
    };
  }

  /** Norms of the last update of each network, and after a validation what a reader has made of the pictures. */
  async diagnose(): Promise<Diagnosis> {
    const [ours, theirs] = [await this.generator.diagnose(), await this.discriminator.diagnose()];
    const seen = this.examined?.step === this.stepsDone ? this.task.classes?.(this.examined.value) : undefined;
    return {
      gradientNorms: { ...ours.gradientNorms, ...theirs.gradientNorms },
      ...(seen && { classes: seen }),
    };
  }

  get preparation(): Record<string, unknown> | undefined {
    return this.task.preparation;
  }

  async validate(): Promise<Metrics> {
    return this.task.validation(await this.examine());
  }

  async samples(): Promise<Sample[]> {
    return this.task.samples(await this.examine());
  }

  predict(): Promise<TestPredictions> {
    return this.task.predict(this.average.weights);
  }

  get patience(): number {
    return this.parameters.patience;
  }

  /** The generator's averaged weights, and the discriminator's. */
  async weights(): Promise<Record<string, StateTensor>> {
    return { ...(await this.average.saved()), ...(await this.discriminator.weights()) };
  }

  load(weights: Record<string, StateTensor>): void {
    this.generator.load(weights);
    this.discriminator.load(weights);
    this.average.restart();
    this.examined = undefined;
  }

  async state(): Promise<TrainerState> {
    const { belongsTo, stepsDone, roundsPerEpoch, batchesDone, generator, discriminator } = this;
    const updates = { generator: generator.updates, discriminator: discriminator.updates };
    const random = this.random.state();
    const position: Position = { belongsTo, stepsDone, roundsPerEpoch, batchesDone, updates, random };
    const tensors = {
      ...this.task.state?.(),
      ...(await generator.weights()),
      ...(await generator.slots()),
      ...(await discriminator.weights()),
      ...(await discriminator.slots()),
      ...(await this.average.state()),
      order: this.batches.state(),
    };
    return { tensors, json: { ...position } };
  }

  dispose(): void {
    this.generator.dispose();
    this.discriminator.dispose();
    this.average.dispose();
    this.task.dispose?.();
  }

  /** That the last round belonged to. */
  private get epoch(): number {
    return Math.ceil(this.stepsDone / this.roundsPerEpoch);
  }

  /** Of both networks. */
  private get variables() {
    return { ...this.generator.variables, ...this.discriminator.variables };
  }

  private async examine(): Promise<V> {
    if (this.examined?.step !== this.stepsDone)
      this.examined = { step: this.stepsDone, value: await this.task.examine(this.average.weights, this.epoch) };
    return this.examined.value;
  }

  private descent(learningRate: number): DescentParameters {
    const { learningRateSchedule, gradientClip, beta1 } = this.parameters;
    return { learningRate, learningRateSchedule, gradientClip, beta1, optimizer: "adam", warmup: 0, l1: 0, l2: 0 };
  }
}
