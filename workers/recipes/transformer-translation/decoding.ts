import * as tf from "@tensorflow/tfjs";
import { dense } from "../../runtime/tensor/layers/dense.js";
import { feedForward } from "../../runtime/tensor/layers/feed-forward.js";
import { layerNorm } from "../../runtime/tensor/layers/normalisation.js";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import { BLOCK, embedded, encode, scores, type TranslationShape } from "./model.js";

/** What a head looks at: [rows, heads, positions, width / heads] each. */
type Seen = { keys: tf.Tensor4D; values: tf.Tensor4D };

/**
 * A decoder that takes one token a step and keeps the keys and values of those before: a step costs the same work for one position
 * that `decode` takes for each, and its results are those of `decode`.
 */
export class Decoding {
  private readonly memory: Seen[];
  private readonly bias: tf.Tensor4D;
  private past: Seen[] = [];
  private length = 0;

  /** Reads source sentences [sentences, length], and follows `copies` translations of each, in rows that stand together. */
  constructor(
    private readonly shape: TranslationShape,
    private readonly weights: Weights,
    sources: tf.Tensor2D,
    copies: number,
  ) {
    const [sentences] = sources.shape;
    const [bias, ...memory] = tf.tidy(() => {
      const { signal, bias } = encode(shape, weights, sources);
      const rows = tf.tensor1d(
        Int32Array.from({ length: sentences * copies }, (_, row) => Math.floor(row / copies)),
        "int32",
      );
      const seen = this.layers.flatMap((layer) => {
        const { keys, values } = this.seen(`decoder${layer}/cross`, signal);
        return [tf.gather(keys, rows), tf.gather(values, rows)];
      });
      return [tf.gather(bias, rows), ...seen];
    });
    this.bias = bias;
    this.memory = this.layers.map((_, at) => ({ keys: memory[2 * at], values: memory[2 * at + 1] }));
  }

  /**
   * Logarithms of the probabilities of the tokens that come next, [rows, target tokens], after row `row` has taken the state of
   * `parents[row]` and then the token `last[row]`.
   */
  async next(last: Int32Array, parents: Int32Array): Promise<Float32Array> {
    const [logs, ...past] = tf.tidy((): tf.Tensor[] => {
      const rows = tf.tensor1d(parents, "int32");
      let signal = embedded(
        this.weights,
        "target",
        tf.tensor2d(last, [last.length, 1], "int32"),
        undefined,
        this.length,
      );
      const past = this.layers.map((layer, at) => {
        const [made, seen] = this.block(`decoder${layer}`, signal, at, rows);
        signal = made;
        return seen;
      });
      const logs = tf.logSoftmax(scores(this.weights, signal.reshape([last.length, this.shape.width])));
      return [logs, ...past.flatMap(({ keys, values }) => [keys, values])];
    });
    tf.dispose(this.past.map(({ keys, values }) => [keys, values]));
    this.past = this.layers.map((_, at) => ({
      keys: past[2 * at] as tf.Tensor4D,
      values: past[2 * at + 1] as tf.Tensor4D,
    }));
    this.length++;
    const values = (await logs.data()) as Float32Array;
    logs.dispose();
    return values;
  }

  dispose(): void {
    tf.dispose([this.bias, ...[...this.memory, ...this.past].flatMap(({ keys, values }) => [keys, values])]);
  }

  private get layers(): number[] {
    return Array.from({ length: this.shape.layers }, (_, layer) => layer + 1);
  }

  private block(name: string, signal: tf.Tensor3D, at: number, rows: tf.Tensor1D): [tf.Tensor3D, Seen] {
    const normed = (part: string, x: tf.Tensor3D) => layerNorm(this.weights, `${name}/${part}-norm`, x);
    const own = normed("attention", signal);
    const now = this.seen(`${name}/attention`, own);
    const before = this.past.at(at);
    const join = (old: tf.Tensor4D, added: tf.Tensor4D) => tf.concat([tf.gather(old, rows), added], 2);
    const seen = before ? { keys: join(before.keys, now.keys), values: join(before.values, now.values) } : now;
    const attended = signal.add<tf.Tensor3D>(this.attended(`${name}/attention`, own, seen));
    const crossing = normed("cross", attended);
    const crossed = attended.add<tf.Tensor3D>(this.attended(`${name}/cross`, crossing, this.memory[at], this.bias));
    const fed = feedForward(this.weights, `${name}/feed`, normed("feed", crossed), BLOCK.activation);
    return [crossed.add(fed), seen];
  }

  /** One position of each row looks at what is seen. */
  private attended(name: string, x: tf.Tensor3D, { keys, values }: Seen, bias?: tf.Tensor4D): tf.Tensor3D {
    const perHead = this.shape.width / this.shape.heads;
    const queries = this.parted(dense(this.weights, `${name}/query`, x)).mul(1 / Math.sqrt(perHead));
    const likeness = tf.matMul(queries, keys, false, true);
    const mixed = tf.matMul(tf.softmax(bias ? likeness.add(bias) : likeness), values);
    return dense(this.weights, `${name}/output`, mixed.reshape<tf.Tensor3D>(x.shape));
  }

  private seen(name: string, x: tf.Tensor3D): Seen {
    const parted = (side: string) => this.parted(dense(this.weights, `${name}/${side}`, x));
    return { keys: parted("key"), values: parted("value") };
  }

  private parted(x: tf.Tensor3D): tf.Tensor4D {
    const [rows, length, width] = x.shape;
    const { heads } = this.shape;
    return x.reshape<tf.Tensor4D>([rows, length, heads, width / heads]).transpose([0, 2, 1, 3]);
  }
}
