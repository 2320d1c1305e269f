import type { GanGenerationParameters } from "../../../src/domains/training/recipes/gan-image-generation.spec.js";
import { brightnessOf } from "../../datasets/brightness.js";
import { loadImages } from "../../datasets/built-in-images.js";
import type { LabelledImages } from "../../datasets/labelled-images.js";
import { unseenImages } from "../../datasets/unseen-images.js";
import { judgedPart, type Tested, unfit } from "../../datasets/unseen-rows.js";
import { accuracy } from "../../evaluation/classification.js";
import { openAdversarialTrainer } from "../../runtime/adversarial/adversarial-trainer.js";
import type { OpenTrainer } from "../../runtime/trainer.js";
import { labelsOf, prepare } from "../cnn-image-classification/data.js";
import { Reader } from "./reader.js";
import { GenerationTask } from "./task.js";

/** Opens the recipe on the built-in digits or grey pictures of the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<GanGenerationParameters> = async (context) => {
  const { parameters, dataset, ownData, random, checkpoint, log } = context;
  const data = prepare(await loadImages(dataset, ownData), random.stream("split"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} pictures to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  // Whatever they show, the distance to what is made can be told.
  const real = await judgedPart<Tested<LabelledImages>>(context, { data, rows: test }, async (...other) =>
    unseenImages(await loadImages(...other), data),
  );
  if (real.rows.length < 2) throw unfit("a single picture of it is left, which has no spread to compare.");
  const reader = checkpoint
    ? Reader.restored(data, checkpoint.tensors)
    : await Reader.trained(data, random.state().seed);
  const known = await reader.read(brightnessOf(data, validation));
  const { probabilities } = known;
  const right = accuracy({ classes: data.classes, labels: labelsOf(data, validation), probabilities });
  log(`The reader that judges made pictures names ${(100 * right).toFixed(1)} % of the validation pictures rightly.`);
  const judging = { reader, known, real };
  return openAdversarialTrainer(context, new GenerationTask(parameters, data, random, judging, checkpoint?.tensors));
};
