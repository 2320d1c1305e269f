/** What came of one run on the test part. */
export interface Outcome {
  /** Name of the figure that model and baseline are compared by. */
  primary: string;
  model: number;
  baseline: number;
  baselineName: string;
  /** What else a bar stands on, of the model. */
  further: Record<string, number>;
  /** From opening the recipe to its last judgement. */
  seconds: number;
}
