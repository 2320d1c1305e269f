import type * as tf from "@tensorflow/tfjs";
import { encoderBlockShapes } from "../runtime/tensor/layers/blocks.js";
import type { Shapes, Weights } from "../runtime/tensor/layers/weights.js";
import { restoredVariables, savedAtOnce } from "../runtime/tensor/saved.js";
import type { StateTensor } from "../runtime/trainer.js";
import type { BertConfig } from "../../src/domains/training/checkpoints/bert-config.js";
import { embeddingsShapes } from "./model.js";

type Saved = Record<string, StateTensor>;

/** Weights that stay as they are: none for 0, the embeddings for 1, with each more the next block from below. */
export function frozenShapes(config: BertConfig, frozen: number): Shapes {
  if (frozen === 0) return {};
  const blocks = Array.from({ length: Math.min(frozen - 1, config.layers) }, (_, at) => `block${at + 1}`);
  return Object.assign(embeddingsShapes(config), ...blocks.map((name) => encoderBlockShapes(name, config))) as Shapes;
}

/** A BERT's weights on the tensor backend: those that are learnt, and those that stay as they are. */
export class LearntWeights {
  readonly variables: Record<string, tf.Variable>;
  readonly fixed: Record<string, tf.Variable>;

  constructor(learnt: Saved, fixed: Saved) {
    this.variables = restoredVariables(learnt, Object.keys(learnt));
    this.fixed = restoredVariables(fixed, Object.keys(fixed), false);
  }

  get all(): Weights {
    return { ...this.fixed, ...this.variables };
  }

  /** What a network like this one is built from on another thread, which is sent the rest. */
  get forReplica(): { learnt: Record<string, number[]>; fixed: Saved } {
    const learnt = Object.entries(this.variables).map(([name, { shape }]) => [name, shape] as const);
    return { learnt: Object.fromEntries(learnt), fixed: savedAtOnce(this.fixed) };
  }
}
