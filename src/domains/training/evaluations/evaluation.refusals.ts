export type NotComparableCode = "NOT_ROW_BY_ROW" | "OTHER_DATA" | "OTHER_ROWS";

/** Two evaluations that say nothing of the same rows. */
export class NotComparable {
  readonly __typename = "NotComparable";
  readonly message: string;

  constructor(readonly code: NotComparableCode) {
    this.message = SAID[code];
  }
}

const SAID: Record<NotComparableCode, string> = {
  NOT_ROW_BY_ROW:
    "One of the evaluations has no scores row by row: it is an old one, or of a kind, such as episodes, that no two models share.",
  OTHER_DATA: "The evaluations are of different data sets.",
  OTHER_ROWS:
    "The evaluations are of different rows, as runs with different seeds or preparations have: evaluate both runs on the same ones.",
};
