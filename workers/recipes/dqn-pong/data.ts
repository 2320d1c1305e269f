import { createHash } from "node:crypto";
import { findDataset } from "../../../src/domains/training/datasets/dataset-catalogue.js";
import { type RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import { PongGame, type PongRules } from "../../environments/pong-game.js";
import { following, type Move, PONG, PONG_DESCRIPTION, type Rally } from "../../environments/pong.js";
import { TrainingFailure } from "../../runtime/failure.js";

const [VALIDATION_GAMES, TEST_GAMES] = [20, 100];
const TWO_32 = 2 ** 32;

/** Seeds of the serves of games that nothing is learnt from: each part from a stream of its own. */
export interface HeldOutGames {
  validation: number[];
  test: number[];
  /** Of the environment's description. */
  sha256: string;
}

/** @throws {TrainingFailure} DATASET_UNUSABLE when the environment is another than the catalogue's. */
export function heldOutGames(dataset: string, random: RandomStreams): HeldOutGames {
  const sha256 = createHash("sha256").update(PONG_DESCRIPTION).digest("hex");
  if (dataset !== "pong" || sha256 !== findDataset(dataset)?.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `${dataset} is not the environment that runs here (${sha256}).`);
  return {
    validation: seeds(VALIDATION_GAMES, random.stream("validation")),
    test: seeds(TEST_GAMES, random.stream("test")),
    sha256,
  };
}

/** A held-out game from its beginning, with the same serves every time. */
export function heldOutGame(rules: PongRules, seed: number): PongGame {
  return PongGame.begin(rules, new RandomStreams(seed).stream("serves"));
}

type Policy = (rally: Rally) => Move;

/** Moves by chance alone. */
export function randomPolicy(random: RandomStream): Policy {
  return () => random.int(3) as Move;
}

/** Never moves. */
export const stillPolicy: Policy = () => 0;

/** Does what the opponent does, at a paddle's full speed: goes where the ball is, by whole decisions. */
export const followingPolicy: Policy = (rally) => {
  const step = PONG.paddleSpeed * PONG.ticksPerDecision;
  const distance = following(rally, "right", step);
  if (Math.abs(distance) < step / 2) return 0;
  return distance < 0 ? 1 : 2;
};

/** The return of each game: points won less points lost. */
export function returnsOf(policy: Policy, rules: PongRules, games: number[]): Float32Array {
  return Float32Array.from(games, (seed) => {
    const game = heldOutGame(rules, seed);
    while (!game.decide(policy(game.rally)).over);
    return game.lead;
  });
}

function seeds(count: number, random: RandomStream): number[] {
  return Array.from({ length: count }, () => random.int(TWO_32));
}
