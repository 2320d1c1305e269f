import { findRecipe } from "../../src/domains/training/recipes/recipe-catalogue.js";
import type { Preset } from "../../src/domains/training/recipes/recipe.specs.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { judgeOf } from "../../workers/evaluation/judges.js";
import { findImplementation } from "../../workers/recipes/registry.js";
import { type LoopMessage, runLoop } from "../../workers/runtime/loop.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import type { Outcome } from "./outcome.js";

/** Figures that are asked of a recipe beside the one that it is compared by. */
const FURTHER: Readonly<Record<string, string[]>> = {
  ANSWERS: ["exactMatch"],
  FORECAST: ["seasonalMase"],
  GENERATED_IMAGES: ["recognised", "classesPresent"],
  RESTORED_IMAGES: ["psnrGain", "ssim"],
};

/** Trains one recipe once, as a worker does but for the database, and writes what came of it as JSON: a process of its own for each run. */

const [id, preset, dataset, seed] = process.argv.slice(2) as [string, Preset, string, string];
const recipe = findRecipe(id)!;
const { parameters } = recipe.presets[preset];
await openBackend("ANY");
const started = performance.now();
const trainer = await findImplementation(id)!.open({
  parameters: recipe.parameters.parse(parameters),
  dataset,
  random: new RandomStreams(Number(seed)),
  log: () => undefined,
});
const never = new AbortController().signal;
let outcome: Outcome | undefined;
await runLoop(trainer, {
  cancel: never,
  pause: never,
  emit: (message: LoopMessage) => {
    if (message.type !== "trained") return;
    const { kind, model, baseline } = message.predictions;
    const { primary, evaluate } = judgeOf(kind);
    const [ours, theirs] = [model, baseline].map((made) => evaluate(made) as unknown as Record<string, number>);
    const further = Object.fromEntries((FURTHER[kind] ?? []).map((name) => [name, ours[name] ?? NaN]));
    const seconds = (performance.now() - started) / 1000;
    const compared = { primary, model: ours[primary], baseline: theirs[primary], baselineName: baseline.name };
    outcome = { ...compared, further, seconds };
  },
});
trainer.dispose();
console.log(JSON.stringify(outcome));
