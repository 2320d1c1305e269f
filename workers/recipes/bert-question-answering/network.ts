import * as tf from "@tensorflow/tfjs";
import type { BertConfig } from "../../../src/domains/training/checkpoints/bert-config.js";
import { LearntWeights } from "../../bert/learnt-weights.js";
import type { Tokens } from "../../bert/model.js";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import { zeros } from "../../runtime/tensor/saved.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { spanScores } from "./model.js";

/** Tokens of windows, [rows, length] each, with the places of their answers' ends and dropout's seeds, [rows]. */
export type WindowBatch = Pick<Tokens, "ids" | "types" | "mask"> & {
  starts: Int32Array;
  ends: Int32Array;
  seeds: Int32Array | undefined;
};

/** What the network is made of, besides what is learnt. */
export interface ReaderShape {
  config: BertConfig;
  /** Weights that stay as they are. */
  fixed: Record<string, StateTensor>;
}

interface ReplicaShape extends ReaderShape {
  learnt: Record<string, number[]>;
}

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<ReplicaShape> = (shape) => new BertReader(shape, zeros(shape.learnt));

/** A BERT with a head for the ends of an answer. One at a time in a thread: variables own their names. */
export class BertReader implements GradientNetwork<WindowBatch, { loss: number }> {
  private readonly shape: Omit<ReaderShape, "fixed">;
  private readonly weights: LearntWeights;

  /** Begins to learn from the weights of `learnt`. */
  constructor({ fixed, ...shape }: ReaderShape, learnt: Record<string, StateTensor>) {
    this.shape = shape;
    this.weights = new LearntWeights(learnt, fixed);
  }

  get variables(): Record<string, tf.Variable> {
    return this.weights.variables;
  }

  get fixed(): Record<string, tf.Variable> {
    return this.weights.fixed;
  }

  /** Where other threads find a network like this one. */
  get replica(): ReplicaSource {
    return { module: import.meta.url, parameters: { ...this.shape, ...this.weights.forReplica } };
  }

  /** Of the mean cross-entropy of an answer's first and of its last token, in nats. */
  gradients({ starts, ends, seeds, ...tokens }: WindowBatch): Promise<Learning<{ loss: number }>> {
    return differentiated(this.variables, () => {
      const rows = starts.length;
      const scores = spanScores(this.shape.config, this.weights.all, { ...tokens, rows }, seeds && { seeds });
      const truth = tf.oneHot(tf.tensor1d(Int32Array.of(...starts, ...ends), "int32"), scores.shape[1]);
      return { loss: tf.losses.softmaxCrossEntropy(truth, scores).asScalar() };
    });
  }

  scores(tokens: Tokens): Promise<EndScores> {
    return endScores(this.shape.config, this.weights.all, tokens);
  }
}

/** Scores of each token as the answer's first, then as its last, each row-major [rows, length]. */
export interface EndScores {
  starts: Float32Array;
  ends: Float32Array;
}

/** The scores of windows under these weights. */
export async function endScores(config: BertConfig, weights: Weights, tokens: Tokens): Promise<EndScores> {
  const judged = tf.tidy(() => spanScores(config, weights, tokens));
  const values = (await judged.data()) as Float32Array;
  judged.dispose();
  const half = values.length / 2;
  return { starts: values.subarray(0, half), ends: values.subarray(half) };
}
