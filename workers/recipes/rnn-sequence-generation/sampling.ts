import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import type { LstmState } from "../../runtime/tensor/layers/lstm.js";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import { UNKNOWN } from "./data.js";
import { scoresAfterOne, type WriterShape } from "./model.js";

/** How the next token is drawn. */
export interface Sampling {
  /** Scores are divided by it: below 1 likely tokens become likelier still. */
  temperature: number;
  /** Only so many of the likeliest tokens are drawn from; 0 is all. */
  topK: number;
  /** Only the likeliest tokens that together are so probable are drawn from; 1 is all. */
  topP: number;
}

/**
 * A token drawn by its score, the unknown one never. Sources: Fan, Lewis and Dauphin, ACL 2018 (top-k); Holtzman et al., "The curious
 * case of neural text degeneration", ICLR 2020 (top-p).
 */
export function drawnToken(scores: Float32Array, { temperature, topK, topP }: Sampling, random: RandomStream): number {
  const tokens = [...scores.keys()].filter((token) => token !== UNKNOWN).sort((a, b) => scores[b] - scores[a]);
  const likeliest = topK === 0 ? tokens : tokens.slice(0, topK);
  const weights = likeliest.map((token) => Math.exp((scores[token] - scores[likeliest[0]]) / temperature));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let [kept, mass] = [0, 0];
  while (kept < weights.length && (kept === 0 || mass < topP * whole)) mass += weights[kept++];
  let drawn = random.uniform() * mass;
  for (let at = 0; at < kept; at++) if ((drawn -= weights[at]) < 0) return likeliest[at];
  return likeliest[kept - 1];
}

/** A network as it is asked to write. */
export interface Writer {
  settings: { shape: WriterShape };
  variables: Weights;
}

/** What was written after a beginning, and the sum of the natural logarithms of the probabilities that the network gives its tokens. */
export interface Continuation {
  tokens: number[];
  logProbability: number;
}

/** So many tokens after each of these beginnings, which are of one length; what is read is not among them. */
export async function continued(
  network: Writer,
  beginnings: readonly Int32Array[],
  length: number,
  sampling: Sampling,
  random: RandomStream,
): Promise<Continuation[]> {
  const writing = new Writing(network);
  try {
    let scores: Float32Array = new Float32Array();
    for (let at = 0; at < beginnings[0].length; at++)
      scores = await writing.scoresAfter(Int32Array.from(beginnings, (beginning) => beginning[at]));
    const texts: Continuation[] = beginnings.map(() => ({ tokens: [], logProbability: 0 }));
    const { tokens: count } = network.settings.shape;
    for (let written = 0; written < length; written++) {
      if (written > 0) scores = await writing.scoresAfter(Int32Array.from(texts, ({ tokens }) => tokens.at(-1)!));
      texts.forEach((text, row) => {
        const own = scores.subarray(row * count, (row + 1) * count);
        const token = drawnToken(own, sampling, random);
        text.tokens.push(token);
        text.logProbability += logProbability(own, token);
      });
    }
    return texts;
  } finally {
    writing.dispose();
  }
}

function logProbability(scores: Float32Array, token: number): number {
  const most = scores.reduce((max, score) => Math.max(max, score), -Infinity);
  const sum = scores.reduce((total, score) => total + Math.exp(score - most), 0);
  return scores[token] - most - Math.log(sum);
}

/** Texts that are written side by side, a token at a time. */
class Writing {
  private past: LstmState[] = [];

  constructor(private readonly network: Writer) {}

  /** Scores of the tokens after these, [rows, tokens]. */
  async scoresAfter(tokens: Int32Array): Promise<Float32Array> {
    const { settings, variables } = this.network;
    const [scores, ...states] = tf.tidy(() => {
      const after = scoresAfterOne(settings.shape, variables, tf.tensor1d(tokens, "int32"), this.past);
      return [after.scores, ...after.states.flatMap(({ hidden, cell }) => [hidden, cell])];
    });
    this.dispose();
    this.past = Array.from({ length: states.length / 2 }, (_, at) => ({
      hidden: states[2 * at],
      cell: states[2 * at + 1],
    }));
    const values = (await scores.data()) as Float32Array;
    scores.dispose();
    return values;
  }

  dispose(): void {
    tf.dispose(this.past.map(({ hidden, cell }) => [hidden, cell]));
    this.past = [];
  }
}
