/** When a run saves checkpoints, besides at each epoch's end, and how many of the newest are kept. */
export interface Checkpointing {
  everySteps: number | null;
  everySeconds: number | null;
  keep: number;
}

/** What a run does that was not told otherwise. */
export const DEFAULT_CHECKPOINTING: Checkpointing = { everySteps: null, everySeconds: 30, keep: 3 };

/** Where a run found its best validation value so far. */
export interface Best {
  metric: string;
  value: number;
  step: number;
  epoch: number;
}
