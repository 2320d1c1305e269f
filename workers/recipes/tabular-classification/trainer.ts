import type { TabularParameters } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import { logisticRegression } from "../../baselines/logistic-regression.js";
import { majorityClass } from "../../baselines/majority-class.js";
import { loadTable } from "../../datasets/built-in-tables.js";
import type { LabelledTable } from "../../../src/domains/training/datasets/formats/table.js";
import { judgedPart } from "../../datasets/unseen-rows.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import { classProbabilities } from "../../runtime/gradient/class-probabilities.js";
import { classWeights, priorLoss } from "../../runtime/gradient/class-weights.js";
import { dropoutMask } from "../../runtime/gradient/dropout.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import { type Teaching, type TeachingNetwork, teachingOf, type TeachingRun } from "../../runtime/gradient/teaching.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import { type TestedRows, unseenTable } from "./elsewhere.js";
import { refuseStrangeGroups, withColumns } from "./judged-rows.js";
import { type DenseShape, firstWeights, forwardFlops } from "./model.js";
import { DenseNetwork, type RowBatch, type RowFindings } from "./network.js";
import { rowsAtWork } from "./picture.js";
import { featuresOf, labelsOf, prepare, type PreparedTable, stepsOf } from "./preparation.js";
import { rowPreparation } from "./row-preparation.js";

/** Rows judged at once outside training. */
const JUDGED_AT_ONCE = 4096;

/** Opens the recipe on a built-in table, or on the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<TabularParameters> = async (context) => {
  const { parameters, dataset, random, log } = context;
  const { sha256, ...table } = await loadTable(dataset, context.ownData);
  log(`${dataset}: ${table.labels.length} rows, ${table.columns.length} columns beside the label, SHA-256 ${sha256}`);
  const data = prepare(table, stepsOf(parameters, random.stream("split")), log);
  refuseStrangeGroups(table, data.classes, parameters);
  const test: TestedRows = { table, data, rows: data.split.test };
  const tested = await judgedPart(context, test, async (...other) =>
    unseenTable(await loadTable(...other), { table, data }, parameters),
  );
  const { hiddenUnits, layers, missing, labels } = parameters;
  const shape = { features: data.features.length, hiddenUnits, layers, classes: data.classes.length };
  const teaching = await teachingOf(context, data, (teacher) => taughtBy(teacher, table, shape.classes));
  const network = new DenseNetwork(shape, firstWeights(shape, random.stream("weights")));
  const belongsTo = { sha256, ...shape, missing, labels };
  const opened = { parameters, data, tested, shape, network, teaching, belongsTo, log };
  return openGradientTrainer(context, new TabularTask(opened));
};

/** A teacher may have prepared its columns in other ways, and is shown the rows as it knows them. */
function taughtBy(
  { parameters, weights, random }: TeachingRun<TabularParameters>,
  table: Omit<LabelledTable, "sha256">,
  classes: number,
): TeachingNetwork {
  const data = prepare(table, stepsOf(parameters, random.stream("split")), () => undefined);
  const { hiddenUnits, layers } = parameters;
  const network = new DenseNetwork({ features: data.features.length, hiddenUnits, layers, classes }, weights);
  return { network, split: data.split, probabilities: (rows) => network.probabilities(featuresOf(data, rows)) };
}

interface Opened {
  parameters: TabularParameters;
  data: PreparedTable;
  tested: TestedRows;
  shape: DenseShape;
  network: DenseNetwork;
  teaching: Teaching | undefined;
  belongsTo: object;
  log(message: string): void;
}

class TabularTask implements GradientTask<RowBatch, RowFindings, Predictions> {
  readonly network: DenseNetwork;
  readonly teaching: Teaching | undefined;
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;
  readonly rectified = true;
  private readonly parameters: TabularParameters;
  private readonly tested: TestedRows;
  private readonly data: PreparedTable;
  /** What a row of each class counts. */
  private readonly counts: Float32Array;
  private readonly log: (message: string) => void;

  constructor({ parameters, data, tested, shape, network, teaching, belongsTo, log }: Opened) {
    this.parameters = parameters;
    this.tested = tested;
    this.data = data;
    this.network = network;
    this.teaching = teaching;
    this.belongsTo = belongsTo;
    this.log = log;
    this.rows = data.split.train;
    const known = labelsOf(data, this.rows);
    this.counts = classWeights(parameters.classWeights, known, shape.classes);
    this.chanceLoss = priorLoss(this.counts, known);
    this.flopsPerExample = forwardFlops(shape);
  }

  get replica() {
    return this.network.replica;
  }

  get preparation(): Record<string, unknown> {
    return { ...rowPreparation(this.data, this.parameters.missing) };
  }

  batch(rows: Int32Array, streams: Streams): RowBatch {
    const { dropout, layers, hiddenUnits } = this.parameters;
    const labels = labelsOf(this.data, rows);
    return {
      features: featuresOf(this.data, rows),
      labels,
      weights: Float32Array.from(labels, (label) => this.counts[label]),
      masks: dropoutMask(dropout, rows.length * layers * hiddenUnits, () => streams("dropout")),
    };
  }

  metrics({ labels }: RowBatch, { scores }: RowFindings): Metrics {
    return { accuracy: accuracy({ classes: this.data.classes, labels, probabilities: scores }) };
  }

  examine(): Promise<Predictions> {
    return this.judge(this.data.split.validation);
  }

  /** Every row counts alike here, whatever the class weights. */
  validation(predictions: Predictions): Metrics {
    return { loss: logLoss(predictions), accuracy: accuracy(predictions) };
  }

  samples(predictions: Predictions): Sample[] {
    return [rowsAtWork(this.data, this.data.split.validation, predictions)];
  }

  async predict(): Promise<TestPredictions> {
    const { features, classes, split } = this.data;
    const labels = labelsOf(this.data, split.train);
    const known = { values: featuresOf(this.data, split.train), labels, width: features.length };
    const { table, data, rows, leftOut } = this.tested;
    const model = withColumns(await this.judge(rows, data), table, rows, this.parameters);
    const majority = majorityClass(labels, classes.length);
    const share = model.labels.filter((label) => label === majority).length / model.labels.length;
    this.log(
      `Always saying “${classes[majority]}”, the commonest class, has the accuracy ${share.toFixed(4)} on the test part.`,
    );
    const probabilities = logisticRegression(known, featuresOf(data, rows), classes.length);
    return {
      kind: "CLASSIFICATION",
      model,
      baseline: { ...model, name: "logistic-regression", probabilities },
      leftOut,
    };
  }

  private judge(rows: Int32Array, data = this.data): Promise<Predictions> {
    return classProbabilities(rows, {
      classes: data.classes,
      labels: labelsOf(data, rows),
      atOnce: JUDGED_AT_ONCE,
      probabilities: (part) => this.network.probabilities(featuresOf(data, part)),
    });
  }
}
