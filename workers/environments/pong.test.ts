import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import { PongGame, type PongRules } from "./pong-game.js";
import { distanceOf, following, mirrored, type Move, PONG, type Rally, served, ticked, wonBy } from "./pong.js";

const still: Rally = { x: 0, y: 0, dx: 0.04, dy: 0, left: 0, right: 0 };
const RULES: PongRules = { opponentSpeed: 0.6, points: 5, maxDecisions: 1000 };

/** Each tick of a rally that nobody moves in, up to and with the one that ends it. */
function flight(rally: Rally, ticks = 1000): Rally[] {
  const seen = [rally];
  while (seen.length <= ticks && !wonBy(seen[seen.length - 1])) seen.push(ticked(seen[seen.length - 1], 0, 0));
  return seen;
}

/** What each decision led to in a game in which chance decides. */
function chanceGame(seed: number, rules = RULES) {
  const random = new RandomStreams(seed);
  const game = PongGame.begin(rules, random.stream("serves"));
  const moves = random.stream("moves");
  const outcomes = [];
  for (let over = false; !over;) {
    const outcome = game.decide(moves.int(3) as Move);
    outcomes.push({ ...outcome, state: game.saved() });
    ({ over } = outcome);
  }
  return { outcomes, game };
}

test("a flat ball goes to and fro through the middle, faster with every return, up to a limit", () => {
  const rally = flight(still, 600);
  const returns = rally.filter((now, i) => i > 0 && Math.sign(now.dx) !== Math.sign(rally[i - 1].dx));
  expect(returns.length).toBeGreaterThan(10);
  returns.forEach(({ dx }, i) => {
    expect(Math.abs(dx)).toBeCloseTo(Math.min(0.07, 0.04 * 1.05 ** (i + 1)), 12);
    expect(Math.sign(dx)).toBe(i % 2 === 0 ? -1 : 1);
  });
  expect(rally.every(({ y }) => y === 0)).toBe(true);
});

test("at a wall the ball's edge turns it: it comes out as steep as it went in", () => {
  const rally = flight({ ...still, dx: 0.001, dy: 0.03, y: 0.9 }, 60);
  expect(Math.max(...rally.map(({ y }) => y))).toBeLessThanOrEqual(0.96);
  expect(rally[1].y).toBeCloseTo(0.93, 12);
  expect(rally[3].y).toBeCloseTo(0.96 - (0.9 + 3 * 0.03 - 0.96), 12);
  expect(rally[3].dy).toBe(-0.03);
  expect(Math.min(...rally.map(({ y }) => y))).toBeGreaterThanOrEqual(-0.96);
});

test("a paddle returns the ball flat from its middle, and the steeper, the further from it, by 45 degrees from its edge", () => {
  const slope = (offset: number) => {
    const back = flight({ ...still, y: 0.3, right: 0.3 - offset }).find(({ dx }) => dx < 0)!;
    return back.dy / Math.abs(back.dx);
  };
  expect(slope(0)).toBe(0);
  expect(slope(0.12)).toBeCloseTo(0.5, 12);
  expect(slope(-0.12)).toBeCloseTo(-0.5, 12);
  expect(slope(0.2399)).toBeCloseTo(1, 2);
});

test("the ball turns at the paddle's face where it would have met it, not at the tick before or after", () => {
  const [before, after] = [0.79, 0.81].map((x) => ({ ...still, x }));
  // The face turns the ball's middle at 0.8.
  const back = ticked(before, 0, 0);
  expect(back.dx).toBeCloseTo(-0.042, 12);
  expect(back.x).toBeCloseTo(0.8 - 0.75 * 0.042, 12);
  expect(ticked(after, 0, 0).dx).toBe(0.04);
});

test("a paddle that is too far away lets the ball pass, and the other side has won the point", () => {
  const [right, left] = [1, -1].map((side) => flight({ ...still, dx: 0.04 * side, left: 0.25, right: 0.25 }));
  expect(wonBy(right[right.length - 1])).toBe("left");
  expect(wonBy(left[left.length - 1])).toBe("right");
  expect(right.slice(0, -1).some(wonBy)).toBe(false);
  // 1 / 0.04 ticks, the one that ends it being past the court's edge.
  expect(right).toHaveLength(left.length);
  expect(Math.abs(right.length - 26)).toBeLessThanOrEqual(1);
});

test("a rally in the mirror is the mirrored rally, to the last bit", () => {
  const random = new RandomStreams(3).stream("play");
  for (let round = 0; round < 50; round++) {
    let rally = served(random);
    let seen = mirrored(rally);
    for (let tick = 0; tick < 400 && !wonBy(rally); tick++) {
      const [left, right] = [following(rally, "left", 0.03), distanceOf(random.int(3) as Move)];
      rally = ticked(rally, left, right);
      seen = ticked(seen, right, left);
      expect(mirrored(seen)).toEqual(rally);
    }
  }
});

test("two that follow the ball at the same speed win as often as each other", () => {
  const random = new RandomStreams(5).stream("serves");
  const points = { left: 0, right: 0 };
  for (let i = 0; i < 300; i++) {
    let rally = served(random);
    // Some rallies would go on for ever.
    for (let tick = 0; tick < 1000 && !wonBy(rally); tick++)
      rally = ticked(rally, following(rally, "left", 0.006), following(rally, "right", 0.006));
    const winner = wonBy(rally);
    if (winner) points[winner]++;
  }
  const played = points.left + points.right;
  expect(played).toBeGreaterThan(100);
  // Three standard deviations of a fair coin.
  expect(Math.abs(points.left - points.right)).toBeLessThan(3 * Math.sqrt(played));
});

test("paddles stay on the court and are never faster than allowed", () => {
  const { outcomes } = chanceGame(1);
  outcomes.forEach(({ state: { rally } }, i) => {
    expect(Math.max(Math.abs(rally.left), Math.abs(rally.right))).toBeLessThanOrEqual(0.8);
    if (i === 0) return;
    const { left, right } = outcomes[i - 1].state.rally;
    expect(Math.abs(rally.left - left)).toBeLessThanOrEqual(4 * 0.6 * PONG.paddleSpeed + 1e-12);
    expect(Math.abs(rally.right - right)).toBeLessThanOrEqual(4 * PONG.paddleSpeed + 1e-12);
  });
});

test("a game counts points, gives each as a reward, and is over when one side has them all", () => {
  const { outcomes, game } = chanceGame(2);
  const rewards = outcomes.map(({ reward }) => reward).filter((reward) => reward !== 0);
  const { won, lost } = game.saved();
  expect(Math.max(won, lost)).toBe(5);
  expect(rewards.filter((reward) => reward === 1)).toHaveLength(won);
  expect(rewards.filter((reward) => reward === -1)).toHaveLength(lost);
  expect(game.lead).toBe(won - lost);
  expect(outcomes.findIndex(({ over }) => over)).toBe(outcomes.length - 1);
  // After each point the ball comes from the middle again.
  for (const { state } of outcomes.filter(({ reward }) => reward !== 0)) expect(state.rally.x).toBe(0);
});

test("a game is broken off when its decisions are used up", () => {
  const { outcomes, game } = chanceGame(1, { ...RULES, maxDecisions: 30 });
  expect(outcomes).toHaveLength(30);
  expect(Math.max(game.saved().won, game.saved().lost)).toBeLessThan(5);
});

test("the same seed gives the same game to the last bit, another seed another", () => {
  expect(chanceGame(1).outcomes).toEqual(chanceGame(1).outcomes);
  expect(chanceGame(2).outcomes).not.toEqual(chanceGame(1).outcomes);
});

test("a game that goes on where it was saved goes on the same", () => {
  const random = new RandomStreams(4);
  const game = PongGame.begin(RULES, random.stream("serves"));
  for (let i = 0; i < 37; i++) game.decide(1);
  const later = new RandomStreams(0);
  later.restore(random.state());
  const other = PongGame.goOn(RULES, later.stream("serves"), JSON.parse(JSON.stringify(game.saved())) as never);
  for (let i = 0; i < 60; i++) expect(other.decide(2)).toEqual(game.decide(2));
  expect(other.saved()).toEqual(game.saved());
});
