import type { RandomStream } from "../../src/kernel/random.js";
import { firstWeights, type Shapes } from "../runtime/tensor/layers/weights.js";
import type { StateTensor } from "../runtime/trainer.js";
import { type BertCheckpoint, BUILT_IN } from "./checkpoint.js";
import { frozenShapes } from "./learnt-weights.js";

/** What fine-tuning begins with. */
export interface Start {
  learnt: Record<string, StateTensor>;
  /** What stays as it is. */
  fixed: Record<string, StateTensor>;
}

/** What a network is made of. */
export interface Parts {
  /** What every checkpoint has. */
  encoder: Shapes;
  /** What some checkpoints have, each of these all or not at all; drawn where this one has not. */
  perhaps: readonly Shapes[];
  /** What is drawn in any case. */
  fresh?: Shapes;
  /** See `frozenShapes`. */
  frozen: number;
}

/** A checkpoint's weights, and others drawn from `random` as BERT's were: normal, by the checkpoint's deviation. */
export async function startFrom(
  checkpoint: BertCheckpoint,
  { encoder, perhaps, fresh = {}, frozen }: Parts,
  random: RandomStream,
): Promise<Start> {
  const { deviation } = checkpoint.config;
  const still = frozenShapes(checkpoint.config, frozen);
  const moving = Object.fromEntries(Object.entries(encoder).filter(([name]) => !(name in still)));
  const brought = Object.assign({}, ...perhaps.filter((shapes) => checkpoint.has(shapes))) as Shapes;
  const missing = Object.assign({}, ...perhaps.filter((shapes) => !checkpoint.has(shapes))) as Shapes;
  const drawn = firstWeights({ ...missing, ...fresh }, random, { kernel: deviation });
  const learnt = { ...(await checkpoint.weights({ ...moving, ...brought })), ...drawn };
  return { learnt, fixed: await checkpoint.weights(still) };
}

/** Pre-trained weights are lost at rates that a network needs which has learnt nothing yet. */
const GENTLE = 1e-4;

/** Says so where a pre-trained model is about to be spoilt by too high a rate. */
export function warnOfRate(
  { checkpoint, learningRate }: { checkpoint: string; learningRate: number },
  log: (message: string) => void,
): void {
  if (checkpoint === BUILT_IN || learningRate <= GENTLE) return;
  log(`A learning rate of ${learningRate} spoils what ${checkpoint} has learnt before: 1e-5 to 3e-5 are customary.`);
}
