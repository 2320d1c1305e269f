import { bootstrapIntervals, type Interval } from "./bootstrap.js";

/** −ln(probability) of each token of a text, in nats, passage after passage; `passages` are their lengths in tokens. */
export interface TokenLosses {
  losses: Float32Array;
  passages: Int32Array;
}

export interface LikelihoodFigures {
  /** e to the mean loss: among so many equally likely tokens the model hesitates at each place. 1 is best. */
  perplexity: number;
  /** Mean loss in nats. */
  crossEntropy: number;
  /** Mean loss in bits: what a token would take, compressed. */
  bitsPerToken: number;
}

/** Throws a RangeError where there is nothing to judge, a loss is no number, or passages and losses do not fit. */
export function likelihoodFigures({ losses, passages }: TokenLosses): LikelihoodFigures {
  if (losses.length === 0) throw new RangeError("there are no tokens to judge");
  if (!losses.every(Number.isFinite)) throw new RangeError("a loss is not a finite number");
  if (passages.some((length) => length < 1) || sum(passages) !== losses.length)
    throw new RangeError(`${losses.length} losses do not fill passages of ${sum(passages)} tokens`);
  return figuresOf(sum(losses) / losses.length);
}

/**
 * 95% intervals by drawing whole passages: tokens that follow each other hang together, and drawing them singly would make the intervals
 * too narrow. None of a single passage.
 */
export function likelihoodIntervals({ losses, passages }: TokenLosses): Partial<Record<string, Interval>> {
  let from = 0;
  const sums = Float64Array.from(passages, (length) => sum(losses.subarray(from, (from += length))));
  return bootstrapIntervals(passages.length, (counts) => {
    let [loss, tokens] = [0, 0];
    for (let p = 0; p < counts.length; p++) {
      loss += counts[p] * sums[p];
      tokens += counts[p] * passages[p];
    }
    return { ...figuresOf(loss / tokens) };
  });
}

function figuresOf(crossEntropy: number): LikelihoodFigures {
  return { perplexity: Math.exp(crossEntropy), crossEntropy, bitsPerToken: crossEntropy / Math.LN2 };
}

function sum(values: Float32Array | Int32Array): number {
  let whole = 0;
  for (const value of values) whole += value;
  return whole;
}
