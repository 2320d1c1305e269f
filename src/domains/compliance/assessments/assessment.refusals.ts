/** Whoever answered an item may not review it. */
export class SecondPersonNeeded {
  readonly __typename = "SecondPersonNeeded";
  readonly code = "SECOND_PERSON_NEEDED";
  readonly message = "You answered this item: somebody else has to review it.";
}
