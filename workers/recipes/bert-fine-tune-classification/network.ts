import * as tf from "@tensorflow/tfjs";
import type { BertConfig } from "../../../src/domains/training/checkpoints/bert-config.js";
import { LearntWeights } from "../../bert/learnt-weights.js";
import type { Tokens } from "../../bert/model.js";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import { zeros } from "../../runtime/tensor/saved.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { logits } from "./model.js";

/** Tokens of texts, [rows, length] each, with their classes and dropout's seeds, [rows]. */
export type TextBatch = Pick<Tokens, "ids" | "types" | "mask"> & {
  labels: Int32Array;
  seeds: Int32Array | undefined;
};

/** Under the present weights: the mean cross-entropy in nats, and the class scores by row. */
export type TextFindings = {
  loss: number;
  scores: Float32Array;
};

/** What the network is made of, besides what is learnt. */
export interface ClassifierShape {
  config: BertConfig;
  classes: number;
  /** Weights that stay as they are. */
  fixed: Record<string, StateTensor>;
}

interface ReplicaShape extends ClassifierShape {
  learnt: Record<string, number[]>;
}

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<ReplicaShape> = (shape) => new BertClassifier(shape, zeros(shape.learnt));

/** A BERT with a head for classes on the tensor backend. One at a time in a thread: variables own their names. */
export class BertClassifier implements GradientNetwork<TextBatch, TextFindings> {
  private readonly shape: Omit<ClassifierShape, "fixed">;
  private readonly weights: LearntWeights;

  /** Begins to learn from the weights of `learnt`. */
  constructor({ fixed, ...shape }: ClassifierShape, learnt: Record<string, StateTensor>) {
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

  /** Of the batch's mean cross-entropy. */
  gradients({ labels, seeds, ...tokens }: TextBatch): Promise<Learning<TextFindings>> {
    const { config, classes } = this.shape;
    return differentiated(this.variables, () => {
      const truth = tf.oneHot(tf.tensor1d(labels, "int32"), classes);
      const scores = logits(config, this.weights.all, { ...tokens, rows: labels.length }, seeds && { seeds });
      return { loss: tf.losses.softmaxCrossEntropy(truth, scores).asScalar(), scores };
    });
  }

  /** Class probabilities of these texts, row-major [rows, classes]. */
  probabilities(tokens: Tokens): Promise<Float32Array> {
    return probabilities(this.shape.config, this.weights.all, tokens);
  }
}

/** Class probabilities of texts under these weights, row-major [rows, classes]. */
export async function probabilities(config: BertConfig, weights: Weights, tokens: Tokens): Promise<Float32Array> {
  const judged = tf.tidy(() => tf.softmax(logits(config, weights, tokens)));
  const values = (await judged.data()) as Float32Array;
  judged.dispose();
  return values;
}
