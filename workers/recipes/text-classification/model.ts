import type * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import type { Dropout } from "../../runtime/tensor/layers/dropout.js";
import type { Shapes, Weights } from "../../runtime/tensor/layers/weights.js";
import type { StateTensor } from "../../runtime/trainer.js";

/** What every text classifier's shape has. */
export interface TextShape {
  /** Numbers that a token can have. */
  vocabulary: number;
  classes: number;
  /** Share of units that are silenced while training. */
  dropout: number;
}

/** Texts as a network reads them. */
export interface PaddedTexts {
  /** Numbers of tokens, [rows, length]. */
  ids: tf.Tensor2D;
  /** 1 where there is a token, 0 in the room after a text's end, [rows, length]. */
  mask: tf.Tensor2D;
  /** Tokens of each text. */
  lengths: Int32Array;
}

/** What a network makes of texts. */
export interface Reading {
  /** Of the classes, before the softmax, [rows, classes]. */
  scores: tf.Tensor2D;
  /** How much each token is to be marked in a picture, from 0 to 1, [rows, length]; computed when asked for. */
  marks(): tf.Tensor2D;
}

/** A way to tell the class of a text: pure functions of its shape. */
export interface TextModel<S extends TextShape> {
  shapes(shape: S): Shapes;
  firstWeights(shape: S, random: RandomStream): Record<string, StateTensor>;
  /** Floating-point operations of one text of `length` tokens on its way through. */
  flops(shape: S, length: number): number;
  read(shape: S, weights: Weights, texts: PaddedTexts, dropout?: Dropout): Reading;
}
