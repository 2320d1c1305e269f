/** How a sweep chooses parameters. The keys are GraphQL's names. */
export enum SweepMethod {
  GRID = "GRID",
  RANDOM = "RANDOM",
  TPE = "TPE",
}

/** Whether more or less of the objective is better. */
export enum SweepGoal {
  MINIMISE = "MINIMISE",
  MAXIMISE = "MAXIMISE",
}

/** What a trial's age is counted in. */
export enum ResourceUnit {
  EPOCH = "EPOCH",
  STEP = "STEP",
}

/** The objective with a sign so that less is better. */
export function lossOf(goal: SweepGoal, value: number): number {
  return goal === SweepGoal.MINIMISE ? value : -value;
}
