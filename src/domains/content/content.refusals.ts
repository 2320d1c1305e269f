/** The reviewer made a change that waits for review: it takes somebody else. Nothing has changed. */
export class OwnChange {
  readonly __typename = "OwnChange";
  readonly code = "OWN_CHANGE";
  readonly message = "You made one of the changes under review: somebody else has to look at it.";
}
