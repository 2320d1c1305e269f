import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { nearestCentroid } from "../../baselines/nearest-centroid.js";
import { loadMnistDigits } from "../../datasets/mnist-digits.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import { hardestRows } from "../../evaluation/hardest-rows.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import { classProbabilities } from "../../runtime/gradient/class-probabilities.js";
import { dropoutMask } from "../../runtime/gradient/dropout.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import {
  brightnessOf,
  type DigitPreparation,
  type ImageData,
  imagesOf,
  labelsOf,
  prepare,
  shiftedImagesOf,
} from "./data.js";
import { denseUnits, firstWeights, forwardFlops, weightShapes } from "./model.js";
import { CnnNetwork, type DigitBatch, type DigitFindings } from "./network.js";
import { digitsAtWork } from "./picture.js";

/** Pictures judged at once outside training. */
const JUDGED_AT_ONCE = 100;

/** Opens the recipe on the built-in digits. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<CnnParameters> = async (context) => {
  const { parameters, dataset, random, log } = context;
  const data = prepare(await loadMnistDigits(dataset), random.stream("split"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} pictures to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  const { variant } = parameters;
  const shape = { variant, size: data.size, classes: data.classes.length };
  const weights = firstWeights(weightShapes(variant, shape.size, shape.classes), random.stream("weights"));
  return openGradientTrainer(context, new CnnTask(parameters, data, new CnnNetwork(shape, weights)));
};

class CnnTask implements GradientTask<DigitBatch, DigitFindings, Predictions> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;
  readonly rectified = true;

  constructor(
    private readonly parameters: CnnParameters,
    private readonly data: ImageData,
    readonly network: CnnNetwork,
  ) {
    const { variant } = parameters;
    const { sha256, size, classes, split } = data;
    this.belongsTo = { sha256, variant };
    this.rows = split.train;
    this.flopsPerExample = forwardFlops(variant, size, classes.length);
    this.chanceLoss = Math.log(classes.length);
  }

  get replica() {
    return this.network.replica;
  }

  get preparation(): Record<string, unknown> {
    const { size, mean, deviation, classes } = this.data;
    return { size, mean, deviation, classes: [...classes] } satisfies DigitPreparation;
  }

  batch(rows: Int32Array, streams: Streams): DigitBatch {
    const { dropout, shift, variant } = this.parameters;
    return {
      images: shiftedImagesOf(this.data, rows, shift, streams("shift")),
      labels: labelsOf(this.data, rows),
      mask: dropoutMask(dropout, rows.length * denseUnits(variant), () => streams("dropout")),
    };
  }

  metrics({ labels }: DigitBatch, { scores }: DigitFindings): Metrics {
    return { accuracy: accuracy({ classes: this.data.classes, labels, probabilities: scores }) };
  }

  examine(): Promise<Predictions> {
    return this.judge(this.data.split.validation);
  }

  validation(predictions: Predictions): Metrics {
    return { loss: logLoss(predictions), accuracy: accuracy(predictions) };
  }

  samples(predictions: Predictions): Sample[] {
    return [digitsAtWork(this.data, this.data.split.validation, predictions)];
  }

  async predict(): Promise<TestPredictions> {
    const { size, split } = this.data;
    const labels = labelsOf(this.data, split.train);
    const known = { values: imagesOf(this.data, split.train), labels, width: size ** 2 };
    const judged = await this.judge(split.test);
    const hardest = hardestRows(judged);
    const pictures = brightnessOf(
      this.data,
      hardest.map((at) => split.test[at]),
    );
    const model: Predictions = { ...judged, shown: { rows: hardest, pictures } };
    const probabilities = nearestCentroid(known, imagesOf(this.data, split.test), model.classes.length);
    return { kind: "CLASSIFICATION", model, baseline: { ...model, name: "nearest-centroid", probabilities } };
  }

  private judge(rows: Int32Array): Promise<Predictions> {
    return classProbabilities(rows, {
      classes: this.data.classes,
      labels: labelsOf(this.data, rows),
      atOnce: JUDGED_AT_ONCE,
      probabilities: (part) => this.network.probabilities(imagesOf(this.data, part)),
    });
  }
}
