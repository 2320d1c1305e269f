import { createHash } from "node:crypto";
import { findDataset } from "../../../src/domains/training/datasets/dataset-catalogue.js";
import type { RandomStream, RandomStreams } from "../../../src/kernel/random.js";
import {
  CART_POLE_DESCRIPTION,
  type CartPoleState,
  playCartPole,
  type Push,
  startState,
} from "../../environments/cart-pole.js";
import { TrainingFailure } from "../../runtime/failure.js";

const [VALIDATION_EPISODES, TEST_EPISODES] = [20, 100];

/** Where episodes begin that nothing is learnt from: each part from a stream of its own. */
export interface HeldOutStarts {
  validation: CartPoleState[];
  test: CartPoleState[];
  /** Of the environment's description. */
  sha256: string;
}

/** @throws {TrainingFailure} DATASET_UNUSABLE when the environment is another than the catalogue's. */
export function heldOutStarts(dataset: string, random: RandomStreams): HeldOutStarts {
  const sha256 = createHash("sha256").update(CART_POLE_DESCRIPTION).digest("hex");
  if (dataset !== "cart-pole" || sha256 !== findDataset(dataset)?.sha256)
    throw new TrainingFailure("DATASET_UNUSABLE", `${dataset} is not the environment that runs here (${sha256}).`);
  return {
    validation: starts(VALIDATION_EPISODES, random.stream("validation")),
    test: starts(TEST_EPISODES, random.stream("test")),
    sha256,
  };
}

type Policy = (state: CartPoleState) => Push;

/** Pushes to either side, by chance alone. */
export function randomPolicy(random: RandomStream): Policy {
  return () => random.int(2) as Push;
}

/** Pushes towards where the pole leans: what anybody would try first. */
export function leaningPolicy({ angle }: CartPoleState): Push {
  return angle > 0 ? 1 : 0;
}

/** The return of one episode from each start: a reward of 1 for each push, of which there are `most`. */
export function returnsOf(policy: Policy, from: CartPoleState[], most: number): Float64Array {
  return Float64Array.from(from, (start) => playCartPole(policy, start, most).length - 1);
}

function starts(count: number, random: RandomStream): CartPoleState[] {
  return Array.from({ length: count }, () => startState(random));
}
