import type { RandomStreams } from "../../../src/kernel/random.js";
import { type GameState, PongGame, type PongRules } from "../../environments/pong-game.js";
import type { Move } from "../../environments/pong.js";
import { ACTIONS } from "./model.js";
import type { Replay } from "./replay.js";

/** The best action for each of some stacks of frames. */
type Best = (stacks: Float32Array) => Promise<Int32Array>;

/**
 * The games that are learnt from, played side by side: a decision at a time, each put into the replay memory; where one is over the
 * next begins. Chance comes from the streams `exploring` and `serves-0`, `serves-1`, …
 */
export class GamesInProgress {
  private readonly games: PongGame[];

  /** Goes on with games that were `saved`, whose memory `replay` then holds; `random` must go on there, too. Otherwise begins `count` of them. */
  constructor(
    private readonly rules: PongRules,
    private readonly replay: Replay,
    private readonly random: RandomStreams,
    count: number,
    saved?: GameState[],
  ) {
    this.games = Array.from({ length: count }, (_, index) => {
      return saved ? PongGame.goOn(rules, this.servesOf(index), saved[index]) : PongGame.begin(rules, this.servesOf(index)); // prettier-ignore
    });
    if (!saved) this.games.forEach((game, index) => replay.observe(index, game.rally, true));
  }

  /** Makes at least so many decisions, of all games together, by chance alone. */
  playByChance(decisions: number): void {
    const chance = this.random.stream("exploring");
    for (let made = 0; made < decisions; made += this.games.length)
      this.games.forEach((_, index) => this.decide(index, chance.int(ACTIONS) as Move));
  }

  /** One decision in every game, the best but for a share of `epsilon` that chance makes. Returns of the games that are over with it. */
  async playOn(best: Best, epsilon: number): Promise<number[]> {
    const actions = await best(this.replay.shown([...this.games.keys()]));
    const exploring = this.random.stream("exploring");
    return this.games.flatMap((_, index) => {
      const move = exploring.uniform() < epsilon ? exploring.int(ACTIONS) : actions[index];
      return this.decide(index, move as Move) ?? [];
    });
  }

  /** As a checkpoint holds them. */
  saved(): GameState[] {
    return this.games.map((game) => game.saved());
  }

  /** Plays on, remembers, and begins a new game where one is over: then its return. */
  private decide(index: number, move: Move): number | undefined {
    const { replay, games, rules } = this;
    const game = games[index];
    const { reward, over } = game.decide(move);
    replay.decide(index, move, reward);
    if (!over) {
      replay.observe(index, game.rally, reward !== 0);
      return undefined;
    }
    if (reward === 0) {
      replay.observe(index, game.rally, false);
      replay.breakOff(index);
    }
    games[index] = PongGame.begin(rules, this.servesOf(index));
    replay.observe(index, games[index].rally, true);
    return game.lead;
  }

  private servesOf(index: number) {
    return this.random.stream(`serves-${index}`);
  }
}
