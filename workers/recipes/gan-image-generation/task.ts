import * as tf from "@tensorflow/tfjs";
import type { GanGenerationParameters } from "../../../src/domains/training/recipes/gan-image-generation.spec.js";
import { type RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import { brightnessOf } from "../../datasets/brightness.js";
import type { LabelledImages } from "../../datasets/labelled-images.js";
import type { Tested } from "../../datasets/unseen-rows.js";
import { frechetDistance } from "../../evaluation/frechet.js";
import { readingOf } from "../../evaluation/generated-images.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import type { AdversarialTask, Contender } from "../../runtime/adversarial/adversarial-task.js";
import {
  discriminatorLoss,
  generatorLoss,
  gradientPenalty,
  placesBetween,
  squaredSlope,
} from "../../runtime/adversarial/losses.js";
import type { Measured } from "../../runtime/adversarial/player.js";
import { dropoutMask } from "../../runtime/gradient/dropout.js";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import type { ClassHistograms, Metrics, Sample, StateTensor } from "../../runtime/trainer.js";
import { type ImageData, labelsOf } from "../cnn-image-classification/data.js";
import { Course } from "./course.js";
import { GaussianPictures } from "./gaussian-pictures.js";
import { inputsInTurn, testInputs, told } from "./inputs.js";
import { discriminatorFlops, discriminatorShapes, generated, generatorFlops, generatorShapes } from "./model.js";
import { type GanShape, hiddenShapes, scored } from "./model.js";
import { madePictures } from "./pictures.js";
import { FEATURES, type Reader, type Reading } from "./reader.js";

/** Pictures made to validate. */
const VALIDATED = 500;

/** What a generator of pictures and its discriminator learn against each other. */
export class GenerationTask implements AdversarialTask<Reading> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly generator: Contender;
  readonly discriminator: Contender;
  readonly preparation: Record<string, unknown>;
  private readonly shape: GanShape;
  private readonly course: Course;

  /** `known`: what the reader makes of the validation part's real pictures; `real`: those that made ones are compared with. `checkpoint`: tensors that the task itself has kept. */
  constructor(
    private readonly parameters: GanGenerationParameters,
    private readonly data: ImageData,
    private readonly random: RandomStreams,
    private readonly judging: { reader: Reader; known: Reading; real: Tested<LabelledImages> },
    checkpoint?: Record<string, StateTensor>,
  ) {
    const { variant, latent, units, filters, slope, epochs, conditional } = parameters;
    const { size, sha256, split } = data;
    const classes = conditional ? data.classes.length : 0;
    this.shape = { variant, size, latent, classes, units, filters, slope };
    this.belongsTo = { sha256, variant, latent, classes, ...(variant === "dense" ? { units } : { filters }) };
    this.preparation = { size, classes: [...data.classes] };
    this.rows = split.train;
    this.generator = { shapes: generatorShapes(this.shape), flopsPerExample: generatorFlops(this.shape) };
    this.discriminator = { shapes: discriminatorShapes(this.shape), flopsPerExample: discriminatorFlops(this.shape) };
    this.course = new Course(size, epochs, checkpoint);
  }

  discriminatorLoss(rows: Int32Array, generator: Weights, discriminator: Weights): () => Measured {
    const { shape, data } = this;
    const { loss, penalty, realPenalty } = this.parameters;
    const pictures = brightnessOf(data, rows).map((brightness) => 2 * brightness - 1);
    const real = tf.tensor4d(pictures, [rows.length, shape.size, shape.size, 1]);
    const labels = this.toldOf(rows);
    const made = generated(shape, generator, this.latent(rows.length, labels));
    const both = tf.concat([real, made]);
    const masks = this.masks(both.shape[0]);
    const classes = labels && tf.concat([labels, labels]);
    const wasserstein = loss === "wgan-gp";
    const shares = wasserstein && this.random.stream("mixing").fillUniform(new Float32Array(rows.length));
    const between = shares ? placesBetween(real, made, shares) : undefined;
    return (): Measured => {
      const [ofReal, ofMade] = tf.split(scored(shape, discriminator, both, { masks, classes }), 2);
      const contest = discriminatorLoss(loss, ofReal, ofMade);
      const score = (places: tf.Tensor4D) => scored(shape, discriminator, places, { classes: labels });
      if (!between) {
        const found = { discriminator_accuracy: accuracy(ofReal, ofMade) };
        if (realPenalty === 0) return { loss: contest, found };
        return { loss: tf.add(contest, tf.mul(squaredSlope(score, real), realPenalty / 2)), found };
      }
      const steepness = gradientPenalty(score, between);
      return { loss: tf.add(contest, tf.mul(steepness, penalty)), found: { wasserstein: tf.neg(contest) } };
    };
  }

  generatorLoss(rows: Int32Array, generator: Weights, discriminator: Weights): () => Measured {
    const { shape } = this;
    const classes = this.toldOf(rows);
    const latent = this.latent(rows.length, classes);
    const masks = this.masks(rows.length);
    return () => {
      const scores = scored(shape, discriminator, generated(shape, generator, latent), { masks, classes });
      return { loss: generatorLoss(this.parameters.loss, scores) };
    };
  }

  /** What the reader makes of pictures of the same latent numbers every time. */
  async examine(generator: Weights, epoch: number): Promise<Reading> {
    const pictures = await madePictures(
      this.shape,
      generator,
      inputsInTurn(VALIDATED, this.shape, this.anew("validation latent")),
    );
    this.course.add(epoch, pictures);
    return this.judging.reader.read(pictures);
  }

  /** The loss is the Fréchet distance: what either network loses says nothing of the pictures. */
  validation({ probabilities, features }: Reading): Metrics {
    const { recognised, classesPresent } = readingOf(this.data.classes, probabilities);
    const known = { values: this.judging.known.features, width: FEATURES };
    const frechet = frechetDistance({ values: features, width: FEATURES }, known);
    return { loss: frechet, frechet, recognised, classes_present: classesPresent };
  }

  classes({ probabilities }: Reading): ClassHistograms {
    const made = readingOf(this.data.classes, probabilities);
    const real = readingOf(this.data.classes, this.judging.known.probabilities);
    return { made: takenOf(made), real: takenOf(real), recognised: made.recognised };
  }

  samples(): Sample[] {
    return [this.course.sample()];
  }

  async predict(generator: Weights): Promise<TestPredictions> {
    const { data, judging } = this;
    const { size, classes } = data;
    const { data: pictures, rows, leftOut } = judging.real;
    const real = await judging.reader.read(brightnessOf(pictures, rows));
    const judged = async (pictures: Float32Array) => ({
      size,
      classes: [...classes],
      width: FEATURES,
      pictures,
      ...(await judging.reader.read(pictures)),
      realProbabilities: real.probabilities,
      realFeatures: real.features,
    });
    const made = await madePictures(this.shape, generator, testInputs(this.shape, this.fresh()));
    const groups = this.groups().map((rows) => brightnessOf(data, rows));
    const training = { groups, area: size * size, validation: judging.known.features };
    const gaussian = await GaussianPictures.fitted(training, judging.reader, () => this.anew("baseline choice"));
    return {
      kind: "GENERATED_IMAGES",
      model: await judged(made),
      baseline: {
        ...(await judged(gaussian.drawn(made.length / size ** 2, this.anew("baseline")))),
        name: `principal-components-gaussian${groups.length > 1 ? "-by-class" : ""}`,
      },
      leftOut,
    };
  }

  state(): Record<string, StateTensor> {
    return { ...this.course.state(), ...this.judging.reader.state() };
  }

  dispose(): void {
    this.judging.reader.dispose();
  }

  /** What the generator is given while it learns: new latent numbers, [rows, latent], and the classes, if any, beside them. */
  private latent(rows: number, classes: tf.Tensor2D | undefined): tf.Tensor2D {
    const { latent } = this.shape;
    const drawn = this.random.stream("latent").fillNormal(new Float32Array(rows * latent));
    const numbers = tf.tensor2d(drawn, [rows, latent]);
    return classes ? tf.concat([numbers, classes], 1) : numbers;
  }

  /** What the networks are told of these rows, [rows, classes]; undefined where they are told nothing. */
  private toldOf(rows: Int32Array): tf.Tensor2D | undefined {
    return this.tensorOf(told(labelsOf(this.data, rows), this.shape.classes));
  }

  private tensorOf(told: Float32Array): tf.Tensor2D | undefined {
    const { classes } = this.shape;
    return classes === 0 ? undefined : tf.tensor2d(told, [told.length / classes, classes]);
  }

  private masks(rows: number): tf.Tensor[] {
    return hiddenShapes(this.shape).flatMap((sides) => {
      const shape = [rows, ...sides];
      const drawing = () => this.random.stream("dropout");
      const mask = dropoutMask(this.parameters.dropout, tf.util.sizeFromShape(shape), drawing);
      return mask ? [tf.tensor(mask, shape)] : [];
    });
  }

  /** The training part by what the networks are told: by class, or all together. */
  private groups(): Int32Array[] {
    if (this.shape.classes === 0) return [this.rows];
    const { labels, classes } = this.data;
    return classes.map((_, label) => this.rows.filter((row) => labels[row] === label));
  }

  /** A stream that begins anew each time: asking twice gives the same. */
  private anew(name: string): RandomStream {
    return this.fresh().stream(name);
  }

  private fresh(): RandomStreams {
    return new RandomStreams(this.random.state().seed);
  }
}

/** Pictures that the reader takes for each class, sure or not. */
function takenOf({ classes }: ReturnType<typeof readingOf>): Record<string, number> {
  return Object.fromEntries(classes.map(({ name, taken }) => [name, taken]));
}

/** Share of the pictures that a discriminator guesses rightly. */
function accuracy(ofReal: tf.Tensor, ofMade: tf.Tensor): tf.Scalar {
  return tf.mul(tf.add(tf.mean(tf.step(ofReal)), tf.mean(tf.step(tf.neg(ofMade)))), 0.5);
}
