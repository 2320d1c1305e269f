import type * as tf from "@tensorflow/tfjs";
import { TrainingFailure } from "../failure.js";
import type { GradientNetwork } from "../parallel/network.js";
import { assign } from "../tensor/saved.js";
import type { Origin } from "../trainer.js";

type Variables = Readonly<Record<string, tf.Variable>>;

/**
 * Gives a fresh network the weights of another run, all but those that are to start anew.
 *
 * @throws {TrainingFailure} WEIGHTS_MISMATCH with the names of weights that the other run does not have, or has of another shape.
 */
export function beginWith(variables: Variables, { weights, renewed }: Origin): void {
  const taken = Object.entries(variables).filter(([name]) => !isNamed(name, renewed));
  const misfits = taken.filter(([name, { shape }]) => weights[name]?.shape.join() !== shape.join());
  if (misfits.length > 0) {
    const listed = misfits.map(([name, { shape }]) => {
      const theirs = weights[name] ? `[${weights[name].shape.join(", ")}]` : "missing";
      return `${name} (here [${shape.join(", ")}], there ${theirs})`;
    });
    throw new TrainingFailure("WEIGHTS_MISMATCH", `Weights of the run to start from do not fit: ${listed.join("; ")}.`);
  }
  assign(Object.fromEntries(taken), weights);
}

/**
 * The variables that learn: all but the frozen ones.
 *
 * @throws {TrainingFailure} WEIGHTS_MISMATCH where a name fits no weight, or nothing is left to learn.
 */
export function learning(variables: Variables, { frozen, renewed }: Pick<Origin, "frozen" | "renewed">): Variables {
  const names = Object.keys(variables);
  for (const asked of [...frozen, ...renewed])
    if (!names.some((name) => isNamed(name, [asked])))
      throw new TrainingFailure("WEIGHTS_MISMATCH", `No weight is called ${asked}; there are ${names.join(", ")}.`);
  const left = Object.entries(variables).filter(([name]) => !isNamed(name, frozen));
  if (left.length === 0)
    throw new TrainingFailure("WEIGHTS_MISMATCH", "All layers are frozen: nothing is left to learn.");
  return Object.fromEntries(left);
}

/** The gradients of what learns; the others are disposed of. */
export function ofLearning(gradients: tf.NamedTensorMap, variables: Variables): tf.NamedTensorMap {
  const entries = Object.entries(gradients);
  for (const [name, gradient] of entries) if (!(name in variables)) gradient.dispose();
  return Object.fromEntries(entries.filter(([name]) => name in variables));
}

/** All of a network's weights, learnt or not. */
export function allOf({ variables, fixed }: Pick<GradientNetwork, "variables" | "fixed">): Variables {
  return { ...fixed, ...variables };
}

/** A weight is named by its whole name, or by that of its layer: `conv1` names `conv1/kernel`. */
export function isNamed(name: string, names: readonly string[]): boolean {
  return names.some((given) => name === given || name.startsWith(`${given}/`));
}
