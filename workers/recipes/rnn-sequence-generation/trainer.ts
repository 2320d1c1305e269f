import type { RnnSequenceGenerationParameters } from "../../../src/domains/training/recipes/rnn-sequence-generation.spec.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { KneserNeyTrigrams } from "../../baselines/kneser-ney.js";
import { isRunningText, loadRunningText } from "../../datasets/passages.js";
import { loadTimeSeries } from "../../datasets/time-series.js";
import type { SequenceLikelihoods, TestPredictions } from "../../evaluation/test-predictions.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { TrainingFailure } from "../../runtime/failure.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import { dropoutSeeds } from "../../runtime/tensor/layers/dropout.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import { charactersOf, levelsOf, type TokenSequence, windowsOf, written } from "./data.js";
import { foretoldLosses } from "./foretold.js";
import { drawWeights, tokenFlops } from "./model.js";
import { type WindowBatch, type WriterFindings, WriterNetwork } from "./network.js";
import type { WriterPreparation } from "./predictor.js";
import { continued } from "./sampling.js";

/** Tokens that a sample reads first, that it then writes, and how many samples there are. */
const [READ, WRITTEN, SAMPLES] = [40, 200, 3];
/** Tokens that are drawn together for intervals. */
const PASSAGE = 200;

/** Opens the recipe on a text or a series. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<RnnSequenceGenerationParameters> = async (context) => {
  const { parameters, dataset, ownData, random, log } = context;
  const { vocabulary, levels, window, dropout, embedding, hidden, layers } = parameters;
  const sequence = isRunningText(dataset, ownData)
    ? charactersOf(await loadRunningText(dataset, ownData), vocabulary)
    : levelsOf(await loadTimeSeries(dataset, ownData), levels);
  if (sequence.validationFrom <= window)
    throw new TrainingFailure(
      "DATASET_UNUSABLE",
      `The training part has ${sequence.validationFrom} tokens, no more than a window of ${window}.`,
    );
  const { tokens, alphabet, validationFrom, testFrom, sha256 } = sequence;
  log(
    `${dataset}: ${validationFrom} tokens to train, ${testFrom - validationFrom} to validate, ${tokens.length - testFrom} to test; ${alphabet.length} different ones.`,
  );
  log(`SHA-256 of the data: ${sha256}`);
  const shape = { tokens: alphabet.length, embedding, hidden, layers };
  const network = new WriterNetwork({ shape, window, dropout }, drawWeights(shape, random.stream("weights")));
  const { seed } = random.state();
  return openGradientTrainer(context, new WritingTask(parameters, sequence, network, seed));
};

class WritingTask implements GradientTask<WindowBatch, WriterFindings, Float32Array> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;
  /** Tokens from one window's beginning to the next one's. */
  private readonly step: number;

  constructor(
    private readonly parameters: RnnSequenceGenerationParameters,
    private readonly sequence: TokenSequence,
    readonly network: WriterNetwork,
    private readonly seed: number,
  ) {
    const { shape, window } = network.settings;
    this.belongsTo = { sha256: sequence.sha256, shape, window };
    const { starts, step } = windowsOf(sequence, window);
    this.rows = starts;
    this.step = step;
    this.flopsPerExample = window * tokenFlops(shape);
    this.chanceLoss = Math.log(shape.tokens);
  }

  get preparation(): Record<string, unknown> {
    const { alphabet, separator } = this.sequence;
    return { alphabet, separator } satisfies WriterPreparation;
  }

  get replica() {
    return this.network.replica;
  }

  /** Windows begin somewhere before the next one begins, so that each epoch cuts the text anew. */
  batch(rows: Int32Array, streams: Streams): WindowBatch {
    const { window, dropout } = this.parameters;
    const { tokens, validationFrom } = this.sequence;
    const windows = new Int32Array(rows.length * (window + 1));
    const random = streams("beginnings");
    rows.forEach((row, at) => {
      const start = Math.min(row + random.int(this.step), validationFrom - window - 1);
      windows.set(tokens.subarray(start, start + window + 1), at * (window + 1));
    });
    return { windows, seeds: dropout > 0 ? dropoutSeeds(streams("dropout"), rows.length) : undefined };
  }

  examine(): Promise<Float32Array> {
    const { validationFrom, testFrom } = this.sequence;
    return foretoldLosses(this.network, this.sequence, validationFrom, testFrom);
  }

  validation(losses: Float32Array): Metrics {
    const loss = losses.reduce((sum, value) => sum + value, 0) / losses.length;
    return { loss, perplexity: Math.exp(loss) };
  }

  /** What it writes after a beginning from the validation part; the same dice each time, so that what changes is the network. */
  async samples(): Promise<Sample[]> {
    const [text] = await this.texts(1);
    return [{ name: "written", mediaType: "text/plain", content: new TextEncoder().encode(text) }];
  }

  async predict(): Promise<TestPredictions> {
    const { tokens, alphabet, validationFrom, testFrom, separator } = this.sequence;
    const unit = separator === "" ? "character" : "token";
    const losses = await foretoldLosses(this.network, this.sequence, testFrom, tokens.length);
    // Trigrams, too, know what stands right before a part.
    const heldOut = tokens.subarray(validationFrom - 2, testFrom);
    const trigrams = KneserNeyTrigrams.fit(tokens.subarray(0, validationFrom), heldOut, alphabet.length);
    const passages = passagesOf(losses.length);
    const model: SequenceLikelihoods = { unit, losses, passages, samples: await this.texts(SAMPLES) };
    const theirs = trigrams.losses(tokens.subarray(testFrom - 2), 2);
    return { kind: "SEQUENCES", model, baseline: { name: "trigrams", unit, losses: theirs, passages, samples: [] } };
  }

  /** So many texts after different beginnings, each with its beginning, a bar, and what was written. */
  private async texts(count: number): Promise<string[]> {
    const { tokens, validationFrom, testFrom } = this.sequence;
    const apart = Math.floor((testFrom - validationFrom - READ) / count);
    const beginnings = Array.from({ length: count }, (_, at) => {
      const from = validationFrom + at * apart;
      return tokens.subarray(from, from + READ);
    });
    const dice = new RandomStreams(this.seed).stream("writing");
    const texts = await continued(this.network, beginnings, WRITTEN, this.parameters, dice);
    return texts.map(({ tokens: text }, at) => {
      return `${written(this.sequence, beginnings[at])} | ${written(this.sequence, text)}`;
    });
  }
}

/** Lengths of the passages that so many tokens are cut into. */
function passagesOf(tokens: number): Int32Array {
  const count = Math.ceil(tokens / PASSAGE);
  return Int32Array.from({ length: count }, (_, at) => Math.min(PASSAGE, tokens - at * PASSAGE));
}
