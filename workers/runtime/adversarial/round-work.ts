import { stepWork } from "../step-work.js";
import type { StepWork } from "../trainer.js";

/** Operations of one example's way forwards, and numbers in all weights. */
interface Size {
  flops: number;
  weights: number;
}

/** Two networks, examples of a batch, and updates of the discriminator a round. */
interface Round {
  generator: Size;
  discriminator: Size;
  batch: number;
  criticSteps: number;
}

/**
 * What a round of two networks takes, as an estimate: for each update of the discriminator the generator forwards, and the discriminator
 * forwards and backwards on as many real examples as made ones; for the generator's update both networks forwards and backwards.
 */
export function roundWork({ generator, discriminator, batch, criticSteps }: Round): StepWork {
  const judging = stepWork({
    flopsPerExample: 2 * discriminator.flops,
    examples: batch,
    weights: discriminator.weights,
  });
  const flopsPerExample = generator.flops + discriminator.flops;
  const making = stepWork({ flopsPerExample, examples: batch, weights: generator.weights });
  return {
    examples: criticSteps * batch,
    flops: criticSteps * (judging.flops + generator.flops * batch) + making.flops,
  };
}
