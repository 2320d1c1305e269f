import { CARDS_MAX } from "./practice.specs.js";

/** A learner has as many cards as one may have; none was added. */
export class PracticeFull {
  readonly __typename = "PracticeFull";
  readonly code = "PRACTICE_FULL";
  readonly message: string;
  readonly limit = CARDS_MAX;

  constructor(
    readonly cards: number,
    wanted: number,
  ) {
    this.message = `You have ${cards} cards; with ${wanted} more there would be over ${CARDS_MAX}.`;
  }
}
