import type { QLearningParameters } from "../../../src/domains/training/recipes/q-learning-cartpole.spec.js";
import { CART_POLE, type CartPoleState, type Push } from "../../environments/cart-pole.js";
import type { StateTensor } from "../../runtime/trainer.js";

const ACTIONS = 2;
/** Values beyond ± these share the outermost bins. A pole that is kept up hardly ever moves faster. */
const LIMITS = { position: CART_POLE.positionLimit, velocity: 3, angle: CART_POLE.angleLimit, angularVelocity: 3.5 };
/**
 * The n-th update of a value has the rate n^-0.7: nearly the best power there is, says theory.
 * Source: Even-Dar and Mansour, "Learning rates for Q-learning", JMLR 5, 2003.
 */
const RATE_POWER = 0.7;

/** One push and what came of it; `next` is undefined where the episode failed. */
export interface Transition {
  cell: number;
  push: Push;
  reward: number;
  next: number | undefined;
}

/** Sizes of the table, [position, velocity, angle, angular velocity, action]. */
export function tableShape(parameters: QLearningParameters): number[] {
  const { positionBins, velocityBins, angleBins, angularVelocityBins } = parameters;
  return [positionBins, velocityBins, angleBins, angularVelocityBins, ACTIONS];
}

/**
 * What each push is worth in each cell of the discretised state: the discounted sum of rewards to come.
 *
 * Every value begins at `optimism` times the most there can be, 1 / (1 − gamma): what has not been tried looks better than
 * what has, so the table explores by itself. Source: Sutton and Barto, "Reinforcement Learning", 2nd edition, 2018, 2.6.
 */
export class QTable {
  readonly shape: number[];
  private readonly values: Float32Array;
  /** How often each value has been updated. */
  private readonly updates: Int32Array;

  constructor(
    private readonly parameters: QLearningParameters,
    saved?: Record<string, StateTensor>,
  ) {
    const { optimism, gamma } = parameters;
    this.shape = tableShape(parameters);
    const size = this.shape.reduce((product, side) => product * side);
    this.values = saved ? Float32Array.from(saved["q"].values) : new Float32Array(size).fill(optimism / (1 - gamma));
    this.updates = saved ? Int32Array.from(saved["updates"].values) : new Int32Array(size);
  }

  /** The number of the cell that a state lies in. */
  cellOf({ position, velocity, angle, angularVelocity }: CartPoleState): number {
    const [positions, velocities, angles, angularVelocities] = this.shape;
    let cell = binOf(position, LIMITS.position, positions);
    cell = cell * velocities + binOf(velocity, LIMITS.velocity, velocities);
    cell = cell * angles + binOf(angle, LIMITS.angle, angles);
    return cell * angularVelocities + binOf(angularVelocity, LIMITS.angularVelocity, angularVelocities);
  }

  /** The push that is worth more; to the left where both are worth the same. */
  best(cell: number): Push {
    return this.values[cell * ACTIONS + 1] > this.values[cell * ACTIONS] ? 1 : 0;
  }

  /** How often anything has been learnt in this cell. */
  visits(cell: number): number {
    return this.updates[cell * ACTIONS] + this.updates[cell * ACTIONS + 1];
  }

  /**
   * Moves a value towards reward + gamma · the best value of the next cell. Source: Watkins and Dayan, "Q-learning",
   * Machine Learning 8, 1992.
   */
  learn({ cell, push, reward, next }: Transition): void {
    const { alpha, alphaSchedule, gamma } = this.parameters;
    const at = cell * ACTIONS + push;
    const ahead = next === undefined ? 0 : this.values[next * ACTIONS + this.best(next)];
    this.updates[at]++;
    const rate = alphaSchedule === "constant" ? alpha : Math.max(alpha, this.updates[at] ** -RATE_POWER);
    this.values[at] += rate * (reward + gamma * ahead - this.values[at]);
  }

  /** Takes over these values. */
  load({ values }: StateTensor): void {
    this.values.set(values);
  }

  /** Copies of the values, `q`, and of how often each was updated. */
  saved(): { q: StateTensor; updates: StateTensor } {
    const { shape } = this;
    return {
      q: { shape, dtype: "float32", values: this.values.slice() },
      updates: { shape, dtype: "int32", values: this.updates.slice() },
    };
  }
}

/** Which of `bins` equal parts of [−limit, limit] the value lies in. */
function binOf(value: number, limit: number, bins: number): number {
  const bin = Math.floor(((value / limit + 1) / 2) * bins);
  return Math.min(bins - 1, Math.max(0, bin));
}
