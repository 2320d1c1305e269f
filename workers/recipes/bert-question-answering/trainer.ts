import type { BertQuestionAnsweringParameters } from "../../../src/domains/training/recipes/bert-question-answering.spec.js";
import { answerByOverlap } from "../../baselines/word-overlap.js";
import { type KnownCheckpoint, openBertCheckpoint } from "../../bert/checkpoint.js";
import { encoderShapes } from "../../bert/model.js";
import { bertPreparation } from "../../bert/saved-bert.js";
import { startFrom, warnOfRate } from "../../bert/start.js";
import { sideBySide } from "../../bert/tokens.js";
import { loadQuestions } from "../../datasets/passage-questions.js";
import { judgedPart, type Tested } from "../../datasets/unseen-rows.js";
import type { Answers, TestPredictions } from "../../evaluation/test-predictions.js";
import { exactMatch, tokenF1 } from "../../evaluation/text/answers.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import { dropoutSeeds } from "../../runtime/tensor/layers/dropout.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import type { Candidate } from "./answers.js";
import { prepare, type QuestionData, type QuestionsInWindows, unseenQuestions, windowsOf } from "./data.js";
import { forwardFlops, headShapes } from "./model.js";
import { BertReader, type WindowBatch } from "./network.js";
import { questionsAtWork } from "./picture.js";
import type { ReaderPreparation } from "./predictor.js";
import { candidatesOf, readWindows } from "./reading.js";

/** What the network makes of some questions of a set: candidates by question, and the mean loss of their windows. */
interface Read {
  data: QuestionsInWindows;
  questions: Int32Array;
  candidates: Candidate[][];
  loss: number;
}

/** Opens the recipe on built-in questions, or the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH), and a model that is not there. */
export const open: OpenTrainer<BertQuestionAnsweringParameters> = async (context) => {
  const { parameters, dataset, ownCheckpoint, random, models, log } = context;
  const { frozen, dropout, stride } = parameters;
  const { has, weights, ...checkpoint } = await openBertCheckpoint(parameters.checkpoint, { models, ownCheckpoint });
  const maxLength = Math.min(parameters.maxLength, checkpoint.config.positions);
  const questions = await loadQuestions(dataset, context.ownData);
  const { tokenizer } = checkpoint;
  const lengths = { maxLength, stride };
  const data = prepare(questions, tokenizer, lengths, random.stream("split"));
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} questions to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`They are read in ${data.windows.length} windows of at most ${maxLength} tokens.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  warnOfRate(parameters, log);
  const tested = await judgedPart<Tested<QuestionsInWindows>>(context, { data, rows: test }, async (...other) =>
    unseenQuestions(await loadQuestions(...other), data, tokenizer, lengths),
  );
  const config = { ...checkpoint.config, dropout, attentionDropout: dropout };
  const parts = { encoder: encoderShapes(config), perhaps: [headShapes(config)], frozen };
  const { learnt, fixed } = await startFrom({ ...checkpoint, has, weights }, parts, random.stream("weights"));
  const network = new BertReader({ config, fixed }, learnt);
  return openGradientTrainer(context, new AnsweringTask(parameters, data, tested, checkpoint, network));
};

class AnsweringTask implements GradientTask<WindowBatch, { loss: number }, Read> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;
  private readonly mayBeEmpty: boolean;

  constructor(
    private readonly parameters: BertQuestionAnsweringParameters,
    private readonly data: QuestionData,
    private readonly tested: Tested<QuestionsInWindows>,
    private readonly checkpoint: KnownCheckpoint,
    readonly network: BertReader,
  ) {
    const { sha256, questions, split, windows } = data;
    const { frozen, maxLength, stride } = parameters;
    this.belongsTo = { sha256, checkpoint: checkpoint.sha256, frozen, maxLength, stride };
    this.rows = windowsOf(data, split.train);
    this.mayBeEmpty = split.train.some((question) => questions[question].answers.length === 0);
    const length = this.rows.reduce((sum, row) => sum + windows[row].input.ids.length, 0) / this.rows.length;
    this.flopsPerExample = forwardFlops(checkpoint.config, length);
    this.chanceLoss = Math.log(length);
  }

  get preparation(): ReaderPreparation {
    const { config } = this.checkpoint;
    const maxLength = Math.min(this.parameters.maxLength, config.positions);
    return { ...bertPreparation(this.checkpoint), maxLength, mayBeEmpty: this.mayBeEmpty };
  }

  get replica() {
    return this.network.replica;
  }

  batch(rows: Int32Array, streams: Streams): WindowBatch {
    const windows = Array.from(rows, (row) => this.data.windows[row]);
    const inputs = windows.map(({ input }) => input);
    const { ids, types, mask } = sideBySide(inputs, this.checkpoint.tokenizer.special);
    const seeds = this.parameters.dropout > 0 ? dropoutSeeds(streams("dropout"), rows.length) : undefined;
    const [starts, ends] = [Int32Array.from(windows, ({ start }) => start), Int32Array.from(windows, ({ end }) => end)];
    return { ids, types, mask, starts, ends, seeds };
  }

  examine(): Promise<Read> {
    return this.read(this.data.split.validation);
  }

  validation(read: Read): Metrics {
    const { language, references, answers } = this.answered(read);
    const mean = (score: (answer: string, right: string[]) => number) =>
      answers.reduce((sum, answer, at) => sum + score(answer, references[at]), 0) / answers.length;
    return {
      loss: read.loss,
      exact_match: mean((answer, right) => Number(exactMatch(answer, right, language))),
      token_f1: mean((answer, right) => tokenF1(answer, right, language)),
    };
  }

  samples({ questions, candidates }: Read): Sample[] {
    const { language } = this.data;
    return [questionsAtWork(language, Array.from(questions, (number) => this.data.questions[number]), candidates)]; // prettier-ignore
  }

  async predict(): Promise<TestPredictions> {
    const { data, rows, leftOut } = this.tested;
    const model = this.answered(await this.read(rows, data));
    const answers = model.questions.map((question, at) => answerByOverlap(question, model.contexts![at]));
    return { kind: "ANSWERS", model, baseline: { ...model, name: "word-overlap", answers }, leftOut };
  }

  private answered({ data, questions, candidates }: Read): Answers {
    const asked = Array.from(questions, (number) => data.questions[number]);
    return {
      language: data.language,
      questions: asked.map(({ question }) => question),
      contexts: asked.map(({ passage }) => passage),
      references: asked.map(({ answers }) => answers.map(({ text }) => text)),
      answers: candidates.map(([{ text }]) => text),
    };
  }

  private async read(questions: Int32Array, data: QuestionsInWindows = this.data): Promise<Read> {
    const rows = windowsOf(data, questions);
    const windows = Array.from(rows, (row) => data.windows[row]);
    const scored = await readWindows(windows, this.checkpoint.tokenizer, (tokens) => this.network.scores(tokens));
    const losses = scored.map(
      ({ window, starts, ends }) => (surprise(starts, window.start) + surprise(ends, window.end)) / 2,
    );
    const rules = { longest: this.parameters.longestAnswer, mayBeEmpty: this.mayBeEmpty };
    const chosen = candidatesOf(data, questions, scored, rules);
    return { data, questions, candidates: chosen, loss: losses.reduce((sum, loss) => sum + loss, 0) / rows.length };
  }
}

/** Cross-entropy of the token that is right, in nats. */
function surprise(scores: Float32Array, right: number): number {
  const greatest = scores.reduce((a, b) => Math.max(a, b));
  return greatest - scores[right] + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - greatest), 0));
}
