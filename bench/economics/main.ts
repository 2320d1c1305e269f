import { computeExactly } from "../../src/domains/business/economics/engine/exact.js";
import { seriesOf } from "../../src/domains/business/economics/engine/input-values.js";
import { planOf } from "../../src/domains/business/economics/simulation/simulation-plan.js";
import type { SimulationSpec } from "../../src/domains/business/economics/simulation/simulation.specs.js";
import { Simulation } from "../../workers/economics/simulation.js";
import { printTable, shown, spreadOf } from "../harness/figures.js";

const ROUNDS = 5;
/** The decimal path is too slow for as many: it does a few, and its time for one stands for all. */
const EXACT_DRAWS = 20;

const pert = (min: number, mode: number, max: number) => ({ kind: "pert", of: { min, mode, max } }) as const;

/** A metered API over five years, as uncertain as such plans are. */
const SPEC: SimulationSpec = {
  businessModel: "api-service",
  scenario: null,
  state: { currency: "USD", startsOn: "2027-01", months: 60, rates: [], inputs: {} },
  distributions: [
    { input: "churn", distribution: pert(0.01, 0.03, 0.08) },
    { input: "requestsPerCustomer", distribution: { kind: "logNormal", of: { median: 200_000, spread: 0.4 } } },
    { input: "outputTokensPerRequest", distribution: { kind: "triangular", of: { min: 200, mode: 400, max: 900 } } },
    { input: "inputPrice", distribution: pert(0.3, 0.8, 1.2) },
    { input: "outputPrice", distribution: pert(1, 2.4, 3.5) },
    { input: "utilisation", distribution: { kind: "uniform", of: { min: 0.25, max: 0.6 } } },
    { input: "spotPrice", distribution: { kind: "normal", of: { mean: 3, deviation: 0.5 } } },
    { input: "receivableDays", distribution: { kind: "discrete", of: [{ value: 30, weight: 3 }, { value: 75, weight: 1 }] } },
  ],
  correlations: [
    { first: "inputPrice", second: "outputPrice", rank: 0.8 },
    { first: "churn", second: "outputPrice", rank: 0.3 },
  ],
  outputs: ["revenue", "grossMargin", "customers", "cash"],
  draws: 100_000,
  seed: 42,
}; // prettier-ignore

/** Seconds of processor time that the work takes. */
function processorSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function simulate(): void {
  const simulation = new Simulation(SPEC);
  while (!simulation.done) simulation.step();
  simulation.estimates();
}

function computeInDecimals(): void {
  const { template, levers } = planOf(SPEC);
  const inputs = new Map([...levers].map(([name, lever]) => [name, seriesOf(lever)]));
  for (let draw = 0; draw < EXACT_DRAWS; draw++) computeExactly(template, inputs, SPEC.state.months);
}

/** 100,000 draws of a model over 60 months, percentiles included, on one core; beside it the exact path, draw after draw. */
const [floats, decimals, walls, ratios]: number[][] = [[], [], [], []];
simulate();
computeInDecimals();
for (let round = 0; round < ROUNDS; round++) {
  const began = performance.now();
  const float = processorSeconds(simulate);
  walls.push((performance.now() - began) / 1000);
  const decimal = (processorSeconds(computeInDecimals) / EXACT_DRAWS) * SPEC.draws;
  floats.push(float);
  decimals.push(decimal);
  ratios.push(decimal / float);
}
printTable(
  ["100,000 draws, 60 months", "processor s", "wall s"],
  [
    ["typed arrays, 250 draws side by side", shown(spreadOf(floats), 2), shown(spreadOf(walls), 2)],
    ["decimals, draw after draw (from 20)", shown(spreadOf(decimals), 0), ""],
    ["times as fast", shown(spreadOf(ratios), 0), ""],
  ],
);
