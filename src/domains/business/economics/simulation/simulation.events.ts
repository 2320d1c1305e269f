import type { Estimates, SimulationStatus } from "./simulation.specs.js";

/** What happened to a simulation, as it stands in the table; `seq` counts from 1 without gaps. */
export type SimulationEventBody =
  | {
      kind: "SimulationStatusChanged";
      status: SimulationStatus;
      previous: SimulationStatus | null;
      reason: string | null;
    }
  | { kind: "PercentilesEstimated"; estimates: Estimates };

/** An event with its place in the simulation's history. */
export type SimulationEvent = SimulationEventBody & { seq: number; at: string };
