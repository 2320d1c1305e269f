import type { AutoencoderParameters } from "../../../src/domains/training/recipes/autoencoder-features.spec.js";
import type { RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import { principalComponents, projected, restored } from "../../baselines/principal-components.js";
import { loadImages } from "../../datasets/built-in-images.js";
import type { LabelledImages } from "../../datasets/labelled-images.js";
import { unseenImages } from "../../datasets/unseen-images.js";
import { judgedPart, labelledAs, type Tested } from "../../datasets/unseen-rows.js";
import { reconstructionGrid } from "../../drawing/reconstruction-grid.js";
import { binaryCrossEntropy, meanSquaredError } from "../../evaluation/images.js";
import { linearProbe } from "../../evaluation/linear-probe.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import { labelsOf, meanPictureLoss, noisy, type PictureData, picturesOf, prepare } from "./data.js";
import { firstWeights, forwardFlops, weightShapes } from "./model.js";
import { AutoencoderNetwork, type PictureBatch } from "./network.js";

/** Pictures that training leaves alone, and what the network is shown of them: with noise, the same noise every time. */
interface HeldOut {
  truth: Float32Array;
  seen: Float32Array;
  labels: Int32Array;
}

/** Opens the recipe on the built-in digits or grey pictures of the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<AutoencoderParameters> = async (context) => {
  const { parameters, dataset, ownData, random, log } = context;
  const data = prepare(await loadImages(dataset, ownData), random.stream("split"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} pictures to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  // The probe tells the classes of the training part alone; which of them are judged does not matter.
  const tested = await judgedPart<Tested<LabelledImages>>(context, { data, rows: test }, async (...other) =>
    unseenImages(labelledAs(await loadImages(...other), data.classes), data),
  );
  const { features, filters, depth } = parameters;
  const shape = { size: data.size, features, filters, depth };
  const network = new AutoencoderNetwork(shape, firstWeights(weightShapes(shape), random.stream("weights")));
  return openGradientTrainer(context, new AutoencoderTask(parameters, data, tested, network, random));
};

class AutoencoderTask implements GradientTask<PictureBatch, { loss: number }, Float32Array> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;
  readonly rectified = true;
  private readonly held: { validation: HeldOut; test: HeldOut };

  constructor(
    private readonly parameters: AutoencoderParameters,
    private readonly data: PictureData,
    private readonly tested: Tested<LabelledImages>,
    readonly network: AutoencoderNetwork,
    random: RandomStreams,
  ) {
    const { features, filters, depth } = parameters;
    const { sha256, size, split } = data;
    this.belongsTo = { sha256, features, filters, depth };
    this.rows = split.train;
    this.flopsPerExample = forwardFlops({ size, features, filters, depth });
    this.chanceLoss = meanPictureLoss(data, split.train);
    this.held = {
      validation: this.heldOut({ data, rows: split.validation }, random.stream("validation noise")),
      test: this.heldOut(tested, random.stream("test noise")),
    };
  }

  get preparation(): Record<string, unknown> {
    return { size: this.data.size };
  }

  get replica() {
    return this.network.replica;
  }

  batch(rows: Int32Array, streams: Streams): PictureBatch {
    const pictures = picturesOf(this.data, rows);
    return { seen: noisy(pictures, this.parameters.noise, streams("noise")), pictures };
  }

  examine(): Promise<Float32Array> {
    return this.network.reconstructions(this.held.validation.seen);
  }

  validation(reconstructions: Float32Array): Metrics {
    const { truth } = this.held.validation;
    return { loss: binaryCrossEntropy(truth, reconstructions), mse: meanSquaredError(truth, reconstructions) };
  }

  samples(reconstructions: Float32Array): Sample[] {
    const svg = reconstructionGrid({ size: this.data.size, ...this.shown(this.held.validation), reconstructions });
    return [{ name: "reconstructions", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) }];
  }

  /** The probes of network and baseline learn from features of the training part's clean pictures, and so are judged. */
  async predict(): Promise<TestPredictions> {
    const { size, classes, split } = this.data;
    const { truth, seen } = this.held.test;
    const known = picturesOf(this.data, split.train);
    const probed = (codes: Float32Array, ofTest: Float32Array) => {
      const width = this.parameters.features;
      return linearProbe({ values: codes, labels: labelsOf(this.data, split.train), width }, ofTest, classes.length);
    };
    const shown = { size, ...this.shown(this.held.test) };
    const model = {
      ...shown,
      probabilities: true,
      reconstructions: await this.network.reconstructions(seen),
      probed: probed(await this.network.codes(known), await this.network.codes(truth)),
    };
    const components = principalComponents(known, size * size, this.parameters.features);
    const baseline = {
      ...shown,
      name: "principal-components",
      probabilities: false,
      reconstructions: restored(components, projected(components, seen)).map((v) => Math.min(1, Math.max(0, v))),
      probed: probed(projected(components, known), projected(components, truth)),
    };
    return { kind: "RECONSTRUCTION", model, baseline, leftOut: this.tested.leftOut };
  }

  private heldOut({ data, rows }: Tested<LabelledImages>, random: RandomStream): HeldOut {
    const truth = picturesOf(data, rows);
    const seen = noisy(truth, this.parameters.noise, random);
    return { truth, seen, labels: labelsOf(data, rows) };
  }

  /** What is worth showing of a part: what the network saw only where that is not the truth. */
  private shown({ truth, seen, labels }: HeldOut) {
    return { truth, labels, ...(this.parameters.noise > 0 && { seen }) };
  }
}
