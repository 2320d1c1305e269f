import type { RandomStream } from "../../src/kernel/random.js";

/**
 * A ball between two paddles on a court from −1 to 1 in both directions: `x` grows to the right, `y` downwards, as in pictures.
 * Lengths are halves of the court, speeds lengths a tick. `left` and `right` are the heights of the paddles' middles.
 */
export interface Rally {
  x: number;
  y: number;
  dx: number;
  dy: number;
  left: number;
  right: number;
}

export type Side = "left" | "right";

/** What a paddle does for a decision's ticks: 0 stays, 1 goes up, 2 goes down. */
export type Move = 0 | 1 | 2;

export const PONG = {
  /** Half the ball's side; half a paddle's height and width. */
  ball: 0.04,
  paddle: { halfHeight: 0.2, halfWidth: 0.04 },
  /** How far the paddles' middles are from the court's middle. */
  paddleAt: 0.88,
  paddleSpeed: 0.04,
  /** Of the ball from side to side: at the serve, what each return multiplies it by, and at most. */
  serveSpeed: 0.04,
  speedUp: 1.05,
  greatestSpeed: 0.07,
  /** Height won for width, at most: where the paddle's very edge returns the ball, and at the serve. */
  steepestReturn: 1,
  steepestServe: 0.5,
  /** A serve begins in the middle between the sides, this far from the middle height at most. */
  serveRange: 0.6,
  /** Each decision of a player holds for so many ticks. */
  ticksPerDecision: 4,
} as const;

/** All that decides how the environment behaves, as canonical JSON: what the catalogue's SHA-256 is taken of. */
export const PONG_DESCRIPTION = JSON.stringify({
  environment: "pong",
  motion:
    "straight, mirrored at the walls; a paddle returns the ball the steeper, the further from its middle it is hit",
  actions: ["stay", "up", "down"],
  opponent: "follows the ball's height, at a limited speed",
  reward: "1 for a point won, -1 for a point lost",
  frames: "grey: the share of each pixel that ball or paddles cover",
  constants: PONG,
});

/** Where the ball's middle turns at a wall. */
const WALL = 1 - PONG.ball;
/** Where the ball's middle turns at a paddle, to either side. */
const PLANE = PONG.paddleAt - PONG.paddle.halfWidth - PONG.ball;
/** How far from its middle a paddle still returns the ball. */
const REACH = PONG.paddle.halfHeight + PONG.ball;
const HIGHEST = 1 - PONG.paddle.halfHeight;

/** A new ball from the middle, to either side alike; the paddles stay where they are, in the middle when there was no rally. */
export function served(random: RandomStream, { left, right } = { left: 0, right: 0 }): Rally {
  const drawn = () => 2 * random.uniform() - 1;
  const y = PONG.serveRange * drawn();
  const dy = PONG.serveSpeed * PONG.steepestServe * drawn();
  const dx = random.uniform() < 0.5 ? -PONG.serveSpeed : PONG.serveSpeed;
  return { x: 0, y, dx, dy, left, right };
}

/** One tick later. The paddles go by `leftBy` and `rightBy`, downwards, or as far as the court lets them. */
export function ticked(rally: Rally, leftBy: number, rightBy: number): Rally {
  const left = within(rally.left + leftBy, HIGHEST);
  const right = within(rally.right + rightBy, HIGHEST);
  const { x, y, dx, dy } = rally;
  const side = Math.sign(dx);
  const before = (side * PLANE - x) / dx;
  if (before < 0 || before >= 1) return { ...bounced(x + dx, y + dy, dx, dy), left, right };
  const met = bounced(side * PLANE, y + before * dy, dx, dy);
  const offset = met.y - (side > 0 ? right : left);
  if (Math.abs(offset) > REACH) return { ...bounced(x + dx, y + dy, dx, dy), left, right };
  const back = -side * Math.min(PONG.greatestSpeed, Math.abs(dx) * PONG.speedUp);
  const steep = Math.abs(back) * PONG.steepestReturn * (offset / REACH);
  return { ...bounced(met.x + (1 - before) * back, met.y + (1 - before) * steep, back, steep), left, right };
}

/** Who has won the point, once the ball has left the court. */
export function wonBy({ x }: Rally): Side | undefined {
  if (Math.abs(x) <= 1) return undefined;
  return x > 0 ? "left" : "right";
}

/** How far a player goes in the next tick who follows the ball's height at this speed. */
export function following(rally: Rally, side: Side, speed: number): number {
  return within(rally.y - rally[side], speed);
}

/** How far a move takes a paddle in each tick. */
export function distanceOf(move: Move): number {
  if (move === 0) return 0;
  return move === 1 ? -PONG.paddleSpeed : PONG.paddleSpeed;
}

/** The rally seen in a mirror between the sides. */
export function mirrored({ x, y, dx, dy, left, right }: Rally): Rally {
  return { x: -x, y, dx: -dx, dy, left: right, right: left };
}

/** Turned at the upper or lower wall, where it would be beyond. */
function bounced(x: number, y: number, dx: number, dy: number): Omit<Rally, Side> {
  if (Math.abs(y) <= WALL) return { x, y, dx, dy };
  return { x, y: Math.sign(y) * 2 * WALL - y, dx, dy: -dy };
}

function within(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
