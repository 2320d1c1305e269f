import type { StepWork } from "./trainer.js";

/** Adam per weight and step: 3 operations for the first moment, 4 for the second, 6 for the step. */
const ADAM_FLOPS = 13;
/** Backwards a layer multiplies twice as much as forwards: for the gradient of its weights, and for that of its input. */
const FORWARD_AND_BACKWARD = 3;

/**
 * What a training step takes: `examples`, and as an estimate of its floating-point operations three times those of the
 * forward pass, and the optimiser's. Element-wise work (activations, pooling, losses) is left out: it is a few per cent.
 *
 * Source: Hobbhahn and Sevilla, "What's the backward-forward FLOP ratio for neural networks?", Epoch AI, 2021.
 */
export function stepWork(forward: { flopsPerExample: number; examples: number; weights: number }): StepWork {
  const { flopsPerExample, examples, weights } = forward;
  return { examples, flops: FORWARD_AND_BACKWARD * flopsPerExample * examples + ADAM_FLOPS * weights };
}
