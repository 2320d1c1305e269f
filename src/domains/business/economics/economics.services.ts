import type { EntityManager } from "@mikro-orm/postgresql";
import type { JobQueues } from "../../../kernel/jobs/job-queues.js";
import type { Reader } from "../../../kernel/read/reader.js";
import { EventFeed } from "../../../kernel/signals/event-feed.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import type { MeasuredRuns } from "../../training/costs/measured-runs.store.js";
import { EconomicModels } from "./economic-models.service.js";
import { EconomicResults } from "./economic-results.service.js";
import { EconomicScenarios } from "./economic-scenarios.service.js";
import { EconomicsReading } from "./economics-reading.service.js";
import { GivenInputs } from "./given-inputs.service.js";
import { InputReading } from "./input-reading.service.js";
import { Sensitivity } from "./sensitivity.service.js";
import { Simulations } from "./simulation/simulations.service.js";
import { SimulationStore } from "./simulation/simulations.store.js";

interface Parts {
  em: EntityManager;
  reader: Reader;
  jobs: JobQueues;
  signals: Signals;
}

/** The services of economic models. */
export function buildEconomics({ em, reader, jobs, signals }: Parts, runs: MeasuredRuns) {
  const givenInputs = new GivenInputs(runs);
  const economicResults = new EconomicResults(reader);
  const simulationStore = new SimulationStore(reader, signals);
  const simulationFeed = new EventFeed(simulationStore, signals, "simulation-events");
  return {
    economicModels: new EconomicModels(em, givenInputs, runs),
    economicScenarios: new EconomicScenarios(em, givenInputs),
    economicsReading: new EconomicsReading(reader),
    economicResults,
    inputReading: new InputReading(runs),
    sensitivity: new Sensitivity(),
    simulationStore,
    simulationFeed,
    simulations: new Simulations(em, reader, jobs, economicResults, simulationStore, simulationFeed),
  };
}
