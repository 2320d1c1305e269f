import { setImmediate as nextTurn } from "node:timers/promises";
import type {
  ClaimedSimulation,
  SimulationStore,
} from "../../src/domains/business/economics/simulation/simulations.store.js";
import { SimulationStatus } from "../../src/domains/business/economics/simulation/simulation.specs.js";
import { Simulation } from "./simulation.js";

const RENEW_MS = 500;
/** The first draws that are told of; then each time there are about twice as many. */
const FIRST_TOLD = 1_000;

/** The simulations of this worker. They compute in its own thread, a few milliseconds at a time. */
export class SimulationSessions {
  private closing = false;

  constructor(private readonly store: SimulationStore) {}

  /** Computes a simulation to its end, or until somebody else has it; a worker that closes hands it back. */
  async run(claimed: ClaimedSimulation): Promise<void> {
    const simulation = new Simulation(claimed.spec);
    let tellAt = Math.min(FIRST_TOLD, claimed.spec.draws);
    let renewedAt = performance.now();
    while (!simulation.done) {
      if (this.closing) return this.store.handBack(claimed);
      simulation.step();
      if (simulation.drawn >= tellAt || simulation.done) {
        if (!(await this.store.tell(claimed, simulation.estimates()))) return;
        tellAt *= 2;
        renewedAt = performance.now();
      } else if (performance.now() - renewedAt > RENEW_MS) {
        if (!(await this.store.renew(claimed))) return;
        renewedAt = performance.now();
      }
      await nextTurn();
    }
    await this.store.settle(claimed, SimulationStatus.SUCCEEDED);
  }

  close(): void {
    this.closing = true;
  }
}
