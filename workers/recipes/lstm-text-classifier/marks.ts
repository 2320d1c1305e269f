import * as tf from "@tensorflow/tfjs";
import { reversed } from "../../runtime/tensor/layers/reversal.js";
import type { PaddedTexts } from "../text-classification/model.js";
import { largest } from "./pooling.js";

/** States of the reader that goes forwards and, if there is one, of that which goes backwards, each in its own order. */
type States = readonly tf.Tensor3D[];

/** By how many units each word is chosen, as the place where they are largest; 1 for the word that most choose. [rows, length] */
export function chosenMarks(states: States, texts: PaddedTexts): tf.Tensor2D {
  const counts = inTextOrder(states.map((own) => largest(own, texts)), texts) // prettier-ignore
    .sum<tf.Tensor2D>(2)
    .transpose()
    .mul<tf.Tensor2D>(texts.mask);
  return counts.div(tf.maximum(counts.max(1, true), 1));
}

/** What a network has made of texts. */
interface Judged {
  texts: PaddedTexts;
  /** [rows, classes] */
  scores: tf.Tensor2D;
  /** What it would make of these states. */
  score(states: tf.Tensor3D): tf.Tensor3D;
}

/** How sure of its answer the network was at each word, by what it knew there, read from one side or from both. [rows, length] */
export function sureMarks(known: States, { texts, scores, score }: Judged): tf.Tensor2D {
  const probabilities = tf.softmax(score(inTextOrder(known, texts)));
  const chosen = tf.oneHot(scores.argMax(1), scores.shape[1]);
  return probabilities.mul(chosen).sum<tf.Tensor2D>(2).transpose().mul(texts.mask);
}

function inTextOrder([forwards, backwards]: States, { lengths }: PaddedTexts): tf.Tensor3D {
  return backwards ? tf.concat([forwards, reversed(backwards, lengths)], 2) : forwards;
}

/** Means of the first state, the first two, and so on. */
export function runningMean(states: tf.Tensor3D): tf.Tensor3D {
  const counts = tf.range(1, states.shape[0] + 1).reshape([-1, 1, 1]);
  return tf.cumsum(states, 0).div(counts);
}
