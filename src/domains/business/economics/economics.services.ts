import type { EntityManager } from "@mikro-orm/postgresql";
import type { Reader } from "../../../kernel/read/reader.js";
import type { MeasuredRuns } from "../../training/costs/measured-runs.store.js";
import { EconomicModels } from "./economic-models.service.js";
import { EconomicResults } from "./economic-results.service.js";
import { EconomicScenarios } from "./economic-scenarios.service.js";
import { EconomicsReading } from "./economics-reading.service.js";
import { GivenInputs } from "./given-inputs.service.js";
import { InputReading } from "./input-reading.service.js";
import { Sensitivity } from "./sensitivity.service.js";

/** The services of economic models. */
export function buildEconomics({ em, reader }: { em: EntityManager; reader: Reader }, runs: MeasuredRuns) {
  const givenInputs = new GivenInputs(runs);
  return {
    economicModels: new EconomicModels(em, givenInputs, runs),
    economicScenarios: new EconomicScenarios(em, givenInputs),
    economicsReading: new EconomicsReading(reader),
    economicResults: new EconomicResults(reader),
    inputReading: new InputReading(runs),
    sensitivity: new Sensitivity(),
  };
}
