import type { RandomStream } from "../../src/kernel/random.js";

/** A cart on a straight track with a pole hinged on it. Metres, radians and seconds; an angle of 0 is upright, positive leans right. */
export interface CartPoleState {
  position: number;
  velocity: number;
  angle: number;
  angularVelocity: number;
}

/** 0 pushes the cart to the left, 1 to the right. */
export type Push = 0 | 1;

/** SI units: kilogrammes, metres, newtons, seconds, radians. */
export const CART_POLE = {
  gravity: 9.8,
  cartMass: 1,
  poleMass: 0.1,
  /** From the hinge to the pole's centre of mass. */
  halfPoleLength: 0.5,
  force: 10,
  timeStep: 0.02,
  /** Beyond either, the episode is over. */
  positionLimit: 2.4,
  angleLimit: (12 * Math.PI) / 180,
  /** Each of the four numbers begins uniformly within ± this. */
  startRange: 0.05,
} as const;

/** All that decides how the environment behaves, as canonical JSON: what the catalogue's SHA-256 is taken of. */
export const CART_POLE_DESCRIPTION = JSON.stringify({
  environment: "cart-pole",
  equations: "Barto, Sutton and Anderson 1983, without friction",
  integrator: "explicit Euler",
  actions: ["push left", "push right"],
  reward: "1 for each push, also for the one that ends the episode",
  constants: CART_POLE,
});

const { gravity, poleMass, halfPoleLength, force, timeStep, positionLimit, angleLimit, startRange } = CART_POLE;
const mass = CART_POLE.cartMass + poleMass;
const poleMoment = poleMass * halfPoleLength;

/**
 * The state a fiftieth of a second after a push.
 *
 * Source: Barto, Sutton and Anderson, "Neuronlike adaptive elements that can solve difficult learning control problems", IEEE
 * Trans. SMC 13(5), 1983, without the friction of cart and hinge, in explicit Euler steps: Gymnasium's CartPole-v1.
 */
export function pushed({ position, velocity, angle, angularVelocity }: CartPoleState, push: Push): CartPoleState {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const thrust = ((push === 1 ? force : -force) + poleMoment * angularVelocity ** 2 * sine) / mass;
  const angularAcceleration =
    (gravity * sine - cosine * thrust) / (halfPoleLength * (4 / 3 - (poleMass * cosine ** 2) / mass));
  const acceleration = thrust - (poleMoment * angularAcceleration * cosine) / mass;
  return {
    position: position + timeStep * velocity,
    velocity: velocity + timeStep * acceleration,
    angle: angle + timeStep * angularVelocity,
    angularVelocity: angularVelocity + timeStep * angularAcceleration,
  };
}

/** Whether the pole has fallen or the cart has left the track. */
export function hasFailed({ position, angle }: CartPoleState): boolean {
  return Math.abs(position) > positionLimit || Math.abs(angle) > angleLimit;
}

/** Nearly upright and at rest. */
export function startState(random: RandomStream): CartPoleState {
  const drawn = () => startRange * (2 * random.uniform() - 1);
  return { position: drawn(), velocity: drawn(), angle: drawn(), angularVelocity: drawn() };
}

/** The states of an episode, the start first: until it fails, or after `most` pushes. Its return is their number less one. */
export function playCartPole(policy: (state: CartPoleState) => Push, start: CartPoleState, most: number) {
  const states = [start];
  for (let state = start; states.length <= most && !hasFailed(state);) {
    state = pushed(state, policy(state));
    states.push(state);
  }
  return states;
}
