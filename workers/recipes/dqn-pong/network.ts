import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import type { Descent } from "../../runtime/tensor/descent.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import { LastGradients } from "../../runtime/tensor/gradient-diagnosis.js";
import { assign, restoredTensors, restoredVariables, savedTensors, zeros } from "../../runtime/tensor/saved.js";
import type { Diagnosis, StateTensor } from "../../runtime/trainer.js";
import { ACTIONS, actionValues, frameSize, type QShape, weightShapes } from "./model.js";

/** Decisions to learn from: `stacks` [rows, size, size, frames], the action taken, what it should be worth, and how much the row counts. */
export type DecisionBatch = {
  stacks: Float32Array;
  actions: Int32Array;
  targets: Float32Array;
  weights: Float32Array;
};

/** What is found on a batch under the present weights. */
export type DecisionFindings = {
  loss: number;
  /** Target less value, by row. */
  errors: Float32Array;
  /** The best action's value, by row. */
  values: Float32Array;
};

/** What the loss is of an error: its square's half, or that up to 1 and linear beyond (Huber 1964). */
export type LossName = "huber" | "squared";

/** What the network learns by, besides its shape. */
export interface QNetworkOptions extends QShape {
  loss: LossName;
}

type Saved = Record<string, StateTensor>;

/** The prefix of the target network's weights in a checkpoint. */
const TARGET = "target/";

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<QNetworkOptions> = (options) =>
  new QNetwork(options, zeros(weightShapes(options)));

/**
 * A network of action values, and the target network that its targets come from: a copy of its weights at the last `synchronise`.
 * One at a time in a thread: variables own their names.
 */
export class QNetwork implements GradientNetwork<DecisionBatch, DecisionFindings> {
  readonly variables: Record<string, tf.Variable>;
  private target: Record<string, tf.Tensor> = {};
  private readonly last = new LastGradients();

  /** Takes the weights, and the target network's where there are any, from `tensors`. */
  constructor(
    private readonly options: QNetworkOptions,
    tensors: Saved,
  ) {
    const names = Object.keys(weightShapes(options));
    this.variables = restoredVariables(tensors, names);
    this.synchronise();
    if (tensors[TARGET + names[0]] === undefined) return;
    tf.dispose(this.target);
    const saved = restoredTensors(tensors, names.map((name) => TARGET + name)); // prettier-ignore
    this.target = Object.fromEntries(names.map((name) => [name, tf.keep(saved[TARGET + name])]));
  }

  /** Where other threads find a network like this one. */
  get replica(): ReplicaSource {
    return { module: import.meta.url, parameters: this.options };
  }

  /** Of the rows' weighted mean loss. */
  gradients({ stacks, actions, targets, weights }: DecisionBatch): Promise<Learning<DecisionFindings>> {
    return differentiated(this.variables, () => {
      const values = actionValues(this.options, this.variables, this.tensorOf(stacks));
      const taken = tf.oneHot(tf.tensor1d(actions, "int32"), ACTIONS);
      const errors = tf.tensor1d(targets).sub(values.mul(taken).sum(1));
      const loss = this.lossOf(errors).mul(tf.tensor1d(weights)).mean().asScalar();
      return { loss, errors, values: values.max(1) };
    });
  }

  /** One step down these gradients, which are kept until the next. Returns its learning rate. */
  step(gradients: tf.NamedTensorMap, descent: Descent, stepsDone: number): number {
    const rate = descent.step(this.variables, gradients, stepsDone);
    this.last.keep(gradients);
    return rate;
  }

  /** How the gradients of the last step were. */
  diagnose(): Promise<Diagnosis> {
    return this.last.diagnose();
  }

  /** The best action for each stack of frames; the first where several are worth the same. */
  async best(stacks: Float32Array): Promise<Int32Array> {
    const best = tf.tidy(() => actionValues(this.options, this.variables, this.tensorOf(stacks)).argMax(1));
    const actions = (await best.data()) as Int32Array;
    best.dispose();
    return actions;
  }

  /**
   * What the target network says that the best action is worth. `double`: the best by this network, which keeps chance from
   * counting as skill. Source: van Hasselt, Guez and Silver, "Deep reinforcement learning with double Q-learning", AAAI 2016.
   */
  async valuesAhead(stacks: Float32Array, double: boolean): Promise<Float32Array> {
    const ahead = tf.tidy(() => {
      const seen = this.tensorOf(stacks);
      const values = actionValues(this.options, this.target, seen);
      if (!double) return values.max(1);
      const chosen = actionValues(this.options, this.variables, seen).argMax(1);
      return values.mul(tf.oneHot(chosen, ACTIONS)).sum(1);
    });
    const values = (await ahead.data()) as Float32Array;
    ahead.dispose();
    return values;
  }

  /** Makes the target network equal to this one. */
  synchronise(): void {
    tf.dispose(this.target);
    // Not clones, which would share the memory that steps overwrite.
    const copies = Object.entries(this.variables).map(([name, variable]) => {
      return [name, tf.keep(tf.tensor(variable.dataSync().slice(), variable.shape))] as const;
    });
    this.target = Object.fromEntries(copies);
  }

  /** Replaces the weights, the target network's as well. */
  load(weights: Saved): void {
    assign(this.variables, weights);
    this.synchronise();
  }

  weights(): Promise<Saved> {
    return savedTensors(this.variables);
  }

  /** Both networks' weights, as a checkpoint holds them. */
  async state(): Promise<Saved> {
    const target = Object.entries(this.target).map(([name, tensor]) => [TARGET + name, tensor] as const);
    return { ...(await this.weights()), ...(await savedTensors(Object.fromEntries(target))) };
  }

  dispose(): void {
    tf.dispose([this.variables, this.target]);
    this.last.dispose();
  }

  /** By row. */
  private lossOf(errors: tf.Tensor): tf.Tensor {
    if (this.options.loss === "squared") return errors.square().mul(0.5);
    const size = errors.abs();
    const near = size.minimum(1);
    return near.mul(size.sub(near.mul(0.5)));
  }

  private tensorOf(stacks: Float32Array): tf.Tensor4D {
    const { variant, frames } = this.options;
    const size = frameSize(variant);
    return tf.tensor4d(stacks, [stacks.length / (size ** 2 * frames), size, size, frames]);
  }
}
