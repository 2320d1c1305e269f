import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { recipeCatalogue } from "../../src/domains/training/recipes/recipe-catalogue.js";
import { Preset } from "../../src/domains/training/recipes/recipe.specs.js";
import { machine } from "../harness/cores.js";
import { printTable, shown, spreadOf } from "../harness/figures.js";
import type { Outcome } from "./outcome.js";

/**
 * What every recipe reaches on the test part, on each of its data sets, beside its baseline: the mean of three seeds with the
 * least and the most. `npm run bench:recipes -- STANDARD lstm-time-series` takes another preset, and names recipes.
 */

const SEEDS = [1, 2, 3];
const RUN = fileURLToPath(new URL("run.ts", import.meta.url));

const [preset = Preset.STANDARD, ...named] = process.argv.slice(2) as [Preset?, ...string[]];
const recipes = recipeCatalogue().filter(({ id }) => named.length === 0 || named.includes(id));

async function run(id: string, dataset: string, seed: number): Promise<Outcome> {
  const parameters = [...process.execArgv, RUN, id, preset, dataset, String(seed)];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  return JSON.parse(stdout) as Outcome;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: number[]) => {
  const { min, max } = spreadOf(values);
  return `${mean(values).toFixed(4)} (${min.toFixed(4)}–${max.toFixed(4)})`;
};

const rows: string[][] = [];
for (const { id, datasets } of recipes)
  for (const dataset of datasets) {
    const outcomes: Outcome[] = [];
    for (const seed of SEEDS) outcomes.push(await run(id, dataset, seed));
    const [{ primary, baselineName, further }] = outcomes;
    const also = Object.keys(further).map((name) => `${name} ${spread(outcomes.map((each) => each.further[name]))}`);
    const ours = spread(outcomes.map(({ model }) => model));
    const theirs = spread(outcomes.map(({ baseline }) => baseline));
    const seconds = shown(spreadOf(outcomes.map((outcome) => outcome.seconds)), 0);
    rows.push([id, dataset, primary, ours, theirs, baselineName, also.join("; "), seconds]);
    console.log(`${id} on ${dataset}: ${primary} ${ours}, ${[`${baselineName} ${theirs}`, ...also].join(", ")}`);
  }
console.log(`\n${machine()}\nPreset ${preset}, seeds ${SEEDS.join(", ")}: mean (least–most) on the test part.\n`);
printTable(["recipe", "data set", "figure", "trained", "baseline", "named", "also", "seconds"], rows);
