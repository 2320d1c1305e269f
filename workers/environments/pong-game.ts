import type { RandomStream } from "../../src/kernel/random.js";
import { distanceOf, following, type Move, PONG, type Rally, served, ticked, wonBy } from "./pong.js";

/** What is played: the opponent's speed as a share of a paddle's, points to win, decisions at most. */
export interface PongRules {
  opponentSpeed: number;
  points: number;
  maxDecisions: number;
}

/** A game in progress. Plain JSON. */
export interface GameState {
  rally: Rally;
  won: number;
  lost: number;
  decisions: number;
}

/** What came of one decision. */
export interface Outcome {
  /** 1 for a point won, −1 for a point lost, else 0. */
  reward: number;
  /** One of the two has all points, or the decisions are used up. */
  over: boolean;
}

/** One game of the right paddle against the scripted opponent on the left. Only the serves are chance, drawn from `serves`. */
export class PongGame {
  private constructor(
    private readonly rules: PongRules,
    private readonly serves: RandomStream,
    private state: GameState,
  ) {}

  static begin(rules: PongRules, serves: RandomStream): PongGame {
    return new PongGame(rules, serves, { rally: served(serves), won: 0, lost: 0, decisions: 0 });
  }

  /** Goes on where a game was saved; `serves` must go on there, too. */
  static goOn(rules: PongRules, serves: RandomStream, state: GameState): PongGame {
    return new PongGame(rules, serves, state);
  }

  get rally(): Rally {
    return this.state.rally;
  }

  /** Points won less points lost: the game's return so far. */
  get lead(): number {
    return this.state.won - this.state.lost;
  }

  /** Plays on for one decision. A point ends it early: the next rally begins with the next decision. */
  decide(move: Move): Outcome {
    let { rally, won, lost } = this.state;
    let reward = 0;
    for (let tick = 0; tick < PONG.ticksPerDecision && reward === 0; tick++) {
      const opponent = following(rally, "left", this.rules.opponentSpeed * PONG.paddleSpeed);
      rally = ticked(rally, opponent, distanceOf(move));
      const winner = wonBy(rally);
      if (winner) reward = winner === "right" ? 1 : -1;
    }
    if (reward > 0) won++;
    if (reward < 0) lost++;
    if (reward !== 0) rally = served(this.serves, rally);
    const decisions = this.state.decisions + 1;
    this.state = { rally, won, lost, decisions };
    const { points, maxDecisions } = this.rules;
    return { reward, over: Math.max(won, lost) >= points || decisions >= maxDecisions };
  }

  /** As a checkpoint holds it. */
  saved(): GameState {
    return this.state;
  }
}
