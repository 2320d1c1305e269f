import * as tf from "@tensorflow/tfjs";
import { InputFault, type SavedModel } from "../runtime/predictor.js";
import type { Weights } from "../runtime/tensor/layers/weights.js";
import { restoredTensors } from "../runtime/tensor/saved.js";
import type { BertCheckpoint } from "./checkpoint.js";
import type { BertConfig } from "../../src/domains/training/checkpoints/bert-config.js";
import { encoderFlops, type Tokens } from "./model.js";
import { BertTokenizer } from "../../src/domains/training/checkpoints/bert-tokenizer.js";
import { type Input, sideBySide } from "./tokens.js";

/** Inputs read at once outside training. */
export const READ_AT_ONCE = 32;
/** Floating-point operations that one question may take: some twenty seconds of one core. */
const FLOPS_MAX = 3e11;

/** What every prediction of a fine-tuned BERT needs beside the weights. Plain JSON. */
export interface BertPreparation extends Record<string, unknown> {
  config: BertConfig;
  /** As a tokenizer.json says it. */
  tokenizer: object;
}

/** What a trainer leaves for `SavedBert`. */
export function bertPreparation({ config, tokenizer }: Pick<BertCheckpoint, "config" | "tokenizer">): BertPreparation {
  return { config, tokenizer: tokenizer.description };
}

/** A fine-tuned BERT as its run left it, ready to be asked. */
export class SavedBert {
  readonly config: BertConfig;
  readonly tokenizer: BertTokenizer;
  readonly weights: Weights;

  constructor({ preparation, weights }: SavedModel<unknown>) {
    const { config, tokenizer } = preparation as BertPreparation;
    this.config = config;
    this.tokenizer = new BertTokenizer(tokenizer);
    this.weights = restoredTensors(weights, Object.keys(weights));
  }

  /** Throws `InputFault` of `field` where reading all these inputs takes longer than an answer may. */
  admit(inputs: readonly Input[], field: string): void {
    const flops = inputs.reduce((sum, { ids }) => sum + encoderFlops(this.config, ids.length), 0);
    if (flops <= FLOPS_MAX) return;
    const times = Math.ceil(flops / FLOPS_MAX);
    throw new InputFault(field, `takes this model ${times} times as long as one question may: send it in ${times} parts or more.`); // prettier-ignore
  }

  dispose(): void {
    tf.dispose(this.weights);
  }
}

/** Inputs some at a time, in their order: `read` gets the tokens of a part, and where it begins. */
export async function inParts(
  inputs: readonly Input[],
  { special }: BertTokenizer,
  read: (tokens: Tokens, from: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < inputs.length; from += READ_AT_ONCE)
    await read(sideBySide(inputs.slice(from, from + READ_AT_ONCE), special), from);
}
