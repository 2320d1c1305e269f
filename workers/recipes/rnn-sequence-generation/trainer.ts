import type { RnnSequenceGenerationParameters } from "../../../src/domains/training/recipes/rnn-sequence-generation.spec.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { KneserNeyTrigrams } from "../../baselines/kneser-ney.js";
import { isRunningText, loadRunningText } from "../../datasets/passages.js";
import { loadTimeSeries } from "../../datasets/time-series.js";
import { judgedPart, type Tested } from "../../datasets/unseen-rows.js";
import type { SequenceLikelihoods, TestPredictions } from "../../evaluation/test-predictions.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { TrainingFailure } from "../../runtime/failure.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import { dropoutSeeds } from "../../runtime/tensor/layers/dropout.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import {
  charactersOf,
  levelsOf,
  testPart,
  type Tokens,
  type TokenSequence,
  unseenCharacters,
  windowsOf,
  written,
} from "./data.js";
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
  const tested = await judgedPart(context, testPart(sequence), async (...other) =>
    unseenCharacters(await loadRunningText(...other), sequence),
  );
  const shape = { tokens: alphabet.length, embedding, hidden, layers };
  const network = new WriterNetwork({ shape, window, dropout }, drawWeights(shape, random.stream("weights")));
  const { seed } = random.state();
  return openGradientTrainer(context, new WritingTask(parameters, sequence, tested, network, seed));
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
    private readonly tested: Tested<Tokens>,
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

  /** Network and trigrams have the same vocabulary, and are told of an unknown character no more than that it is one. */
  async predict(): Promise<TestPredictions> {
    const { alphabet, tokens: own, validationFrom, testFrom, separator } = this.sequence;
    const { data, rows, leftOut } = this.tested;
    const unit = separator === "" ? "character" : "token";
    const [from, to] = [rows[0], rows[rows.length - 1] + 1];
    // Trigrams, too, know what stands right before a part.
    const heldOut = own.subarray(validationFrom - 2, testFrom);
    const trigrams = KneserNeyTrigrams.fit(own.subarray(0, validationFrom), heldOut, alphabet.length);
    const before = Math.max(0, from - 2);
    const ours = await foretoldLosses(this.network, data, from, to);
    const theirs = trigrams.losses(data.tokens.subarray(before, to), from - before);
    const { unknown, lossesOf } = judgedTokens(this.tested);
    const judged = { unit, unknown, passages: passagesOf(rows.length) } as const;
    const model: SequenceLikelihoods = { ...judged, losses: lossesOf(ours), samples: await this.texts(SAMPLES) };
    const baseline = { ...judged, name: "trigrams", losses: lossesOf(theirs), samples: [] };
    return { kind: "SEQUENCES", model, baseline, leftOut };
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

/**
 * What counts of the losses from the first judged token on. That a character is unknown says less than which one it is: each is taken as one of the
 * different unknown ones, all alike likely. Else a text of nothing known would seem the easiest of all.
 *
 * Source: Ueberla, "Analysing a simple language model", Computer Speech and Language 8, 1994: adjusted perplexity.
 */
function judgedTokens({ data: { strange }, rows }: Tested<Tokens>) {
  const unknown = rows.filter((place) => strange.has(place));
  const different = new Set(Array.from(unknown, (place) => strange.get(place)));
  const which = Math.log(Math.max(1, different.size));
  const lossesOf = (losses: Float32Array) =>
    Float32Array.from(rows, (place) => losses[place - rows[0]] + (strange.has(place) ? which : 0));
  return { unknown: unknown.length, lossesOf };
}

/** Lengths of the passages that so many tokens are cut into. */
function passagesOf(tokens: number): Int32Array {
  const count = Math.ceil(tokens / PASSAGE);
  return Int32Array.from({ length: count }, (_, at) => Math.min(PASSAGE, tokens - at * PASSAGE));
}
