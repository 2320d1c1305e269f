import type { BertClassificationParameters } from "../../../src/domains/training/recipes/bert-fine-tune-classification.spec.js";
import { bagOfWords } from "../../baselines/bag-of-words.js";
import { type KnownCheckpoint, openBertCheckpoint } from "../../bert/checkpoint.js";
import { encoderShapes, poolerShapes } from "../../bert/model.js";
import { bertPreparation, READ_AT_ONCE } from "../../bert/saved-bert.js";
import { startFrom, warnOfRate } from "../../bert/start.js";
import { type Input, sideBySide } from "../../bert/tokens.js";
import { loadTexts } from "../../datasets/built-in-texts.js";
import { tokensOf } from "../../datasets/tokens.js";
import { judgedPart, type Tested } from "../../datasets/unseen-rows.js";
import { unseenTexts } from "../../datasets/unseen-texts.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import { classProbabilities } from "../../runtime/gradient/class-probabilities.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import { dropoutSeeds } from "../../runtime/tensor/layers/dropout.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import { inPieces, inputsOf, labelsOf, meanLength, prepare, type ReadTexts, type TextData } from "./data.js";
import { forwardFlops, headShapes } from "./model.js";
import { BertClassifier, type TextBatch, type TextFindings } from "./network.js";
import { textsAtWork } from "./picture.js";
import type { ClassifierPreparation } from "./predictor.js";

/** Opens the recipe on built-in texts, or the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH), and a model that is not there. */
export const open: OpenTrainer<BertClassificationParameters> = async (context) => {
  const { parameters, dataset, ownCheckpoint, random, models, log } = context;
  const { frozen, dropout } = parameters;
  const { has, weights, ...checkpoint } = await openBertCheckpoint(parameters.checkpoint, { models, ownCheckpoint });
  const maxLength = Math.min(parameters.maxLength, checkpoint.config.positions);
  const { tokenizer } = checkpoint;
  const data = prepare(await loadTexts(dataset, context.ownData), tokenizer, maxLength, random.stream("split"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} texts to train, ${validation.length} to validate, ${test.length} to test.`);
  if (data.cut > 0) log(`${data.cut} texts are longer than ${maxLength} tokens; their ends are not read.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  warnOfRate(parameters, log);
  const tested = await judgedPart<Tested<ReadTexts>>(context, { data, rows: test }, async (...other) => {
    const unseen = unseenTexts(await loadTexts(...other), data);
    return { ...unseen, data: inPieces(unseen.data, tokenizer, maxLength) };
  });
  const config = { ...checkpoint.config, dropout, attentionDropout: dropout };
  const classes = data.classes.length;
  const head = headShapes(config, classes);
  // A head of these very classes knows something already; one of others would mislead.
  const goesOn = checkpoint.classes?.join("\n") === data.classes.join("\n") && has(head);
  if (goesOn) log("The checkpoint tells these classes apart already: its head goes on learning.");
  const pooler = poolerShapes(config);
  const parts = {
    encoder: encoderShapes(config),
    ...(goesOn ? { perhaps: [pooler, head] } : { perhaps: [pooler], fresh: head }),
  };
  const { learnt, fixed } = await startFrom(
    { ...checkpoint, has, weights },
    { ...parts, frozen },
    random.stream("weights"),
  );
  const network = new BertClassifier({ config, classes, fixed }, learnt);
  return openGradientTrainer(context, new ClassificationTask(parameters, data, tested, checkpoint, network));
};

class ClassificationTask implements GradientTask<TextBatch, TextFindings, Predictions> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;

  constructor(
    private readonly parameters: BertClassificationParameters,
    private readonly data: TextData,
    private readonly tested: Tested<ReadTexts>,
    private readonly checkpoint: KnownCheckpoint,
    readonly network: BertClassifier,
  ) {
    const { sha256, classes, split } = data;
    this.belongsTo = { sha256, checkpoint: checkpoint.sha256, frozen: parameters.frozen };
    this.rows = split.train;
    this.flopsPerExample = forwardFlops(checkpoint.config, meanLength(data, split.train), classes.length);
    this.chanceLoss = Math.log(classes.length);
  }

  get preparation(): ClassifierPreparation {
    const { config } = this.checkpoint;
    const maxLength = Math.min(this.parameters.maxLength, config.positions);
    return { ...bertPreparation(this.checkpoint), maxLength, classes: [...this.data.classes] };
  }

  get replica() {
    return this.network.replica;
  }

  batch(rows: Int32Array, streams: Streams): TextBatch {
    const { ids, types, mask } = this.tokensOf(inputsOf(this.data, rows));
    const seeds = this.parameters.dropout > 0 ? dropoutSeeds(streams("dropout"), rows.length) : undefined;
    return { ids, types, mask, labels: labelsOf(this.data, rows), seeds };
  }

  metrics({ labels }: TextBatch, { scores }: TextFindings): Metrics {
    return { accuracy: accuracy({ classes: [...this.data.classes], labels, probabilities: scores }) };
  }

  examine(): Promise<Predictions> {
    return this.judge(this.data.split.validation);
  }

  validation(predictions: Predictions): Metrics {
    return { loss: logLoss(predictions), accuracy: accuracy(predictions) };
  }

  samples(predictions: Predictions): Sample[] {
    const texts = Array.from(this.data.split.validation, (row) => this.data.texts[row]);
    return [textsAtWork(texts, predictions)];
  }

  /** The baseline does not know in which order words stand. */
  async predict(): Promise<TestPredictions> {
    const { split, classes } = this.data;
    const { data, rows, leftOut } = this.tested;
    const model = await this.judge(rows, data);
    const [train, validation] = [split.train, split.validation].map((part) => bagsOf(this.data, part));
    const { probabilities } = bagOfWords(train, validation, bagsOf(data, rows).texts, classes);
    return { kind: "CLASSIFICATION", model, baseline: { ...model, name: "bag-of-words", probabilities }, leftOut };
  }

  private tokensOf(inputs: readonly Input[]) {
    return sideBySide(inputs, this.checkpoint.tokenizer.special);
  }

  private judge(rows: Int32Array, data: ReadTexts = this.data): Promise<Predictions> {
    return classProbabilities(rows, {
      classes: data.classes,
      labels: labelsOf(data, rows),
      atOnce: READ_AT_ONCE,
      probabilities: (part) => this.network.probabilities(this.tokensOf(inputsOf(data, part))),
    });
  }
}

function bagsOf(data: ReadTexts, rows: Int32Array) {
  return { texts: Array.from(rows, (row) => tokensOf(data.texts[row])), labels: labelsOf(data, rows) };
}
