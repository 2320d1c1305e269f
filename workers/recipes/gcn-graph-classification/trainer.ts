import type { GcnParameters } from "../../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { loadMotifGraphs } from "../../datasets/motif-graphs.js";
import type { LabelledGraphs } from "../../datasets/graphs.js";
import type { OwnDataFile } from "../../datasets/own-data.js";
import { loadOwnGraphs } from "../../datasets/own-graphs.js";
import { unseenGraphs } from "../../datasets/unseen-graphs.js";
import { judgedPart, type Tested } from "../../datasets/unseen-rows.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import { classProbabilities } from "../../runtime/gradient/class-probabilities.js";
import { classWeights, priorLoss, rowWeights } from "../../runtime/gradient/class-weights.js";
import { dropoutMask } from "../../runtime/gradient/dropout.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import { type Teaching, teachingOf } from "../../runtime/gradient/teaching.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import { batchOf, type GraphData, type GraphPreparation, labelsOf, prepare } from "./data.js";
import { degreeBaseline } from "./degree-statistics.js";
import { firstWeights, forwardFlops, type GcnShape, nodeChannels } from "./model.js";
import { GcnNetwork, type GraphFindings, type LabelledBatch } from "./network.js";
import { graphsAtWork } from "./picture.js";

/** Graphs judged at once outside training. */
const JUDGED_AT_ONCE = 100;

/** Opens the recipe on the built-in graphs, or on the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<GcnParameters> = async (context) => {
  const { parameters, dataset, ownData, random, log } = context;
  const data = prepare(await graphsOf(dataset, ownData), random.stream("split"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} graphs to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  const tested = await judgedPart<Tested<LabelledGraphs>>(context, { data, rows: test }, async (...other) =>
    unseenGraphs(await graphsOf(...other), data),
  );
  const shape = { width: parameters.width, types: data.types.length, classes: data.classes.length };
  const teaching = await teachingOf(context, data, (teacher) => {
    const theirs = new GcnNetwork({ ...shape, width: teacher.parameters.width }, teacher.weights);
    return { network: theirs, split: data.split, probabilities: (rows) => theirs.probabilities(batchOf(data, rows)) };
  });
  const network = new GcnNetwork(shape, firstWeights(shape, random.stream("weights")));
  return openGradientTrainer(context, new GcnTask(parameters, data, tested, shape, network, teaching));
};

async function graphsOf(dataset: string, own: OwnDataFile | undefined): Promise<LabelledGraphs> {
  return own ? loadOwnGraphs(own) : loadMotifGraphs(dataset);
}

class GcnTask implements GradientTask<LabelledBatch, GraphFindings, Predictions> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;
  readonly rectified = true;
  /** What a graph of each class counts. */
  private readonly counts: Float32Array;

  constructor(
    private readonly parameters: GcnParameters,
    private readonly data: GraphData,
    private readonly tested: Tested<LabelledGraphs>,
    private readonly shape: GcnShape,
    readonly network: GcnNetwork,
    readonly teaching: Teaching | undefined,
  ) {
    this.belongsTo = { sha256: data.sha256, width: shape.width };
    this.rows = data.split.train;
    const known = labelsOf(data, this.rows);
    this.counts = classWeights(parameters.classWeights, known, shape.classes);
    this.chanceLoss = priorLoss(this.counts, known);
    const mean = (count: (row: number) => number) =>
      this.rows.reduce((sum, row) => sum + count(row), 0) / this.rows.length;
    const nodes = mean((row) => data.graphs[row].types.length);
    const edges = mean((row) => data.graphs[row].edges.length / 2);
    this.flopsPerExample = forwardFlops(shape, nodes, edges);
  }

  get preparation(): GraphPreparation {
    const { types, classes } = this.data;
    return { types: [...types], classes: [...classes] };
  }

  batch(rows: Int32Array, streams: Streams): LabelledBatch {
    const batch = batchOf(this.data, rows);
    const size = batch.types.length * nodeChannels(this.shape);
    const mask = dropoutMask(this.parameters.dropout, size, () => streams("dropout"));
    const labels = labelsOf(this.data, rows);
    return { ...batch, labels, mask, weights: rowWeights(this.parameters.classWeights, this.counts, labels) };
  }

  metrics({ labels }: LabelledBatch, { logs }: GraphFindings): Metrics {
    return { accuracy: accuracy({ classes: this.data.classes, labels, probabilities: logs }) };
  }

  examine(): Promise<Predictions> {
    return this.judge(this.data.split.validation);
  }

  validation(predictions: Predictions): Metrics {
    return { loss: logLoss(predictions), accuracy: accuracy(predictions) };
  }

  samples(predictions: Predictions): Sample[] {
    return [graphsAtWork(this.data, this.data.split.validation, predictions)];
  }

  async predict(): Promise<TestPredictions> {
    const { data, rows, leftOut } = this.tested;
    const model = await this.judge(rows, data);
    const probabilities = degreeBaseline(this.data, this.tested);
    return { kind: "CLASSIFICATION", model, baseline: { ...model, name: "degree-statistics", probabilities }, leftOut };
  }

  private judge(rows: Int32Array, data: LabelledGraphs = this.data): Promise<Predictions> {
    return classProbabilities(rows, {
      classes: data.classes,
      labels: labelsOf(data, rows),
      atOnce: JUDGED_AT_ONCE,
      probabilities: (part) => this.network.probabilities(batchOf(data, part)),
    });
  }
}
