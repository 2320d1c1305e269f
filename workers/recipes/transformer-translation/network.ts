import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import { Dropout } from "../../runtime/tensor/layers/dropout.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import { restoredVariables, zeros } from "../../runtime/tensor/saved.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { decode, encode, type TranslationShape, weightShapes } from "./model.js";
import { smoothedCrossEntropy } from "../../runtime/tensor/layers/cross-entropy.js";
import { PAD } from "./vocabulary.js";

/** Sentences as numbers of tokens, padded to one length: `sources` [rows, length], `targets` [rows, length] from begin to end. */
export type PairBatch = {
  sources: Int32Array;
  targets: Int32Array;
  /** For each row the rows divided by all tokens to be foretold: the mean over rows is then one over tokens. */
  shares: Float32Array;
  /** For dropout, one for each row. */
  seeds: Int32Array | undefined;
};

/** The mean cross-entropy a token, in nats, with smoothed truth. */
export type TranslationFindings = { loss: number };

/** A network's shape, and how it is trained. */
export interface TranslationSettings {
  shape: TranslationShape;
  dropout: number;
  smoothing: number;
}

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<TranslationSettings> = (settings) =>
  new TranslationNetwork(settings, zeros(weightShapes(settings.shape)));

/** An encoder and a decoder on the tensor backend. One at a time in a thread: variables own their names. */
export class TranslationNetwork implements GradientNetwork<PairBatch, TranslationFindings> {
  readonly variables: Record<string, tf.Variable>;

  /** Takes the weights from `tensors`. */
  constructor(
    readonly settings: TranslationSettings,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(settings.shape)));
  }

  /** Where other threads find a network like this one. */
  get replica(): ReplicaSource {
    return { module: import.meta.url, parameters: this.settings };
  }

  /** Of the batch's mean cross-entropy a token, the right tokens before it given (teacher forcing). */
  gradients(batch: PairBatch): Promise<Learning<TranslationFindings>> {
    const { dropout, smoothing } = this.settings;
    const silenced = batch.seeds && new Dropout(batch.seeds, dropout);
    return differentiated(this.variables, () => ({ loss: this.loss(batch, smoothing, silenced) }));
  }

  /** The mean cross-entropy a token without smoothing. */
  async lossOf(batch: PairBatch): Promise<number> {
    const value = tf.tidy(() => this.loss(batch, 0));
    const [loss] = await value.data();
    value.dispose();
    return loss;
  }

  /** Shares of attention that the last decoder block gives to each source token when it foretells each target token, heads averaged: [targets, sources]. */
  async attentionOf(source: Int32Array, target: Int32Array): Promise<number[][]> {
    const { shape } = this.settings;
    const shares = tf.tidy(() => {
      const looked: tf.Tensor[] = [];
      const memory = encode(shape, this.variables, tensorOf(source, 1));
      const look = (seen: tf.Tensor4D) => void looked.push(seen.mean([0, 1]));
      decode(shape, this.variables, tensorOf(target, 1), { ...memory, look });
      return looked[0] as tf.Tensor2D;
    });
    const rows = await shares.array();
    shares.dispose();
    return rows;
  }

  private loss({ sources, targets, shares }: PairBatch, smoothing: number, dropout?: Dropout): tf.Scalar {
    const rows = shares.length;
    const memory = encode(this.settings.shape, this.variables, tensorOf(sources, rows), dropout);
    const all = tensorOf(targets, rows);
    const length = all.shape[1] - 1;
    const [given, next] = [all.slice([0, 0], [rows, length]), all.slice([0, 1], [rows, length])];
    const scores = decode(this.settings.shape, this.variables, given, memory, dropout);
    const losses = smoothedCrossEntropy(scores, next.reshape([-1]), smoothing).reshape([rows, length]);
    const counted = next
      .notEqual(PAD)
      .toFloat()
      .mul(tf.tensor2d(shares, [rows, 1]));
    return losses.mul(counted).sum().div(rows).asScalar();
  }
}

/** Numbers of tokens of so many rows. */
export function tensorOf(tokens: Int32Array, rows: number): tf.Tensor2D {
  return tf.tensor2d(tokens, [rows, tokens.length / rows], "int32");
}
