import { simulateEconomics } from "../../src/domains/business/economics/simulation/simulation.jobs.js";
import { SimulationStatus } from "../../src/domains/business/economics/simulation/simulation.specs.js";
import { Fault } from "../../src/kernel/errors.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** A simulation whose workers die so often will take the next one with it. */
const ATTEMPTS_MAX = 5;

/** Safe to repeat: `claim` yields a simulation only if it is queued, or if its last worker's lease has lapsed. */
export const simulateEconomicsProcessor = implementJob(
  simulateEconomics,
  async ({ simulationId }, { simulationStore, simulationSessions }: WorkerTools) => {
    const claimed = await simulationStore.claim(simulationId);
    if (!claimed) return;
    if (claimed.attempt > ATTEMPTS_MAX)
      return simulationStore.settle(claimed, SimulationStatus.FAILED, "its workers were lost, one after the other");
    try {
      await simulationSessions.run(claimed);
    } catch (error) {
      // What the product was told cannot be computed any more, as after a change of the template.
      if (!(error instanceof Fault)) throw error;
      await simulationStore.settle(claimed, SimulationStatus.FAILED, error.message);
    }
  },
);
