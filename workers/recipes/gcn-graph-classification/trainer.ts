import type { GcnParameters } from "../../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { shardOf } from "../../datasets/split.js";
import { loadMotifGraphs } from "../../datasets/motif-graphs.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import { TrainingFailure } from "../../runtime/failure.js";
import type { RandomState, RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import type { Metrics, OpenTrainer, Sample, StepReport } from "../../runtime/trainer.js";
import type { Diagnosis, StateTensor, StepWork, Trainer, TrainerContext, TrainerState } from "../../runtime/trainer.js";
import { MiniBatches } from "../../runtime/mini-batches.js";
import { stepWork } from "../../runtime/step-work.js";
import { Descent } from "../../runtime/tensor/descent.js";
import { batchOf, type GraphData, labelsOf, prepare } from "./data.js";
import { degreeBaseline } from "./degree-statistics.js";
import { firstWeights, forwardFlops, type GcnShape, nodeChannels, weightShapes } from "./model.js";
import { GcnNetwork } from "./network.js";
import { graphsAtWork } from "./picture.js";

/** Graphs judged at once outside training. */
const JUDGED_AT_ONCE = 100;

/** The JSON part of a checkpoint. `sha256` and `width` say what its tensors belong to; the optimiser has made `updates`. */
interface Position {
  sha256: string;
  width: number;
  stepsDone: number;
  stepsPerEpoch: number;
  updates: number;
  random: RandomState;
}

/** Opens the recipe on the built-in graphs. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<GcnParameters> = async (context) => {
  const { parameters, dataset, random, checkpoint, shard, log } = context;
  const data = prepare(loadMotifGraphs(dataset), random.stream("split"));
  if (shard) data.split.train = shardOf(data.split.train, shard, random.stream("shards"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} graphs to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  return Promise.resolve(new GcnTrainer(parameters, data, random, { checkpoint, shard }));
};

class GcnTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  readonly work: StepWork;
  readonly chanceLoss: number;
  stepsDone = 0;
  private readonly shape: GcnShape;
  private readonly network: GcnNetwork;
  private readonly descent: Descent;
  private readonly batches: MiniBatches;
  /** Of the streams that shards draw from apart. */
  private readonly prefix: string;
  private validated?: { step: number; predictions: Predictions };

  constructor(
    private readonly parameters: GcnParameters,
    private readonly data: GraphData,
    private readonly random: RandomStreams,
    { checkpoint, shard }: Pick<TrainerContext<GcnParameters>, "checkpoint" | "shard">,
  ) {
    this.prefix = shard ? `shard-${shard.index}/` : "";
    const { epochs, batchSize, width } = parameters;
    const { types, classes, split } = data;
    this.epochs = epochs;
    this.batches = new MiniBatches(split.train, batchSize, () => this.stream("order"));
    this.totalSteps = epochs * this.batches.stepsPerEpoch;
    this.chanceLoss = Math.log(classes.length);
    this.shape = { width, types: types.length, classes: classes.length };
    this.work = this.workOfStep();
    const tensors = checkpoint ? this.goOnFrom(checkpoint) : firstWeights(this.shape, random.stream("weights"));
    this.network = new GcnNetwork(this.shape, tensors);
    this.descent = new Descent(parameters, this.totalSteps);
    const { updates } = (checkpoint?.json ?? { updates: 0 }) as unknown as Position;
    this.descent.restore(tensors, Object.keys(weightShapes(this.shape)), updates);
  }

  async step(): Promise<StepReport> {
    const rows = this.batches.next(this.stepsDone);
    const labels = labelsOf(this.data, rows);
    const batch = batchOf(this.data, rows);
    const mask = this.dropoutMask(batch.types.length);
    const { loss, probabilities, rate } = await this.network.learn(batch, labels, mask, {
      descent: this.descent,
      stepsDone: this.stepsDone,
    });
    this.stepsDone++;
    const correct = accuracy({ classes: this.data.classes, labels, probabilities });
    return {
      ...this.batches.epochAfter(this.stepsDone),
      metrics: { loss, accuracy: correct, learning_rate: rate },
    };
  }

  diagnose(): Promise<Diagnosis> {
    return this.network.diagnose();
  }

  async validate(): Promise<Metrics> {
    const predictions = await this.validationPredictions();
    return { loss: logLoss(predictions), accuracy: accuracy(predictions) };
  }

  async samples(): Promise<Sample[]> {
    return [graphsAtWork(this.data, this.data.split.validation, await this.validationPredictions())];
  }

  async predict(): Promise<TestPredictions> {
    const { test } = this.data.split;
    const model = await this.judge(test);
    const probabilities = degreeBaseline(this.data, test);
    return { kind: "CLASSIFICATION", model, baseline: { ...model, name: "degree-statistics", probabilities } };
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
    const { stepsDone } = this;
    const position: Position = {
      sha256: this.data.sha256,
      width: this.parameters.width,
      stepsDone,
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
    const { sha256, width, stepsDone, stepsPerEpoch, random } = json as unknown as Position;
    const known = sha256 === this.data.sha256 && width === this.parameters.width;
    if (!known || random.seed !== this.random.state().seed || !this.batches.restore(tensors.order))
      throw new TrainingFailure("CHECKPOINT_MISMATCH", "The checkpoint belongs to other data, network or seed.");
    // With batches of another size, a fork sees again what was seen of an epoch that is not over.
    const epochsDone = Math.floor(stepsDone / stepsPerEpoch);
    this.stepsDone = stepsPerEpoch === this.batches.stepsPerEpoch ? stepsDone : epochsDone * this.batches.stepsPerEpoch;
    this.random.restore(random);
    return tensors;
  }

  private workOfStep(): StepWork {
    const { train } = this.data.split;
    const mean = (count: (row: number) => number) => train.reduce((sum, row) => sum + count(row), 0) / train.length;
    const nodes = mean((row) => this.data.graphs[row].types.length);
    const edges = mean((row) => this.data.graphs[row].edges.length / 2);
    return stepWork({
      flopsPerExample: forwardFlops(this.shape, nodes, edges),
      examples: train.length / this.batches.stepsPerEpoch,
      weights: Object.values(weightShapes(this.shape)).reduce((sum, [rows, columns = 1]) => sum + rows * columns, 0),
    });
  }

  private stream(name: string): RandomStream {
    return this.random.stream(this.prefix + name);
  }

  /** Inverted dropout: what is silenced becomes 0, the rest is scaled up so that the sum keeps its expectation. */
  private dropoutMask(nodes: number): Float32Array | undefined {
    const { dropout } = this.parameters;
    if (dropout === 0) return undefined;
    const drawn = this.stream("dropout").fillUniform(new Float32Array(nodes * nodeChannels(this.shape)));
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
      const batch = batchOf(this.data, rows.subarray(from, from + JUDGED_AT_ONCE));
      probabilities.set(await this.network.probabilities(batch), from * classes.length);
    }
    return { classes, labels: labelsOf(this.data, rows), probabilities };
  }
}
