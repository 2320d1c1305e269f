import type { GameState, PongRules } from "../../environments/pong-game.js";
import type { Move } from "../../environments/pong.js";
import { heldOutGame } from "./data.js";
import { Replay } from "./replay.js";

/** What a player sees, and how it decides: the best action for each of some stacks of frames. */
export interface Player {
  size: number;
  frames: number;
  best(stacks: Float32Array): Promise<Int32Array>;
}

/** Games played to their ends. */
export interface Played {
  /** Points won less points lost, by game. */
  returns: Float32Array;
  /** The first game before each decision, and after the last. */
  first: GameState[];
}

/** Plays held-out games side by side, without exploring; those that are over wait for nobody. */
export async function played(player: Player, rules: PongRules, seeds: number[]): Promise<Played> {
  const { size, frames } = player;
  const games = seeds.map((seed) => heldOutGame(rules, seed));
  // No more is kept than a stack reaches back.
  const capacity = games.length * (frames + 1);
  const memory = new Replay({ games: games.length, capacity, size, frames, returnSteps: 1, gamma: 1, priority: 0 });
  const first = [games[0].saved()];
  let going = games.map((game, index) => {
    memory.observe(index, game.rally, true);
    return index;
  });
  while (going.length > 0) {
    const actions = await player.best(memory.shown(going));
    going = going.filter((index, row) => {
      const { reward, over } = games[index].decide(actions[row] as Move);
      if (index === 0) first.push(games[0].saved());
      memory.observe(index, games[index].rally, reward !== 0);
      return !over;
    });
  }
  return { returns: Float32Array.from(games, ({ lead }) => lead), first };
}
