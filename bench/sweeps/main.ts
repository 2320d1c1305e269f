import { SweepMethod } from "../../src/domains/training/sweeps/sweep.specs.js";
import { printTable, shown, spreadOf } from "../harness/figures.js";
import { hartmann, mixed } from "./known-functions.js";
import { leastFound } from "./search.js";

const SEEDS = Array.from({ length: 10 }, (_, at) => at + 1);

/** TPE beside random search on functions whose least value is known: what each finds with the same number of trials. */
const rows: string[][] = [];
for (const known of [hartmann, mixed]) {
  for (const trials of [30, 60, 100]) {
    for (const concurrency of [1, 4]) {
      const found = (method: SweepMethod) =>
        SEEDS.map((seed) => leastFound(known, method, { seed, trials, concurrency }));
      const started = performance.now();
      const tpe = found(SweepMethod.TPE);
      const msPerTrial = (performance.now() - started) / SEEDS.length / trials;
      const random = found(SweepMethod.RANDOM);
      const better = SEEDS.filter((_, at) => tpe[at] < random[at]).length;
      rows.push([
        known.name,
        String(trials),
        String(concurrency),
        shown(spreadOf(tpe), 2),
        shown(spreadOf(random), 2),
        known.least.toFixed(2),
        `${better} of ${SEEDS.length}`,
        msPerTrial.toFixed(2),
      ]);
    }
  }
}
printTable(["function", "trials", "at once", "TPE", "random", "least", "TPE better", "ms a proposal"], rows);
