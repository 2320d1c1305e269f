import * as tf from "@tensorflow/tfjs";
import type { Diagnosis } from "../trainer.js";

/**
 * The gradients of the last step, kept until the next so that they can be looked at. They take as much memory as the weights.
 */
export class LastGradients {
  private gradients: tf.NamedTensorMap = {};

  /** Takes gradients over, and disposes of those of the step before. */
  keep(gradients: tf.NamedTensorMap): void {
    this.dispose();
    this.gradients = gradients;
  }

  /**
   * Norms of all, and of biases (gradients with one axis) the share that is exactly zero: a rectified unit's bias gets no
   * gradient if, and but for chance only if, the unit was silent for every example of the batch. Reads the backend once.
   */
  async diagnose(): Promise<Diagnosis> {
    const names = Object.keys(this.gradients);
    if (names.length === 0) return { gradientNorms: {} };
    const figures = tf.tidy(() => {
      const all = names.map((name) => this.gradients[name]);
      const norms = all.map((gradient) => gradient.square().sum().sqrt());
      const zeros = all.map((gradient) =>
        gradient.rank === 1 ? gradient.equal(0).cast("float32").mean() : tf.scalar(0),
      );
      return tf.stack([...norms, ...zeros]);
    });
    const values = [...(await figures.data())];
    figures.dispose();
    const silent = names.flatMap((name, at) =>
      this.gradients[name].rank === 1 ? [[name, values[names.length + at]] as const] : [],
    );
    return {
      gradientNorms: Object.fromEntries(names.map((name, at) => [name, values[at]])),
      silentUnits: Object.fromEntries(silent),
    };
  }

  dispose(): void {
    tf.dispose(this.gradients);
    this.gradients = {};
  }
}
