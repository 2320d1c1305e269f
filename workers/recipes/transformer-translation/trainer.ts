import type { TransformerTranslationParameters } from "../../../src/domains/training/recipes/transformer-translation.spec.js";
import { TranslationMemory } from "../../baselines/translation-memory.js";
import { allSentencePairs, loadSentencePairs, ownSentencePairs } from "../../datasets/sentence-pairs.js";
import { judgedPart, type Tested } from "../../datasets/unseen-rows.js";
import type { TestPredictions, Translations } from "../../evaluation/test-predictions.js";
import { corpusBleu } from "../../evaluation/text/bleu.js";
import type { GradientTask, Streams } from "../../runtime/gradient/gradient-task.js";
import { openGradientTrainer } from "../../runtime/gradient/gradient-trainer.js";
import { dropoutSeeds } from "../../runtime/tensor/layers/dropout.js";
import type { Metrics, OpenTrainer, Sample } from "../../runtime/trainer.js";
import { cutOf, type EncodedPairs, padded, prepare, type TranslationData, unseenPairs } from "./data.js";
import { drawWeights, forwardFlops } from "./model.js";
import { type PairBatch, TranslationNetwork, type TranslationFindings } from "./network.js";
import { attentionMap, translationsAtWork } from "./picture.js";
import { translationPreparation } from "./predictor.js";
import { type Search, translate } from "./translate.js";
import { END } from "./vocabulary.js";

/** Validation sentences that are translated after each epoch, and how many of them a sample shows. */
const [TRANSLATED, SHOWN] = [100, 12];
/** Pairs whose loss is taken at once. */
const JUDGED_AT_ONCE = 128;
const GREEDY: Search = { beam: 1, lengthPenalty: 0 };

/** What the validation part has come to: a loss a token, and the first sentences translated greedily. */
interface Examined {
  loss: number;
  translations: Translations;
}

/** Opens the recipe on generated sentence pairs. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<TransformerTranslationParameters> = async (context) => {
  const { parameters, dataset, ownData, random, log } = context;
  const { width, heads, layers, inner, dropout, labelSmoothing, vocabulary, longest } = parameters;
  const text = ownData ? await ownSentencePairs(ownData, random.stream("split")) : loadSentencePairs(dataset);
  const data = prepare(text, { vocabulary, length: longest });
  const { train, validation, test } = data.split;
  log(`${dataset}: ${train.length} pairs to train, ${validation.length} to validate, ${test.length} to test.`);
  log(`Learnt from the training part: ${data.source.size} tokens to read and ${data.target.size} to write.`);
  log(`SHA-256 of the data: ${data.sha256}`);
  const tested = await judgedPart<Tested<EncodedPairs>>(context, { data, rows: test }, async (...other) =>
    unseenPairs(await allSentencePairs(...other), data, longest),
  );
  const shape = { width, heads, layers, inner, sourceTokens: data.source.size, targetTokens: data.target.size };
  const weights = drawWeights(shape, random.stream("weights"));
  const network = new TranslationNetwork({ shape, dropout, smoothing: labelSmoothing }, weights);
  return openGradientTrainer(context, new TranslationTask(parameters, data, tested, network));
};

class TranslationTask implements GradientTask<PairBatch, TranslationFindings, Examined> {
  readonly belongsTo: object;
  readonly rows: Int32Array;
  readonly flopsPerExample: number;
  readonly chanceLoss: number;

  constructor(
    private readonly parameters: TransformerTranslationParameters,
    private readonly data: TranslationData,
    private readonly tested: Tested<EncodedPairs>,
    readonly network: TranslationNetwork,
  ) {
    const { shape } = network.settings;
    const { sha256, split, encoded } = data;
    const { longest } = parameters;
    this.belongsTo = { sha256, shape, longest };
    this.rows = split.train;
    const mean = (side: "source" | "target") =>
      split.train.reduce((sum, row) => sum + encoded[row][side].length, 0) / split.train.length;
    this.flopsPerExample = forwardFlops(shape, mean("source"), mean("target"));
    this.chanceLoss = Math.log(shape.targetTokens);
  }

  get preparation(): Record<string, unknown> {
    return { ...translationPreparation(this.data, this.network.settings.shape, this.parameters.longest) };
  }

  get replica() {
    return this.network.replica;
  }

  batch(rows: Int32Array, streams: Streams): PairBatch {
    const seeds = this.parameters.dropout > 0 ? dropoutSeeds(streams("dropout"), rows.length) : undefined;
    return { ...this.pairs(rows), seeds };
  }

  async examine(): Promise<Examined> {
    const { validation } = this.data.split;
    let [sum, tokens] = [0, 0];
    for (let from = 0; from < validation.length; from += JUDGED_AT_ONCE) {
      const rows = validation.subarray(from, from + JUDGED_AT_ONCE);
      const count = this.tokensOf(rows);
      sum += count * (await this.network.lossOf(this.pairs(rows)));
      tokens += count;
    }
    return { loss: sum / tokens, translations: await this.translated(validation.subarray(0, TRANSLATED), GREEDY) };
  }

  /** `bleu` is of the first 100 validation sentences, translated greedily. */
  validation({ loss, translations: { language, hypotheses, references } }: Examined): Metrics {
    const rights = references.map((reference) => [reference]);
    return { loss, bleu: corpusBleu(hypotheses, rights, { tokeniser: language === "zh" ? "zh" : "13a" }).bleu };
  }

  async samples({ translations }: Examined): Promise<Sample[]> {
    const { sources, references, hypotheses } = translations;
    const shown = { sources: sources.slice(0, SHOWN), references: references.slice(0, SHOWN) };
    const table = translationsAtWork({ ...translations, ...shown, hypotheses: hypotheses.slice(0, SHOWN) });
    return [table, await this.attention(this.data.split.validation[0])];
  }

  async predict(): Promise<TestPredictions> {
    const { pairs, split } = this.data;
    const { beam, lengthPenalty } = this.parameters;
    const { data, rows, leftOut } = this.tested;
    const model = await this.translated(rows, { beam, lengthPenalty }, data);
    const memory = new TranslationMemory(Array.from(split.train, (row) => pairs[row]));
    const remembered = model.sources.map((source) => memory.translate(source));
    return {
      kind: "TRANSLATION",
      model,
      baseline: { ...model, name: "translation-memory", hypotheses: remembered },
      leftOut,
    };
  }

  private pairs(rows: Int32Array): Omit<PairBatch, "seeds"> & { seeds: undefined } {
    const { encoded } = this.data;
    const chosen = Array.from(rows, (row) => encoded[row]);
    return {
      sources: padded(chosen.map(({ source }) => source)),
      targets: padded(chosen.map(({ target }) => target)),
      shares: new Float32Array(rows.length).fill(rows.length / this.tokensOf(rows)),
      seeds: undefined,
    };
  }

  /** Tokens that are foretold: all of the targets' but their begin. */
  private tokensOf(rows: Int32Array): number {
    return rows.reduce((sum, row) => sum + this.data.encoded[row].target.length - 1, 0);
  }

  private async translated(
    rows: Int32Array,
    search: Search,
    { pairs, encoded, target }: EncodedPairs = this.data,
  ): Promise<Translations> {
    const sources = Array.from(rows, (row) => encoded[row].source);
    const references = Array.from(rows, (row) => pairs[row].target);
    const found = await translate(this.network, sources, search);
    return {
      language: cutOf(references) === "characters" ? "zh" : "en",
      sources: Array.from(rows, (row) => pairs[row].source),
      references,
      hypotheses: found.map(({ tokens }) => target.decode(tokens).trim()),
    };
  }

  /** What it looks at while it writes one sentence by itself. */
  private async attention(row: number): Promise<Sample> {
    const { encoded, source, target } = this.data;
    const read = encoded[row].source;
    const [{ tokens: written }] = await translate(this.network, [read], GREEDY);
    const given = [encoded[row].target[0], ...written];
    const shares = await this.network.attentionOf(Int32Array.from(read), Int32Array.from(given));
    const labels = [...written, END].map((token) => target.tokens[token]);
    return attentionMap(read.map((token) => source.tokens[token]), labels, shares); // prettier-ignore
  }
}
