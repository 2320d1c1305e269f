import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { nearestCentroid } from "../../baselines/nearest-centroid.js";
import { loadImages } from "../../datasets/built-in-images.js";
import { valuesOf } from "../../datasets/labelled-images.js";
import { unseenImages } from "../../datasets/unseen-images.js";
import { judgedPart, labelledAs, ofEveryClass, type Tested } from "../../datasets/unseen-rows.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import { type Perturbation, PerturbationKind } from "../../../src/domains/training/evaluations/evaluation.specs.js";
import type { RandomStreams } from "../../../src/kernel/random.js";
import { perturbedPictures } from "../../evaluation/perturbed-pictures.js";
import { hardestRows } from "../../evaluation/hardest-rows.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import { classProbabilities } from "../../runtime/gradient/class-probabilities.js";
import { classWeights, priorLoss, rowWeights } from "../../runtime/gradient/class-weights.js";
import { dropoutMask } from "../../runtime/gradient/dropout.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import { type Teaching, teachingOf } from "../../runtime/gradient/teaching.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import {
  brightnessOf,
  type ImageData,
  imagesOf,
  labelsOf,
  normalisedPictures,
  type PicturePreparation,
  prepare,
  variedImagesOf,
} from "./data.js";
import { denseUnits, firstWeights, forwardFlops, weightShapes } from "./model.js";
import { CnnNetwork, type DigitBatch, type DigitFindings } from "./network.js";
import { picturesAtWork } from "./picture.js";

/** Pictures judged at once outside training. */
const JUDGED_AT_ONCE = 100;

/** Opens the recipe on the built-in digits or pictures of the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<CnnParameters> = async (context) => {
  const { parameters, dataset, ownData, random, log } = context;
  const data = prepare(await loadImages(dataset, ownData), random.stream("split"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} pictures to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  const tested = await judgedPart<Tested<ImageData>>(context, { data, rows: test }, async (...other) => {
    const unseen = unseenImages(labelledAs(await loadImages(...other), data.classes), data);
    return { ...ofEveryClass(unseen), data: { ...data, ...unseen.data } };
  });
  const { variant } = parameters;
  const shape = { variant, size: data.size, channels: data.channels, classes: data.classes.length };
  const teaching = await teachingOf(context, data, (teacher) => {
    const network = new CnnNetwork({ ...shape, variant: teacher.parameters.variant }, teacher.weights);
    return { network, split: data.split, probabilities: (rows) => network.probabilities(imagesOf(data, rows)) };
  });
  const weights = firstWeights(weightShapes(shape), random.stream("weights"));
  const network = new CnnNetwork(shape, weights);
  return openGradientTrainer(context, new CnnTask({ parameters, data, tested, network, teaching, random }));
};

interface Opened {
  parameters: CnnParameters;
  data: ImageData;
  tested: Tested<ImageData>;
  network: CnnNetwork;
  teaching: Teaching | undefined;
  random: RandomStreams;
}

/** What the network makes of the validation part, and where it learns to withstand attacks, of the same pictures attacked. */
interface Examined extends Predictions {
  attacked?: Predictions;
}

class CnnTask implements GradientTask<DigitBatch, DigitFindings, Examined> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;
  readonly rectified = true;
  /** What a picture of each class counts. */
  private readonly counts: Float32Array;

  readonly network: CnnNetwork;
  readonly teaching: Teaching | undefined;
  private readonly parameters: CnnParameters;
  private readonly data: ImageData;
  private readonly tested: Tested<ImageData>;
  private readonly random: RandomStreams;

  constructor({ parameters, data, tested, network, teaching, random }: Opened) {
    this.parameters = parameters;
    this.data = data;
    this.tested = tested;
    this.network = network;
    this.teaching = teaching;
    this.random = random;
    const { variant } = parameters;
    const { sha256, size, channels, classes, split } = data;
    this.belongsTo = { sha256, variant };
    this.rows = split.train;
    this.flopsPerExample = forwardFlops({ variant, size, channels, classes: classes.length });
    const known = labelsOf(data, this.rows);
    this.counts = classWeights(parameters.classWeights, known, classes.length);
    this.chanceLoss = priorLoss(this.counts, known);
  }

  get replica() {
    return this.network.replica;
  }

  get preparation(): Record<string, unknown> {
    const { size, channels, mean, deviation, classes } = this.data;
    return { size, channels, mean, deviation, classes: [...classes] } satisfies PicturePreparation;
  }

  batch(rows: Int32Array, streams: Streams): DigitBatch {
    const { dropout, variant } = this.parameters;
    const labels = labelsOf(this.data, rows);
    const drawn = { shift: () => streams("shift"), rotation: () => streams("rotation") };
    return {
      images: variedImagesOf(this.data, rows, this.parameters, drawn),
      labels,
      weights: rowWeights(this.parameters.classWeights, this.counts, labels),
      mask: dropoutMask(dropout, rows.length * denseUnits(variant), () => streams("dropout")),
    };
  }

  /** The first rows of a batch, which come in random order, as an attacker would show them. */
  async hardened(batch: DigitBatch, rows: number): Promise<DigitBatch> {
    const count = Math.round(this.parameters.adversarialShare * rows);
    if (count === 0) return batch;
    const area = valuesOf(this.data);
    const images = batch.images.slice();
    images.set(await this.attacked(images.slice(0, count * area), batch.labels.slice(0, count)));
    return { ...batch, images };
  }

  metrics({ labels }: DigitBatch, { scores }: DigitFindings): Metrics {
    return { accuracy: accuracy({ classes: this.data.classes, labels, probabilities: scores }) };
  }

  async examine(): Promise<Examined> {
    const { validation } = this.data.split;
    const clean = await this.judge(validation);
    if (this.parameters.adversarialShare === 0) return clean;
    const attacked = await this.judge(validation, this.data, (part) =>
      this.attacked(imagesOf(this.data, part), labelsOf(this.data, part)),
    );
    return { ...clean, attacked };
  }

  validation({ attacked, ...predictions }: Examined): Metrics {
    const withstood = attacked && { adversarial_accuracy: accuracy(attacked) };
    return { loss: logLoss(predictions), accuracy: accuracy(predictions), ...withstood };
  }

  samples(predictions: Examined): Sample[] {
    return [picturesAtWork(this.data, this.data.split.validation, predictions)];
  }

  async predict(): Promise<TestPredictions> {
    const { split } = this.data;
    const labels = labelsOf(this.data, split.train);
    const known = { values: imagesOf(this.data, split.train), labels, width: valuesOf(this.data) };
    const { data, rows, leftOut } = this.tested;
    const judged = await this.judge(rows, data);
    const hardest = hardestRows(judged);
    const pictures = brightnessOf(
      data,
      hardest.map((at) => rows[at]),
    );
    const model: Predictions = { ...judged, shown: { rows: hardest, pictures } };
    const probabilities = nearestCentroid(known, imagesOf(data, rows), model.classes.length);
    return { kind: "CLASSIFICATION", model, baseline: { ...model, name: "nearest-centroid", probabilities }, leftOut };
  }

  perturbed(perturbation: Perturbation): Promise<Predictions> {
    const { data, rows } = this.tested;
    const random = this.random.stream(`${perturbation.kind}/${perturbation.strength}`);
    return this.judge(rows, data, async (part) => {
      const images = imagesOf(data, part);
      const { size, pixels } = brightnessOf(data, part);
      const gradients =
        perturbation.kind === PerturbationKind.FGSM
          ? await this.network.imageGradients(images, labelsOf(data, part))
          : images;
      return normalisedPictures(
        perturbedPictures(pixels, { size, channels: data.channels }, { ...perturbation, gradients, random }),
        data,
      );
    });
  }

  /** Pictures with every pixel moved in the direction that misleads the present network most: fast gradient sign. */
  private async attacked(images: Float32Array, labels: Int32Array): Promise<Float32Array> {
    const { normalised, deviation } = this.data;
    const step = this.parameters.adversarialStep / deviation;
    const gradients = await this.network.imageGradients(images, labels);
    return images.map((value, at) =>
      Math.min(normalised[255], Math.max(normalised[0], value + step * Math.sign(gradients[at]))),
    );
  }

  private judge(
    rows: Int32Array,
    data = this.data,
    shown: (part: Int32Array) => Promise<Float32Array> = (part) => Promise.resolve(imagesOf(data, part)),
  ): Promise<Predictions> {
    return classProbabilities(rows, {
      classes: data.classes,
      labels: labelsOf(data, rows),
      atOnce: JUDGED_AT_ONCE,
      probabilities: async (part) => this.network.probabilities(await shown(part)),
    });
  }
}
