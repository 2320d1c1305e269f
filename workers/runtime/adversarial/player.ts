import * as tf from "@tensorflow/tfjs";
import { TrainingFailure } from "../failure.js";
import type { Diagnosis, StateTensor } from "../trainer.js";
import { Descent, type DescentParameters } from "../tensor/descent.js";
import { LastGradients } from "../tensor/gradient-diagnosis.js";
import { assign, restoredVariables, savedTensors } from "../tensor/saved.js";

type Saved = Record<string, StateTensor>;

/** A loss and what was measured beside it. */
export interface Measured {
  loss: tf.Scalar;
  found?: Record<string, tf.Scalar>;
}

/** How a player learns, and when its schedule ends. */
export interface PlayerOptions {
  descent: DescentParameters;
  /** Updates of the whole run. */
  totalSteps: number;
}

/** One of two networks that learn against each other: its weights, its own descent, and how its last gradients were. */
export class Player {
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** What learns: all variables but the frozen ones. */
  private learning: Readonly<Record<string, tf.Variable>>;
  private readonly descent: Descent;
  private readonly last = new LastGradients();

  /** Takes the first weights over. */
  constructor(weights: Saved, { descent, totalSteps }: PlayerOptions) {
    this.variables = restoredVariables(weights, Object.keys(weights));
    this.learning = this.variables;
    this.descent = new Descent(descent, totalSteps);
  }

  /**
   * From now on only those of its variables learn that are among these.
   *
   * @throws {TrainingFailure} WEIGHTS_MISMATCH where none of them is: a contest takes two.
   */
  learnOnly(variables: Readonly<Record<string, tf.Variable>>): void {
    const names = Object.keys(this.variables);
    this.learning = Object.fromEntries(
      names.filter((name) => name in variables).map((name) => [name, variables[name]]),
    );
    if (Object.keys(this.learning).length > 0) return;
    const layers = names.join(", ");
    throw new TrainingFailure(
      "WEIGHTS_MISMATCH",
      `A network of which all is frozen cannot learn against the other: ${layers}.`,
    );
  }

  /** Goes on where a checkpoint was saved, after so many updates. */
  goOnFrom(saved: Saved, updates: number): void {
    assign(this.variables, saved);
    this.descent.restore(saved, Object.keys(this.learning), updates);
  }

  /** Updates made so far. */
  get updates(): number {
    return this.descent.updates;
  }

  /**
   * One step down the loss, by this player's weights alone. `prepare` makes what the loss needs, such as the other player's moves, and
   * leaves no trace on the gradient tape. Returns the loss, what was found beside it, and the step's rate.
   */
  async learn(prepare: () => () => Measured): Promise<{ loss: number; found: Record<string, number>; rate: number }> {
    const { value, grads, found } = tf.tidy(() => {
      const measure = prepare();
      let found: Record<string, tf.Scalar> = {};
      const loss = () => {
        const measured = measure();
        found = Object.fromEntries(Object.entries(measured.found ?? {}).map(([name, it]) => [name, tf.keep(it)]));
        return measured.loss;
      };
      return { ...tf.variableGrads(loss, Object.values(this.learning)), found };
    });
    const rate = this.descent.step(this.learning, grads, this.updates);
    this.last.keep(grads);
    const [loss] = await value.data();
    const read = Object.entries(found).map(async ([name, it]) => [name, (await it.data())[0]] as const);
    const numbers = Object.fromEntries(await Promise.all(read));
    tf.dispose([value, found]);
    return { loss, found: numbers, rate };
  }

  /** How the gradients of the last step were. */
  diagnose(): Promise<Diagnosis> {
    return this.last.diagnose();
  }

  /** Replaces the weights. */
  load(weights: Saved): void {
    assign(this.variables, weights);
  }

  weights(): Promise<Saved> {
    return savedTensors(this.variables);
  }

  /** The descent's memory, for a checkpoint. */
  slots(): Promise<Saved> {
    return this.descent.slots();
  }

  dispose(): void {
    tf.dispose(this.variables);
    this.descent.dispose();
    this.last.dispose();
  }
}
