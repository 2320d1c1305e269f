import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import { CART_POLE, type CartPoleState, hasFailed, playCartPole, type Push, pushed, startState } from "./cart-pole.js";

type Numbers = [position: number, velocity: number, angle: number, angularVelocity: number];
interface Recorded {
  initial: Numbers;
  steps: { action: Push; state: Numbers; reward: number; terminated: boolean }[];
}

const fixture = join(import.meta.dirname, "../../test/fixtures/cartpole.json");
const stateOf = ([position, velocity, angle, angularVelocity]: Numbers): CartPoleState => ({
  position,
  velocity,
  angle,
  angularVelocity,
});

test("four recorded episodes of Gymnasium's CartPole-v1 are followed to 1e-9, and end where they ended", async () => {
  const { episodes } = JSON.parse(await readFile(fixture, "utf8")) as { episodes: Recorded[] };
  expect(episodes.map(({ steps }) => steps.length)).toEqual([200, 14, 200, 11]);
  for (const { initial, steps } of episodes) {
    let state = stateOf(initial);
    for (const step of steps) {
      state = pushed(state, step.action);
      const there = stateOf(step.state);
      for (const [name, value] of Object.entries(there))
        expect(Math.abs(state[name as keyof CartPoleState] - value)).toBeLessThan(1e-9);
      expect(hasFailed(state)).toBe(step.terminated);
    }
  }
});

test("an episode is over when the cart leaves the track, the pole falls, or the pushes are used up", () => {
  const upright = stateOf([0, 0, 0, 0]);
  expect(hasFailed({ ...upright, position: 2.4 })).toBe(false);
  expect(hasFailed({ ...upright, position: -2.41 })).toBe(true);
  expect(hasFailed({ ...upright, angle: CART_POLE.angleLimit })).toBe(false);
  expect(hasFailed({ ...upright, angle: 0.21 })).toBe(true);
  const pushingRight = playCartPole(() => 1, upright, 200);
  expect(pushingRight.slice(0, -1).some(hasFailed)).toBe(false);
  expect(hasFailed(pushingRight.at(-1) ?? upright)).toBe(true);
  expect(playCartPole(() => 1, upright, 3)).toHaveLength(4);
});

test("episodes begin within 0.05 of upright and at rest", () => {
  const random = new RandomStreams(1).stream("starts");
  const numbers = Array.from({ length: 200 }, () => Object.values(startState(random)) as number[]).flat();
  expect(Math.max(...numbers)).toBeLessThan(0.05);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-0.05);
  expect(Math.abs(numbers.reduce((sum, value) => sum + value) / numbers.length)).toBeLessThan(0.005);
});
