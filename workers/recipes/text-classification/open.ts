import type { ClassWeighting } from "../../../src/domains/training/recipes/class-weight-options.js";
import type { Localized } from "../../../src/kernel/localized.js";
import { loadTexts } from "../../datasets/built-in-texts.js";
import { judgedPart, type Tested } from "../../datasets/unseen-rows.js";
import { unseenTexts } from "../../datasets/unseen-texts.js";
import type { GradientParameters } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import { teachingOf } from "../../runtime/gradient/teaching.js";
import type { Trainer, TrainerContext } from "../../runtime/trainer.js";
import { encoded, type EncodedTexts, idsOf, prepare } from "./data.js";
import type { TextModel, TextShape } from "./model.js";
import { TextNetwork } from "./network.js";
import { assertSameWords } from "./same-words.js";
import { TextTask } from "./task.js";

/** Parameters of every text classifier; `textOptions` of the spec brings those of the texts. */
export interface TextParameters extends GradientParameters {
  vocabulary: number;
  maxLength: number;
  wordDropout: number;
  classWeights: ClassWeighting;
}

/** What makes a text classifier its own. */
export interface TextClassifier<S extends TextShape> {
  model: TextModel<S>;
  /** The network's, for data of so many words and classes. */
  shape: S;
  /** The address of the module that exports its `openReplica`. */
  module: string;
  /** What the marks in its pictures mean. */
  marked: Localized;
}

/** Opens a text classifier on built-in texts or the users' own; `classifier` says which, once the data are known. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export async function openTextClassifier<P extends TextParameters, S extends TextShape>(
  context: TrainerContext<P>,
  classifier: (data: EncodedTexts, parameters: P) => TextClassifier<S>,
): Promise<Trainer> {
  const { parameters, dataset, random, log } = context;
  const texts = await loadTexts(dataset, context.ownData);
  const data = prepare(texts, parameters, random.stream("split"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} texts to train, ${validation.length} to validate, ${test.length} to test.`);
  const twice = texts.texts.length - data.texts.length;
  if (twice > 0) log(`${twice} texts that came again were left out.`);
  log(`${data.vocabulary.size} words are known from the training part. SHA-256 of the data: ${data.sha256}`);
  if (context.origin && !context.checkpoint) assertSameWords(context.origin, data.vocabulary);
  const tested = await judgedPart<Tested<EncodedTexts>>(context, { data, rows: test }, async (...other) => {
    const unseen = unseenTexts(await loadTexts(...other), data);
    return { ...unseen, data: encoded(unseen.data, data) };
  });
  const teaching = await teachingOf(context, data, (teacher) => {
    const read = prepare(texts, teacher.parameters, teacher.random.stream("split"));
    const theirs = classifier(read, teacher.parameters);
    const asked = new TextNetwork(theirs.model, theirs.shape, teacher.weights, theirs.module);
    const probabilities = (rows: Int32Array) => asked.probabilities(idsOf(read, rows), rows.length);
    return { network: asked, split: read.split, probabilities };
  });
  const { model, shape, module, marked } = classifier(data, parameters);
  const network = new TextNetwork(model, shape, model.firstWeights(shape, random.stream("weights")), module);
  const belongsTo = { sha256: data.sha256, ...shape, dropout: undefined, maxLength: parameters.maxLength };
  return openGradientTrainer(
    context,
    new TextTask({ data, tested, network, teaching, parameters, belongsTo, marked, log }),
  );
}
