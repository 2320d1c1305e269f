import * as tf from "@tensorflow/tfjs";
import type { GanGenerationParameters } from "../../../src/domains/training/recipes/gan-image-generation.spec.js";
import { type RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import { brightnessOf } from "../../datasets/brightness.js";
import { frechetDistance } from "../../evaluation/frechet.js";
import { readingOf } from "../../evaluation/generated-images.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import type { AdversarialTask, Contender } from "../../runtime/adversarial/adversarial-task.js";
import { discriminatorLoss, generatorLoss, gradientPenalty, placesBetween } from "../../runtime/adversarial/losses.js";
import type { Measured } from "../../runtime/adversarial/player.js";
import { dropoutMask } from "../../runtime/gradient/dropout.js";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import type { Metrics, Sample, StateTensor } from "../../runtime/trainer.js";
import type { ImageData } from "../cnn-image-classification/data.js";
import { Course } from "./course.js";
import { GaussianPictures } from "./gaussian-pictures.js";
import { discriminatorFlops, discriminatorShapes, generated, generatorFlops, generatorShapes } from "./model.js";
import { type GanShape, hiddenShapes, scored } from "./model.js";
import { FEATURES, type Reader, type Reading } from "./reader.js";

/** Pictures made to validate, and to test: about as many as there are real ones to compare the latter with. */
const [VALIDATED, TESTED] = [500, 1_000];
/** Pictures made at once outside training. */
const AT_ONCE = 100;

/** What a generator of pictures and its discriminator learn against each other. */
export class GenerationTask implements AdversarialTask<Reading> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly generator: Contender;
  readonly discriminator: Contender;
  private readonly shape: GanShape;
  private readonly course: Course;

  /** `known`: the reader's features of the validation part's real pictures. `checkpoint`: tensors that the task itself has kept. */
  constructor(
    private readonly parameters: GanGenerationParameters,
    private readonly data: ImageData,
    private readonly random: RandomStreams,
    private readonly judging: { reader: Reader; known: Float32Array },
    checkpoint?: Record<string, StateTensor>,
  ) {
    const { variant, latent, units, filters, slope, epochs } = parameters;
    const { size, sha256, split } = data;
    this.shape = { variant, size, latent, units, filters, slope };
    this.belongsTo = { sha256, variant, latent, ...(variant === "dense" ? { units } : { filters }) };
    this.rows = split.train;
    this.generator = { shapes: generatorShapes(this.shape), flopsPerExample: generatorFlops(this.shape) };
    this.discriminator = { shapes: discriminatorShapes(this.shape), flopsPerExample: discriminatorFlops(this.shape) };
    this.course = new Course(size, epochs, checkpoint);
  }

  discriminatorLoss(rows: Int32Array, generator: Weights, discriminator: Weights): () => Measured {
    const { shape, data } = this;
    const { loss, penalty } = this.parameters;
    const pictures = brightnessOf(data, rows).map((brightness) => 2 * brightness - 1);
    const real = tf.tensor4d(pictures, [rows.length, shape.size, shape.size, 1]);
    const made = generated(shape, generator, this.latent(rows.length));
    const both = tf.concat([real, made]);
    const masks = this.masks(both.shape[0]);
    const wasserstein = loss === "wgan-gp";
    const shares = wasserstein && this.random.stream("mixing").fillUniform(new Float32Array(rows.length));
    const between = shares ? placesBetween(real, made, shares) : undefined;
    return (): Measured => {
      const [ofReal, ofMade] = tf.split(scored(shape, discriminator, both, masks), 2);
      const contest = discriminatorLoss(loss, ofReal, ofMade);
      if (!between) return { loss: contest, found: { discriminator_accuracy: accuracy(ofReal, ofMade) } };
      const steepness = gradientPenalty((places) => scored(shape, discriminator, places), between);
      return { loss: tf.add(contest, tf.mul(steepness, penalty)), found: { wasserstein: tf.neg(contest) } };
    };
  }

  generatorLoss(rows: Int32Array, generator: Weights, discriminator: Weights): () => Measured {
    const { shape } = this;
    const latent = this.latent(rows.length);
    const masks = this.masks(rows.length);
    return () => {
      const scores = scored(shape, discriminator, generated(shape, generator, latent), masks);
      return { loss: generatorLoss(this.parameters.loss, scores) };
    };
  }

  /** What the reader makes of pictures of the same latent numbers every time. */
  async examine(generator: Weights, epoch: number): Promise<Reading> {
    const pictures = await this.made(generator, VALIDATED, this.anew("validation latent"));
    this.course.add(epoch, pictures);
    return this.judging.reader.read(pictures);
  }

  /** The loss is the Fréchet distance: what either network loses says nothing of the pictures. */
  validation({ probabilities, features }: Reading): Metrics {
    const { recognised, classesPresent } = readingOf(this.data.classes, probabilities);
    const known = { values: this.judging.known, width: FEATURES };
    const frechet = frechetDistance({ values: features, width: FEATURES }, known);
    return { loss: frechet, frechet, recognised, classes_present: classesPresent };
  }

  samples(): Sample[] {
    return [this.course.sample()];
  }

  async predict(generator: Weights): Promise<TestPredictions> {
    const { data, judging } = this;
    const { size, classes, split } = data;
    const real = await judging.reader.read(brightnessOf(data, split.test));
    const judged = async (pictures: Float32Array) => ({
      size,
      classes: [...classes],
      width: FEATURES,
      pictures,
      ...(await judging.reader.read(pictures)),
      realProbabilities: real.probabilities,
      realFeatures: real.features,
    });
    const training = { training: brightnessOf(data, split.train), area: size * size, validation: judging.known };
    const gaussian = await GaussianPictures.fitted(training, judging.reader, () => this.anew("baseline choice"));
    return {
      kind: "GENERATED_IMAGES",
      model: await judged(await this.made(generator, TESTED, this.anew("test latent"))),
      baseline: {
        ...(await judged(gaussian.drawn(TESTED, this.anew("baseline")))),
        name: "principal-components-gaussian",
      },
    };
  }

  state(): Record<string, StateTensor> {
    return { ...this.course.state(), ...this.judging.reader.state() };
  }

  dispose(): void {
    this.judging.reader.dispose();
  }

  /** Pictures of new latent numbers, brightness from 0 to 1, row-major [rows, size, size]. */
  private async made(generator: Weights, rows: number, random: RandomStream): Promise<Float32Array> {
    const { size, latent } = this.shape;
    const pictures = new Float32Array(rows * size * size);
    for (let from = 0; from < rows; from += AT_ONCE) {
      const count = Math.min(AT_ONCE, rows - from);
      const numbers = random.fillNormal(new Float32Array(count * latent));
      const part = tf.tidy(() => {
        const signed = generated(this.shape, generator, tf.tensor2d(numbers, [count, latent]));
        return tf.mul(tf.add(signed, 1), 0.5);
      });
      pictures.set(await part.data(), from * size * size);
      part.dispose();
    }
    return pictures;
  }

  private latent(rows: number): tf.Tensor2D {
    const { latent } = this.shape;
    return tf.tensor2d(this.random.stream("latent").fillNormal(new Float32Array(rows * latent)), [rows, latent]);
  }

  private masks(rows: number): tf.Tensor[] {
    return hiddenShapes(this.shape).flatMap((sides) => {
      const shape = [rows, ...sides];
      const drawing = () => this.random.stream("dropout");
      const mask = dropoutMask(this.parameters.dropout, tf.util.sizeFromShape(shape), drawing);
      return mask ? [tf.tensor(mask, shape)] : [];
    });
  }

  /** A stream that begins anew each time: asking twice gives the same. */
  private anew(name: string): RandomStream {
    return new RandomStreams(this.random.state().seed).stream(name);
  }
}

/** Share of the pictures that a discriminator guesses rightly. */
function accuracy(ofReal: tf.Tensor, ofMade: tf.Tensor): tf.Scalar {
  return tf.mul(tf.add(tf.mean(tf.step(ofReal)), tf.mean(tf.step(tf.neg(ofMade)))), 0.5);
}
