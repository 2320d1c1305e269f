import type { TabularParameters } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import type { RandomState, RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import { logisticRegression } from "../../baselines/logistic-regression.js";
import { majorityClass } from "../../baselines/majority-class.js";
import { loadTable } from "../../datasets/built-in-tables.js";
import { shardOf } from "../../datasets/split.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import { TrainingFailure } from "../../runtime/failure.js";
import { MiniBatches } from "../../runtime/mini-batches.js";
import { stepWork } from "../../runtime/step-work.js";
import { Descent } from "../../runtime/tensor/descent.js";
import type { Diagnosis, Metrics, OpenTrainer, Sample, StateTensor, StepReport } from "../../runtime/trainer.js";
import type { StepWork, Trainer, TrainerContext, TrainerState } from "../../runtime/trainer.js";
import { classWeights, priorLoss } from "./class-weights.js";
import { type DenseShape, firstWeights, forwardFlops, weightCount, weightShapes } from "./model.js";
import { DenseNetwork } from "./network.js";
import { rowsAtWork } from "./picture.js";
import { featuresOf, labelsOf, prepare, type PreparedTable, stepsOf } from "./preparation.js";

/** Rows judged at once outside training. */
const JUDGED_AT_ONCE = 4096;
/** In smaller batches many units have nothing to say, and are none the worse for it. */
const BATCH_FOR_SILENCE = 16;

/** The JSON part of a checkpoint. `belongsTo` says what its tensors fit; the optimiser has made `updates`. */
interface Position {
  belongsTo: string;
  stepsDone: number;
  stepsPerEpoch: number;
  updates: number;
  random: RandomState;
}

type Opening = Pick<TrainerContext<TabularParameters>, "checkpoint" | "shard" | "log"> & { sha256: string };

/** Opens the recipe on a built-in table. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<TabularParameters> = async (context) => {
  const { parameters, dataset, random, checkpoint, shard, log } = context;
  const { sha256, ...table } = await loadTable(dataset);
  log(`${dataset}: ${table.labels.length} rows, ${table.columns.length} columns beside the label, SHA-256 ${sha256}`);
  const prepared = prepare(table, stepsOf(parameters, random.stream("split")), log);
  if (shard) prepared.split.train = shardOf(prepared.split.train, shard, random.stream("shards"));
  return new TabularTrainer(parameters, prepared, random, { checkpoint, shard, log, sha256 });
};

class TabularTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  readonly work: StepWork;
  readonly chanceLoss: number;
  stepsDone = 0;
  private readonly network: DenseNetwork;
  private readonly descent: Descent;
  private readonly batches: MiniBatches;
  /** What a row of each class counts. */
  private readonly counts: Float32Array;
  private readonly belongsTo: string;
  /** Of the streams that shards draw from apart. */
  private readonly prefix: string;
  private readonly log: (message: string) => void;

  constructor(
    private readonly parameters: TabularParameters,
    private readonly data: PreparedTable,
    private readonly random: RandomStreams,
    { checkpoint, shard, log, sha256 }: Opening,
  ) {
    this.prefix = shard ? `shard-${shard.index}/` : "";
    const { epochs, batchSize, hiddenUnits, layers, missing, labels } = parameters;
    const { classes, features, split } = data;
    const shape: DenseShape = { features: features.length, hiddenUnits, layers, classes: classes.length };
    this.log = log;
    this.belongsTo = JSON.stringify({ sha256, ...shape, missing, labels, seed: random.state().seed });
    this.epochs = epochs;
    this.batches = new MiniBatches(split.train, batchSize, () => this.stream("order"));
    this.totalSteps = epochs * this.batches.stepsPerEpoch;
    const known = labelsOf(data, split.train);
    this.counts = classWeights(parameters.classWeights, known, classes.length);
    this.chanceLoss = priorLoss(this.counts, known);
    this.work = stepWork({
      flopsPerExample: forwardFlops(shape),
      examples: split.train.length / this.batches.stepsPerEpoch,
      weights: weightCount(shape),
    });
    const tensors = checkpoint ? this.goOnFrom(checkpoint) : firstWeights(shape, random.stream("weights"));
    this.network = new DenseNetwork(shape, tensors);
    this.descent = new Descent(parameters, this.totalSteps);
    const { updates } = (checkpoint?.json ?? { updates: 0 }) as unknown as Position;
    this.descent.restore(tensors, Object.keys(weightShapes(shape)), updates);
  }

  private goOnFrom({ json, tensors }: TrainerState): Record<string, StateTensor> {
    const { belongsTo, stepsDone, stepsPerEpoch, random } = json as unknown as Position;
    if (belongsTo !== this.belongsTo || !this.batches.restore(tensors.order))
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
    const weights = Float32Array.from(labels, (label) => this.counts[label]);
    const batch = { features: featuresOf(this.data, rows), labels, weights, masks: this.dropoutMasks(rows.length) };
    const { loss, scores, rate } = await this.network.learn(batch, this.descent, this.stepsDone);
    this.stepsDone++;
    const correct = accuracy({ classes: this.data.classes, labels, probabilities: scores });
    return { ...this.batches.epochAfter(this.stepsDone), metrics: { loss, accuracy: correct, learning_rate: rate } };
  }

  async diagnose(): Promise<Diagnosis> {
    const diagnosis = await this.network.diagnose();
    return this.parameters.batchSize < BATCH_FOR_SILENCE ? { ...diagnosis, silentUnits: undefined } : diagnosis;
  }

  /** Every row counts alike here, whatever the class weights. */
  async validate(): Promise<Metrics> {
    const predictions = await this.judge(this.data.split.validation);
    return { loss: logLoss(predictions), accuracy: accuracy(predictions) };
  }

  async samples(): Promise<Sample[]> {
    const { validation } = this.data.split;
    return [rowsAtWork(this.data, validation, await this.judge(validation))];
  }

  async predict(): Promise<TestPredictions> {
    const { features, classes, split } = this.data;
    const labels = labelsOf(this.data, split.train);
    const known = { values: featuresOf(this.data, split.train), labels, width: features.length };
    const model = await this.judge(split.test);
    const majority = majorityClass(labels, classes.length);
    const share = model.labels.filter((label) => label === majority).length / model.labels.length;
    this.log(
      `Always saying “${classes[majority]}”, the commonest class, has the accuracy ${share.toFixed(4)} on the test part.`,
    );
    const probabilities = logisticRegression(known, featuresOf(this.data, split.test), classes.length);
    return { kind: "CLASSIFICATION", model, baseline: { ...model, name: "logistic-regression", probabilities } };
  }

  get trainingRows(): number {
    return this.batches.rows;
  }

  get patience(): number {
    return this.parameters.patience;
  }

  load(weights: Record<string, StateTensor>): void {
    this.network.load(weights);
  }

  weights(): Promise<Record<string, StateTensor>> {
    return this.network.weights();
  }

  async state(): Promise<TrainerState> {
    const { belongsTo, stepsDone } = this;
    const { stepsPerEpoch } = this.batches;
    const { updates } = this.descent;
    const position: Position = { belongsTo, stepsDone, stepsPerEpoch, updates, random: this.random.state() };
    const tensors = { ...(await this.network.weights()), ...(await this.descent.slots()), order: this.batches.state() };
    return { tensors, json: { ...position } };
  }

  dispose(): void {
    this.network.dispose();
    this.descent.dispose();
  }

  private stream(name: string): RandomStream {
    return this.random.stream(this.prefix + name);
  }

  /** Inverted dropout: silenced units become 0, the others are scaled up so that the sum keeps its expectation. */
  private dropoutMasks(rows: number): Float32Array[] | undefined {
    const { dropout, layers, hiddenUnits } = this.parameters;
    if (dropout === 0) return undefined;
    const random = this.stream("dropout");
    return Array.from({ length: layers }, () =>
      random
        .fillUniform(new Float32Array(rows * hiddenUnits))
        .map((value) => (value < dropout ? 0 : 1 / (1 - dropout))),
    );
  }

  private async judge(rows: Int32Array): Promise<Predictions> {
    const classes = [...this.data.classes];
    const probabilities = new Float32Array(rows.length * classes.length);
    for (let from = 0; from < rows.length; from += JUDGED_AT_ONCE) {
      const features = featuresOf(this.data, rows.subarray(from, from + JUDGED_AT_ONCE));
      probabilities.set(await this.network.probabilities(features), from * classes.length);
    }
    return { classes, labels: labelsOf(this.data, rows), probabilities };
  }
}
