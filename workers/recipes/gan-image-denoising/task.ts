import * as tf from "@tensorflow/tfjs";
import type { GanDenoisingParameters } from "../../../src/domains/training/recipes/gan-image-denoising.spec.js";
import { type RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import { brightnessOf } from "../../datasets/brightness.js";
import type { LabelledImages } from "../../datasets/labelled-images.js";
import type { Tested } from "../../datasets/unseen-rows.js";
import { restorationGrid } from "../../drawing/restoration-grid.js";
import { peakSignalToNoise, structuralSimilarity } from "../../evaluation/images.js";
import { meanOf } from "../../evaluation/scoring-rules.js";
import type { RestoredImages, TestPredictions } from "../../evaluation/test-predictions.js";
import type { AdversarialTask, Contender } from "../../runtime/adversarial/adversarial-task.js";
import { discriminatorLoss, generatorLoss } from "../../runtime/adversarial/losses.js";
import type { Measured } from "../../runtime/adversarial/player.js";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import type { Metrics, Sample } from "../../runtime/trainer.js";
import { cleaned } from "./cleaning.js";
import { type HeldOut, heldOut, type PictureData, spoiltBy } from "./data.js";
import { type ChosenFilter, chosenFilters } from "./filters.js";
import { type DenoisingShape, discriminatorShapes, distance, forwardFlops, generatorShapes } from "./model.js";
import { restored, scored } from "./model.js";

/** What a network that cleans pictures and its discriminator learn against each other. */
export class DenoisingTask implements AdversarialTask<Float32Array> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly generator: Contender;
  readonly discriminator: Contender;
  readonly preparation: Record<string, unknown>;
  private readonly shape: DenoisingShape;
  private readonly validationPart: HeldOut;
  private readonly filters: ChosenFilter[];
  /** Of the discriminator's last update: the generator learns from the same. */
  private batch?: { truth: Float32Array; spoilt: Float32Array };

  constructor(
    private readonly parameters: GanDenoisingParameters,
    private readonly data: PictureData,
    private readonly tested: Tested<LabelledImages>,
    private readonly random: RandomStreams,
  ) {
    const { filters, slope } = parameters;
    const { size, sha256, split } = data;
    this.shape = { size, filters, slope };
    this.belongsTo = { sha256, filters };
    this.preparation = { size };
    this.rows = split.train;
    const flops = forwardFlops(this.shape);
    this.generator = { shapes: generatorShapes(this.shape), flopsPerExample: flops.generator };
    this.discriminator = { shapes: discriminatorShapes(this.shape), flopsPerExample: flops.discriminator };
    this.validationPart = heldOut({ data, rows: split.validation }, parameters, this.anew("validation noise"));
    this.filters = chosenFilters(this.validationPart, size);
  }

  /** What the filters come to on the validation part, for the log. */
  get filtered(): readonly Pick<ChosenFilter, "name" | "strength" | "psnr">[] {
    return this.filters;
  }

  /** Mean ratio of the validation part's spoilt pictures, in decibels. */
  get spoiltRatio(): number {
    const { truth, spoilt } = this.validationPart;
    return meanOf(peakSignalToNoise(truth, spoilt, this.data.size));
  }

  discriminatorLoss(rows: Int32Array, generator: Weights, discriminator: Weights): () => Measured {
    const { shape } = this;
    const truth = brightnessOf(this.data, rows);
    this.batch = { truth, spoilt: spoiltBy(this.parameters, truth, this.random.stream("noise")) };
    const [real, spoilt] = [this.tensorOf(truth), this.tensorOf(this.batch.spoilt)];
    const both = tf.concat([real, restored(shape, generator, spoilt)]);
    const beside = tf.concat([spoilt, spoilt]);
    return () => {
      const [ofReal, ofMade] = tf.split(scored(shape, discriminator, beside, both), 2);
      return { loss: discriminatorLoss("bce", ofReal, ofMade) };
    };
  }

  /** Distance to the truth, and with its weight the discriminator's opinion. */
  generatorLoss(_: Int32Array, generator: Weights, discriminator: Weights): () => Measured {
    const { shape, parameters, batch } = this;
    if (!batch) throw new Error("The generator learns after the discriminator.");
    const [truth, spoilt] = [this.tensorOf(batch.truth), this.tensorOf(batch.spoilt)];
    return () => {
      const pictures = restored(shape, generator, spoilt);
      const far = distance(parameters.content, truth, pictures);
      const opinion = generatorLoss("bce", scored(shape, discriminator, spoilt, pictures));
      return { loss: tf.add(far, tf.mul(opinion, parameters.adversarialWeight)), found: { loss: far } };
    };
  }

  /** The validation part's pictures as this generator cleans them. */
  examine(generator: Weights): Promise<Float32Array> {
    return cleaned(this.shape, generator, this.validationPart.spoilt);
  }

  /** The loss is the distance to the truth alone, as the one reported while training. */
  validation(pictures: Float32Array): Metrics {
    const { truth } = this.validationPart;
    const { size } = this.data;
    const l1 = this.parameters.content === "l1";
    let far = 0;
    for (let i = 0; i < truth.length; i++) {
      const difference = truth[i] - pictures[i];
      far += l1 && difference < 0 ? -difference : l1 ? difference : difference ** 2;
    }
    return {
      loss: far / truth.length,
      psnr: meanOf(peakSignalToNoise(truth, pictures, size)),
      ssim: meanOf(structuralSimilarity(truth, pictures, size)),
    };
  }

  samples(pictures: Float32Array): Sample[] {
    const svg = restorationGrid(this.beside(this.validationPart, pictures));
    return [{ name: "restored-pictures", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) }];
  }

  /** The baseline is the filter that does better on the validation part. */
  async predict(generator: Weights): Promise<TestPredictions> {
    const test = heldOut(this.tested, this.parameters, this.anew("test noise"));
    const [one, other] = this.filters;
    const better = other.psnr > one.psnr ? other : one;
    return {
      kind: "RESTORED_IMAGES",
      model: this.beside(test, await cleaned(this.shape, generator, test.spoilt)),
      baseline: { ...this.beside(test, better.apply(test.spoilt, this.data.size)), name: better.name },
      leftOut: this.tested.leftOut,
    };
  }

  private beside(held: HeldOut, pictures: Float32Array): RestoredImages {
    const { size } = this.data;
    const [gaussian, median] = this.filters.map(({ apply }) => apply(held.spoilt, size));
    return { size, ...held, restored: pictures, filtered: { gaussianFilter: gaussian, medianFilter: median } };
  }

  private tensorOf(pictures: Float32Array): tf.Tensor4D {
    const { size } = this.data;
    return tf.tensor4d(pictures, [pictures.length / size ** 2, size, size, 1]);
  }

  /** A stream that begins anew each time: asking twice gives the same. */
  private anew(name: string): RandomStream {
    return new RandomStreams(this.random.state().seed).stream(name);
  }
}
