import type { GanDenoisingParameters } from "../../../src/domains/training/recipes/gan-image-denoising.spec.js";
import { loadImages } from "../../datasets/built-in-images.js";
import type { LabelledImages } from "../../datasets/labelled-images.js";
import { unseenImages } from "../../datasets/unseen-images.js";
import { judgedPart, type Tested } from "../../datasets/unseen-rows.js";
import { openAdversarialTrainer } from "../../runtime/adversarial/adversarial-trainer.js";
import type { OpenTrainer } from "../../runtime/trainer.js";
import { prepare } from "./data.js";
import { DenoisingTask } from "./task.js";

/** Opens the recipe on the built-in digits or grey pictures of the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<GanDenoisingParameters> = async (context) => {
  const { parameters, dataset, ownData, random, log } = context;
  const data = prepare(await loadImages(dataset, ownData), random.stream("split"));
  const { train, validation, test } = data.split;
  // Noise is the same whatever a picture shows.
  const tested = await judgedPart<Tested<LabelledImages>>(context, { data, rows: test }, async (...other) =>
    unseenImages(await loadImages(...other), data),
  );
  const task = new DenoisingTask(parameters, data, tested, random);
  log(`${dataset}: ${train.length} pictures to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  log(`Mean peak signal-to-noise ratio of the validation part: ${task.spoiltRatio.toFixed(2)} dB with noise.`);
  for (const { name, strength, psnr } of task.filtered)
    log(`After a ${name} of the best strength, ${strength} pixels: ${psnr.toFixed(2)} dB.`);
  return openAdversarialTrainer(context, task);
};
