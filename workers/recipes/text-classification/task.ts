import type { ClassWeighting } from "../../../src/domains/training/recipes/class-weight-options.js";
import type { Localized } from "../../../src/kernel/localized.js";
import { bagOfWords } from "../../baselines/bag-of-words.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import type { Tested } from "../../datasets/unseen-rows.js";
import { hardestRows } from "../../evaluation/hardest-rows.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import { priorLoss, classWeights } from "../../runtime/gradient/class-weights.js";
import { classProbabilities } from "../../runtime/gradient/class-probabilities.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import type { Teaching } from "../../runtime/gradient/teaching.js";
import { dropoutSeeds } from "../../runtime/tensor/layers/dropout.js";
import type { Metrics, Sample } from "../../runtime/trainer.js";
import { type EncodedTexts, idsOf, labelsOf, type SplitTexts, withUnknown } from "./data.js";
import type { TextShape } from "./model.js";
import type { TextBatch, TextFindings, TextNetwork } from "./network.js";
import { textsAtWork } from "./picture.js";
import { type TextPreparation, textPreparation } from "./predictor.js";

/** Texts judged at once outside training. */
const JUDGED_AT_ONCE = 128;

/** What a text classifier is trained with, besides what the trainer goes by. */
interface Opened<S extends TextShape> {
  data: SplitTexts;
  tested: Tested<EncodedTexts>;
  network: TextNetwork<S>;
  teaching: Teaching | undefined;
  parameters: { wordDropout: number; classWeights: ClassWeighting };
  belongsTo: object;
  /** What the marks in its pictures mean. */
  marked: Localized;
  log(message: string): void;
}

/** Text classification as the gradient trainer takes it; the networks differ, all else is the same. */
export class TextTask<S extends TextShape> implements GradientTask<TextBatch, TextFindings, Predictions> {
  readonly belongsTo: object;
  readonly network: TextNetwork<S>;
  readonly teaching: Teaching | undefined;
  readonly preparation: TextPreparation<S>;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;
  /** What a text of each class counts. */
  private readonly counts: Float32Array;

  constructor(private readonly opened: Opened<S>) {
    const { data, network, teaching, belongsTo, parameters } = opened;
    this.belongsTo = belongsTo;
    this.network = network;
    this.teaching = teaching;
    this.preparation = textPreparation(data, network.shape);
    this.rows = data.split.train;
    const known = labelsOf(data, this.rows);
    this.counts = classWeights(parameters.classWeights, known, data.classes.length);
    this.chanceLoss = priorLoss(this.counts, known);
    const tokens = this.rows.reduce((sum, row) => sum + data.ids[row].length, 0);
    this.flopsPerExample = network.flops(tokens / this.rows.length);
  }

  get replica() {
    return this.network.replica;
  }

  batch(rows: Int32Array, streams: Streams): TextBatch {
    const { data, parameters, network } = this.opened;
    const labels = labelsOf(data, rows);
    return {
      ids: withUnknown(idsOf(data, rows), parameters.wordDropout, () => streams("words")),
      labels,
      weights: Float32Array.from(labels, (label) => this.counts[label]),
      seeds: network.shape.dropout > 0 ? dropoutSeeds(streams("dropout"), rows.length) : undefined,
    };
  }

  metrics({ labels }: TextBatch, { scores }: TextFindings): Metrics {
    return { accuracy: accuracy({ classes: this.opened.data.classes, labels, probabilities: scores }) };
  }

  examine(): Promise<Predictions> {
    return this.judge(this.opened.data.split.validation);
  }

  /** Every text counts alike here, whatever the class weights. */
  validation(predictions: Predictions): Metrics {
    return { loss: logLoss(predictions), accuracy: accuracy(predictions) };
  }

  async samples(predictions: Predictions): Promise<Sample[]> {
    const { data, network, marked } = this.opened;
    return [await textsAtWork({ data, network, marked, rows: data.split.validation, predictions })];
  }

  /** The hardest texts of the test part are shown to whoever reads the evaluation. */
  async predict(): Promise<TestPredictions> {
    const { data, tested, log } = this.opened;
    const { train, validation } = data.split;
    const part = (rows: Int32Array) => ({
      texts: Array.from(rows, (row) => data.tokens[row]),
      labels: labelsOf(data, rows),
    });
    const judged = await this.judge(tested.rows, tested.data);
    const hardest = hardestRows(judged);
    const shown = { rows: hardest, texts: Array.from(hardest, (at) => tested.data.texts[tested.rows[at]]) };
    const asked = Array.from(tested.rows, (row) => tested.data.tokens[row]);
    const { probabilities, strength } = bagOfWords(part(train), part(validation), asked, data.classes);
    log(`The baseline is logistic regression on bags of words; the validation part chose the L2 strength ${strength}.`);
    const baseline = { ...judged, name: "bag-of-words", probabilities };
    const traits = [{ name: "tokens", values: Float32Array.from(asked, (tokens) => tokens.length) }];
    return { kind: "CLASSIFICATION", model: { ...judged, shown, traits }, baseline, leftOut: tested.leftOut };
  }

  private judge(rows: Int32Array, data: EncodedTexts = this.opened.data): Promise<Predictions> {
    const { network } = this.opened;
    return classProbabilities(rows, {
      classes: data.classes,
      labels: labelsOf(data, rows),
      atOnce: JUDGED_AT_ONCE,
      probabilities: (part) => network.probabilities(idsOf(data, part), part.length),
    });
  }
}
