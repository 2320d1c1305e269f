import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import { PrivacyAccountant } from "../../privacy/rdp-accountant.js";
import type { Batch, Found, GradientNetwork } from "../parallel/network.js";
import { joined, partOf } from "../parallel/parts.js";
import type { Metrics } from "../trainer.js";
import type { GradientParameters } from "./gradient-task.js";
import type { GradientSource } from "./gradient-source.js";

/** How much privacy is asked for, and of how many rows batches are drawn. */
export interface PrivacyChoice {
  /** Standard deviation of the noise over `clip`. */
  noise: number;
  /** The norm that a row's gradient is shortened to. */
  clip: number;
  delta: number;
  /** Each row is in a batch with this probability, by itself. */
  sampleRate: number;
  /** Of the training part. */
  rows: number;
}

/**
 * Gradients that tell little of any single row: each row's is computed alone and shortened to a norm, noise is added to their sum, and the
 * sum divided by the batch's expected size. The metric `epsilon` is what the steps so far have spent at the choice's delta. Of a run in
 * shards it is a shard's: rows are in one shard alone, so that they tell no more than their own shard's steps do.
 * Source: Abadi et al., "Deep learning with differential privacy", CCS 2016.
 */
export class PrivateGradients<B extends Batch, F extends Found> implements GradientSource<B, F> {
  private readonly accountant: PrivacyAccountant;

  /** `stream` draws the noise. */
  constructor(
    private readonly network: GradientNetwork<B, F>,
    private readonly choice: PrivacyChoice,
    private readonly stream: () => RandomStream,
  ) {
    this.accountant = new PrivacyAccountant({ sampleRate: choice.sampleRate, noiseMultiplier: choice.noise });
  }

  /** By a run's parameters, for batches that are drawn so. */
  static of<B extends Batch, F extends Found>(
    network: GradientNetwork<B, F>,
    { privacyNoise: noise = 0, privacyClip: clip = 1, privacyDelta: delta = 1e-5 }: GradientParameters,
    { rows, sampleRate }: Pick<PrivacyChoice, "rows" | "sampleRate">,
    stream: () => RandomStream,
  ): PrivateGradients<B, F> {
    return new PrivateGradients(network, { noise, clip, delta, sampleRate, rows }, stream);
  }

  async gradients(batch: B, rows: number): Promise<{ gradients: tf.NamedTensorMap; found?: F }> {
    let sums = tf.tidy(() => mapped(this.network.variables, (variable) => tf.zerosLike(variable)));
    const found: F[] = [];
    for (let row = 0; row < rows; row++) {
      const alone = await this.network.gradients(partOf(batch, rows, { from: row, to: row + 1 }));
      const before = sums;
      sums = tf.tidy(() => {
        const short = this.shortening(alone.gradients);
        return mapped(before, (sum, name) => sum.add(alone.gradients[name].mul(short)));
      });
      tf.dispose([before, alone.gradients]);
      found.push(alone.found);
    }
    const gradients = tf.tidy(() => mapped(sums, (sum) => sum.add(this.noise(sum)).div(this.expectedRows)));
    tf.dispose(sums);
    const single = found.map((_, row) => ({ from: row, to: row + 1 }));
    return { gradients, ...(rows > 0 && { found: joined(found, single) }) };
  }

  metrics(stepsDone: number): Metrics {
    return { epsilon: this.accountant.spent(stepsDone, this.choice.delta).epsilon };
  }

  private get expectedRows(): number {
    return this.choice.sampleRate * this.choice.rows;
  }

  /** What brings all the gradients of a row together to the norm, where theirs is greater. */
  private shortening(gradients: tf.NamedTensorMap): tf.Scalar {
    const squares = Object.values(gradients).map((gradient) => gradient.square().sum());
    const norm = tf.addN(squares).sqrt();
    return tf.scalar(this.choice.clip).div(tf.maximum(norm, this.choice.clip));
  }

  private noise({ size, shape }: tf.Tensor): tf.Tensor {
    const { noise, clip } = this.choice;
    return tf.tensor(this.stream().fillNormal(new Float32Array(size), 0, noise * clip), shape);
  }
}

function mapped<T extends tf.Tensor>(
  tensors: Readonly<Record<string, T>>,
  make: (tensor: T, name: string) => tf.Tensor,
): tf.NamedTensorMap {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, make(tensor, name)]));
}
