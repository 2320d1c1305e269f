import * as tf from "@tensorflow/tfjs";
import { TrainingFailure } from "../../workers/runtime/failure.js";
import type { GradientNetwork, Learning } from "../../workers/runtime/parallel/network.js";

/** Points of a line; three numbers in `x` make a replica misbehave. */
export type Points = { x: Float32Array; y: Float32Array };
export type Deviation = { loss: number; errors: Float32Array };

/** A replica that finds this number in `x` ends its thread. */
export const ENDS = 1e6;
/** A replica that finds this number in `x` fails for good. */
export const FAILS = 2e6;

/** y = slope · x + (offset + rise), whose last two have one gradient, under the mean squared error, or what a replica for it is opened with. */
export function openReplica({ slope }: { slope: number }): GradientNetwork<Points, Deviation> {
  const weights = tf.tidy(() => ({
    slope: tf.variable(tf.scalar(slope), true, "slope"),
    offset: tf.variable(tf.zeros([1]), true, "offset"),
    rise: tf.variable(tf.zeros([1]), true, "rise"),
  }));
  return {
    variables: weights,
    async gradients({ x, y }: Points): Promise<Learning<Deviation>> {
      if (x.includes(ENDS)) process.exit(3);
      if (x.includes(FAILS)) throw new TrainingFailure("OUT_OF_MEMORY", "No room.");
      const errors: tf.Tensor[] = [];
      const { value, grads } = tf.tidy(() =>
        tf.variableGrads(() => {
          const error = tf.tensor1d(x).mul(weights.slope).add(tf.add(weights.offset, weights.rise)).sub(tf.tensor1d(y));
          errors.push(tf.keep(error));
          return error.square().mean().asScalar();
        }, Object.values(weights)),
      );
      const found = { loss: value.dataSync()[0], errors: errors[0].dataSync<"float32">() };
      tf.dispose([value, errors]);
      return { gradients: grads, found };
    },
  };
}
