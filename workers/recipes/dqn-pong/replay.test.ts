import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../../src/kernel/random.js";
import type { Move, Rally } from "../../environments/pong.js";
import { Replay, type Replayed, type ReplayOptions } from "./replay.js";

const OPTIONS: ReplayOptions = {
  games: 1,
  capacity: 40,
  size: 28,
  frames: 4,
  returnSteps: 3,
  gamma: 0.5,
  priority: 0,
};

/** A frame that differs for each number: the ball goes down a step for each. */
const shown = (number: number): Rally => ({ x: 0, y: -0.9 + number * 0.04, dx: 1, dy: 0, left: 0, right: 0 });

/** Decisions of one game, `rewards` each; a new rally after each point. */
function filled(rewards: number[], options: Partial<ReplayOptions> = {}): Replay {
  const replay = new Replay({ ...OPTIONS, ...options });
  replay.observe(0, shown(0), true);
  rewards.forEach((reward, number) => {
    replay.decide(0, (number % 3) as Move, reward);
    replay.observe(0, shown(number + 1), reward !== 0);
  });
  return replay;
}

const random = () => new RandomStreams(1).stream("draws");

/** All that is drawn, by the place where it stands. */
function drawn(replay: Replay, rows = 400, correction = 0): Map<number, ReturnType<typeof rowOf>> {
  const all = replay.draw(rows, correction, random());
  return new Map(Array.from(all.places, (place, row) => [place, rowOf(all, row)]));
}

/** One row; the heights of the ball in its frames, as numbers of `shown`. */
function rowOf(all: Replayed, row: number) {
  return {
    action: all.actions[row],
    reward: all.rewards[row],
    discount: all.discounts[row],
    weight: all.weights[row],
    stack: numbersIn(all.stacks, row),
    ahead: numbersIn(all.ahead, row),
  };
}

function numbersIn(stacks: Float32Array, row: number): number[] {
  const length = 28 * 28 * 4;
  return [0, 1, 2, 3].flatMap((frame) => {
    const column = Array.from({ length: 28 }, (_, y) => stacks[row * length + (y * 28 + 14) * 4 + frame]);
    const light = column.reduce((sum, level) => sum + level);
    if (light === 0) return [];
    const centre = column.reduce((sum, level, y) => sum + level * (y + 0.5), 0) / light;
    return [Math.abs(Math.round((centre / 14 - 1 + 0.9) / 0.04))];
  });
}

test("a decision comes with its frames, the rewards of its steps, and the frames that they led to", () => {
  const row = drawn(filled([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])).get(5)!;
  expect(row).toEqual({ action: 2, reward: 0, discount: 0.125, weight: 1, stack: [2, 3, 4, 5], ahead: [5, 6, 7, 8] });
});

test("a point ends what is looked ahead to, and counts the less, the later it comes", () => {
  const rows = drawn(filled([0, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0]));
  const rewards = [3, 4, 5, 6, 7, 8, 9, 10].map((place) => rows.get(place)!.reward);
  expect(rewards).toEqual([0, 0.25, 0.5, 1, -0.25, -0.5, -1, 0]);
  expect(rows.get(4)).toMatchObject({ discount: 0, ahead: [] });
  expect(rows.get(3)).toMatchObject({ discount: 0.125, ahead: [3, 4, 5, 6] });
});

test("before a rally's first frame there is none: it is shown again", () => {
  const rows = drawn(filled([0, 0, 1, 0, 0, 0, 0, 0, 0]));
  expect(rows.get(1)!.stack).toEqual([0, 0, 0, 1]);
  expect([3, 4, 5].map((place) => rows.get(place)!.stack)).toEqual([[3, 3, 3, 3], [3, 3, 3, 4], [3, 3, 4, 5]]); // prettier-ignore
});

test("where a game is broken off no point is lost: what lay ahead still counts", () => {
  const replay = filled([0, 0, 0, 0, 0]);
  replay.breakOff(0);
  replay.observe(0, shown(6), true);
  for (let number = 6; number < 12; number++) {
    replay.decide(0, 0, 0);
    replay.observe(0, shown(number + 1), false);
  }
  const rows = drawn(replay);
  expect(rows.get(4)).toMatchObject({ reward: 0, discount: 0.5, ahead: [2, 3, 4, 5] });
  expect(rows.has(5)).toBe(false);
  expect(rows.get(6)!.stack).toEqual([6, 6, 6, 6]);
});

test("the oldest make room, and nothing is drawn whose frames are gone or whose future is not known", () => {
  const replay = filled(Array<number>(30).fill(0), { capacity: 12 });
  // Frames 19 to 30 are left: a whole stack reaches from 22 on, and three steps ahead up to 27.
  const numbers = [...drawn(replay).values()].map(({ stack }) => stack[3]).sort((a, b) => a - b);
  expect(numbers).toEqual([22, 23, 24, 25, 26, 27]);
  for (const { stack, ahead } of drawn(replay).values()) {
    expect(stack).toEqual([3, 2, 1, 0].map((back) => stack[3] - back));
    expect(ahead[3]).toBe(stack[3] + 3);
  }
});

test("without priorities all are drawn alike and count alike", () => {
  const replay = filled(Array<number>(13).fill(0));
  const all = replay.draw(110, 1, random());
  const counts = Array.from({ length: 11 }, (_, place) => all.places.filter((drawn) => drawn === place).length);
  expect(counts.every((count) => count >= 9 && count <= 11)).toBe(true);
  expect(new Set(all.weights)).toEqual(new Set([1]));
});

test("with priorities those of great error are drawn more often, and count less as far as that is corrected", () => {
  const replay = filled(Array<number>(13).fill(0), { priority: 1 });
  const places = Int32Array.from({ length: 11 }, (_, place) => place);
  replay.learnt(
    places,
    Float32Array.from(places, (place) => (place === 7 ? -0.99 : 0.09)),
  );
  const all = replay.draw(2000, 1, random());
  const share = all.places.filter((place) => place === 7).length / 2000;
  expect(share).toBeCloseTo(1 / (1 + 10 * 0.1), 1);
  const weightOf = (place: number) => all.weights[all.places.indexOf(place)];
  expect([weightOf(7), weightOf(3)]).toEqual([expect.closeTo(0.1, 5), 1]);
  const uncorrected = replay.draw(50, 0, random());
  expect(new Set(uncorrected.weights)).toEqual(new Set([1]));
});

test("what is new is drawn like what surprised most", () => {
  const replay = filled(Array<number>(13).fill(0), { priority: 1 });
  replay.learnt(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), Float32Array.of(4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  replay.decide(0, 1, 0);
  replay.observe(0, shown(14), false);
  const { places } = replay.draw(1000, 0, random());
  const [surprising, fresh] = [0, 11].map((at) => places.filter((place) => place === at).length);
  expect(fresh / surprising).toBeCloseTo(1, 1);
});

test("a saved memory goes on as if nothing had happened, in less than thirty bytes a decision", () => {
  const options = { games: 2, capacity: 60, priority: 0.7 };
  const play = (replay: Replay, from: number, to: number) => {
    for (let number = from; number < to; number++)
      for (const game of [0, 1]) {
        const reward = (number + game) % 9 === 0 ? 1 : 0;
        replay.decide(game, (number % 3) as Move, reward);
        replay.observe(game, shown(number % 40), reward !== 0);
      }
  };
  const replay = new Replay({ ...OPTIONS, ...options });
  for (const game of [0, 1]) replay.observe(game, shown(0), true);
  play(replay, 1, 50);
  const { places } = replay.draw(20, 0.5, random());
  replay.learnt(
    places,
    Float32Array.from(places, (place) => place / 10),
  );
  const saved = replay.saved();
  const bytes = Object.values(saved).reduce((sum, { values }) => sum + values.byteLength, 0);
  expect(bytes / 60).toBeLessThan(30);

  const other = new Replay({ ...OPTIONS, ...options }, structuredClone(saved));
  for (const each of [replay, other]) play(each, 50, 90);
  expect(other.draw(40, 0.5, random())).toEqual(replay.draw(40, 0.5, random()));
  expect(other.shown([1, 0])).toEqual(replay.shown([1, 0]));
  expect(other.saved()).toEqual(replay.saved());
});
