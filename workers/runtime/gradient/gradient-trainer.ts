import * as tf from "@tensorflow/tfjs";
import type { RandomState, RandomStreams } from "../../../src/kernel/random.js";
import { shardOf } from "../../datasets/split.js";
import type { Perturbation } from "../../../src/domains/training/evaluations/evaluation.specs.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import type { ModelStand } from "../../../src/domains/training/runs/trained-model.specs.js";
import { TrainingFailure } from "../failure.js";
import { type Batches, MiniBatches } from "../mini-batches.js";
import { modelSize } from "../model-size.js";
import { DataParallel } from "../parallel/data-parallel.js";
import type { Batch } from "../parallel/network.js";
import { PoissonBatches } from "../poisson-batches.js";
import { stepWork } from "../step-work.js";
import { Descent } from "../tensor/descent.js";
import { LastGradients } from "../tensor/gradient-diagnosis.js";
import { assign, savedTensors } from "../tensor/saved.js";
import type { Diagnosis, Metrics, Origin, Pruned, Sample, StateTensor, StepReport, StepWork } from "../trainer.js";
import type { Trainer, TrainerContext, TrainerState } from "../trainer.js";
import type { GradientSource } from "./gradient-source.js";
import type { GradientParameters, GradientTask, Learnt, Streams } from "./gradient-task.js";
import { MixedPrecision } from "./mixed-precision.js";
import { PrivateGradients } from "./private-gradients.js";
import { Pruning } from "./pruning.js";
import { allOf, beginWith, learning, ofLearning } from "./starting-weights.js";

/** In smaller batches many units have nothing to say, and are none the worse for it. */
const BATCH_FOR_SILENCE = 16;

type Context<P extends GradientParameters> = Omit<TrainerContext<P>, "dataset">;

/** The JSON part of a checkpoint. `belongsTo` says what its tensors fit; the optimiser has made `updates`. */
interface Position {
  belongsTo: string;
  stepsDone: number;
  stepsPerEpoch: number;
  updates: number;
  random: RandomState;
  unpruned?: ModelStand;
}

/**
 * Opens a trainer that takes a recipe's network down its gradients, fresh or where a checkpoint stopped, on a shard of the rows
 * where the context names one, by as many threads as the parameters say.
 *
 * @throws {TrainingFailure} CHECKPOINT_MISMATCH when the checkpoint is of other data, network or seed; WEIGHTS_MISMATCH when the weights
 * to begin with are of another network.
 */
export async function openGradientTrainer<B extends Batch, F extends Learnt, V>(
  context: Context<GradientParameters>,
  task: GradientTask<B, F, V>,
): Promise<Trainer> {
  let trainer: GradientTrainer<B, F, V> | undefined;
  try {
    trainer = new GradientTrainer(context, task);
    if (context.checkpoint) trainer.goOnFrom(context.checkpoint);
    else if (context.origin) trainer.beginWith(context.origin);
    await trainer.startThreads(context.log);
    return trainer;
  } catch (error) {
    if (trainer) trainer.dispose();
    else tf.dispose(allOf(task.network));
    throw error;
  }
}

class GradientTrainer<B extends Batch, F extends Learnt, V> implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  readonly work: StepWork;
  stepsDone = 0;
  private readonly parameters: GradientParameters;
  private readonly random: RandomStreams;
  private readonly streams: Streams;
  private readonly belongsTo: string;
  private readonly batches: Batches;
  /** What learns: all variables but the frozen ones. */
  private readonly learning: Readonly<Record<string, tf.Variable>>;
  private readonly pruning: Pruning | undefined;
  private readonly mixed: MixedPrecision | undefined;
  private readonly descent: Descent;
  private readonly last = new LastGradients();
  private source: GradientSource<B, F>;
  private unpruned: ModelStand | undefined;
  private examined?: { step: number; value: V };

  constructor(
    { parameters, random, shard, origin }: Context<GradientParameters>,
    private readonly task: GradientTask<B, F, V>,
  ) {
    this.parameters = parameters;
    this.random = random;
    const prefix = shard ? `shard-${shard.index}/` : "";
    this.streams = (name) => random.stream(prefix + name);
    this.belongsTo = JSON.stringify({ ...task.belongsTo, seed: random.state().seed });
    const rows = shard ? shardOf(task.rows, shard, random.stream("shards")) : task.rows;
    const { privacyNoise = 0, sparsity = 0, batchSize } = parameters;
    const order = () => this.streams("order");
    this.source = task.network;
    if (privacyNoise > 0) {
      const batches = new PoissonBatches(rows, batchSize, order);
      this.batches = batches;
      this.source = PrivateGradients.of(task.network, parameters, batches, () => this.streams("privacy"));
    } else this.batches = new MiniBatches(rows, batchSize, order);
    this.epochs = parameters.epochs;
    this.totalSteps = parameters.epochs * this.batches.stepsPerEpoch;
    this.work = stepWork({
      flopsPerExample: task.flopsPerExample,
      examples: rows.length / this.batches.stepsPerEpoch,
      weights: Object.values(task.network.variables).reduce((sum, { size }) => sum + size, 0),
    });
    this.descent = new Descent(parameters, this.totalSteps);
    this.learning = origin ? learning(task.network.variables, origin) : task.network.variables;
    if (parameters.precision === "mixed-bfloat16") this.mixed = new MixedPrecision(allOf(task.network));
    if (sparsity > 0) this.pruning = new Pruning(Object.values(this.learning), sparsity, this.totalSteps);
  }

  /** Takes the weights of another run. */
  beginWith(origin: Origin): void {
    beginWith(allOf(this.task.network), origin);
  }

  goOnFrom({ json, tensors }: TrainerState): void {
    const { belongsTo, stepsDone, stepsPerEpoch, updates, random, unpruned } = json as unknown as Position;
    if (belongsTo !== this.belongsTo || !this.batches.restore(tensors.order))
      throw new TrainingFailure("CHECKPOINT_MISMATCH", "The checkpoint belongs to other data, network or seed.");
    // With batches of another size, a fork sees again what was seen of an epoch that is not over.
    const epochsDone = Math.floor(stepsDone / stepsPerEpoch);
    this.stepsDone = stepsPerEpoch === this.batches.stepsPerEpoch ? stepsDone : epochsDone * this.batches.stepsPerEpoch;
    this.random.restore(random);
    assign(allOf(this.task.network), tensors);
    this.descent.restore(tensors, Object.keys(this.learning), updates);
    this.pruning?.goOn();
    this.unpruned = unpruned;
  }

  /** Opens a replica of the network on each of the other threads. */
  async startThreads(log: (message: string) => void): Promise<void> {
    const { network, replica } = this.task;
    const { threads = 1 } = this.parameters;
    if (threads > 1 && this.source !== network) log("It computes on one thread: each row is differentiated alone.");
    else if (replica && threads > 1)
      this.source = await DataParallel.open({ network, replica, threads, half: this.mixed !== undefined, log });
  }

  async step(): Promise<StepReport> {
    if (this.stepsDone === this.pruning?.begin) this.unpruned = await this.stand();
    const rows = this.batches.next(this.stepsDone);
    const learnt = () => this.learnt(rows);
    const { batch, gradients: all, found } = await (this.mixed?.learning(learnt) ?? learnt());
    const gradients = ofLearning(all, this.learning);
    const rate = this.descent.step(this.learning, gradients, this.stepsDone);
    this.last.keep(gradients);
    this.stepsDone++;
    await this.pruning?.prune(this.stepsDone);
    const metrics = {
      ...(found && { loss: found.loss, ...this.task.metrics?.(batch, found) }),
      ...this.source.metrics?.(this.stepsDone),
      ...(this.pruning && { sparsity: this.pruning.shareAfter(this.stepsDone) }),
      learning_rate: rate,
    };
    return { ...this.batches.epochAfter(this.stepsDone), metrics };
  }

  async diagnose(): Promise<Diagnosis> {
    const { gradientNorms, silentUnits } = await this.last.diagnose();
    const telling = this.task.rectified && this.parameters.batchSize >= BATCH_FOR_SILENCE;
    return telling ? { gradientNorms, silentUnits } : { gradientNorms };
  }

  async validate(): Promise<Metrics> {
    return this.task.validation(await this.examine());
  }

  async samples(): Promise<Sample[]> {
    return (await this.task.samples?.(await this.examine())) ?? [];
  }

  predict(): Promise<TestPredictions> {
    return this.task.predict();
  }

  perturbed(perturbation: Perturbation): Promise<Predictions> {
    if (!this.task.perturbed) throw new Error("This recipe perturbs nothing.");
    return this.task.perturbed(perturbation);
  }

  get chanceLoss(): number | undefined {
    return this.task.teaching ? undefined : this.task.chanceLoss;
  }

  get preparation(): Record<string, unknown> | undefined {
    return this.task.preparation;
  }

  get trainingRows(): number {
    return this.batches.rows;
  }

  get patience(): number {
    // Weights of an earlier epoch would not be as sparse as they are to be.
    return this.pruning ? 0 : this.parameters.patience;
  }

  load(weights: Record<string, StateTensor>): void {
    assign(allOf(this.task.network), weights);
    this.examined = undefined;
  }

  weights(): Promise<Record<string, StateTensor>> {
    return savedTensors(allOf(this.task.network));
  }

  async pruned(): Promise<Pruned | undefined> {
    return this.unpruned && { before: this.unpruned, after: await this.stand() };
  }

  async state(): Promise<TrainerState> {
    const { belongsTo, stepsDone, unpruned } = this;
    const counts = { stepsDone, stepsPerEpoch: this.batches.stepsPerEpoch, updates: this.descent.updates };
    const position: Position = { belongsTo, ...counts, random: this.random.state(), ...(unpruned && { unpruned }) };
    const tensors = { ...(await this.weights()), ...(await this.descent.slots()), order: this.batches.state() };
    return { tensors, json: { ...position } };
  }

  dispose(): void {
    if (this.source !== this.task.network) this.source.dispose?.();
    tf.dispose(allOf(this.task.network));
    this.task.network.dispose?.();
    this.descent.dispose();
    this.last.dispose();
    this.pruning?.dispose();
  }

  private async learnt(rows: Int32Array) {
    const shown = { ...this.task.batch(rows, this.streams), ...this.task.teaching?.of(rows) };
    const batch = (await this.task.hardened?.(shown, rows.length)) ?? shown;
    return { batch, ...(await this.source.gradients(batch, rows.length)) };
  }

  private async stand(): Promise<ModelStand> {
    const size = await modelSize(await this.weights());
    return { step: this.stepsDone, ...size, validation: await this.validate() };
  }

  private async examine(): Promise<V> {
    if (this.examined?.step !== this.stepsDone)
      this.examined = { step: this.stepsDone, value: await this.task.examine() };
    return this.examined.value;
  }
}
