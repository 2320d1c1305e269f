import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../src/kernel/project-root.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { TrainingFailure } from "../runtime/failure.js";
import { firstWeights, type Shapes } from "../runtime/tensor/layers/weights.js";
import type { StateTensor } from "../runtime/trainer.js";
import { bertConfig, type BertConfig } from "./config.js";
import { HuggingFaceWeights } from "./hugging-face-weights.js";
import { poolerShapes } from "./model.js";
import { BertTokenizer } from "./tokenizer.js";
import { hasAll, weightsFrom } from "./weight-names.js";

/** What comes with the product: two small blocks over a vocabulary of both languages, its weights drawn and not pre-trained. */
export const BUILT_IN = "bert-tiny";
const SEED = 1;

/** A checkpoint's name: that of a folder, and never a way out of it. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u;

/** A BERT to start from. */
export interface BertCheckpoint {
  config: BertConfig;
  tokenizer: BertTokenizer;
  /** Of what a run's own checkpoint must go on from: shapes, vocabulary, names of weights. */
  sha256: string;
  /** Whether all weights of these shapes are there. */
  has(shapes: Shapes): boolean;
  /** Their values, under our names. */
  weights(shapes: Shapes): Promise<Record<string, StateTensor>>;
}

/**
 * Opens the built-in checkpoint, or the folder of that name among the operator's models (`GROUNDWORK_MODELS`): config.json,
 * tokenizer.json or vocab.txt, and model.safetensors, as Hugging Face keeps a BERT. Nothing is ever downloaded.
 *
 * @throws {TrainingFailure} MODEL_UNUSABLE when there is no such folder, or its files do not fit each other.
 */
export async function openBertCheckpoint(name: string, models: string | undefined): Promise<BertCheckpoint> {
  const builtIn = name === BUILT_IN;
  const folder = builtIn ? join(projectRoot, "workers/bert", BUILT_IN) : await folderOf(name, models);
  const [config, tokenizer] = await Promise.all([configIn(folder), BertTokenizer.open(folder)]);
  if (tokenizer.size > config.vocabulary)
    throw unusable(`the tokeniser of ${name} knows ${tokenizer.size} tokens, its config.json ${config.vocabulary}`);
  const saved = builtIn ? undefined : await HuggingFaceWeights.open(folder);
  const known = JSON.stringify([config, tokenizer.sha256, saved?.contents ?? SEED]);
  return {
    config,
    tokenizer,
    sha256: createHash("sha256").update(known).digest("hex"),
    has: (shapes) =>
      saved ? hasAll(saved, shapes) : Object.keys(shapes).every((name) => name in poolerShapes(config)),
    weights: async (shapes) => (saved ? weightsFrom(saved, shapes) : drawn(shapes, config)),
  };
}

/** The built-in weights: each is drawn from a stream of its own name, so that a run gets the same whatever else it asks for. */
function drawn(shapes: Shapes, { deviation }: BertConfig): Record<string, StateTensor> {
  const random = new RandomStreams(SEED);
  const entries = Object.entries(shapes).map(([name, shape]) =>
    firstWeights({ [name]: shape }, random.stream(name), { table: deviation }),
  );
  return Object.assign({}, ...entries) as Record<string, StateTensor>;
}

async function folderOf(name: string, models: string | undefined): Promise<string> {
  const found = models === undefined ? [] : await readdir(models, { withFileTypes: true }).catch(() => []);
  const names = found.filter((entry) => !entry.isFile() && NAME.test(entry.name)).map((entry) => entry.name);
  if (models !== undefined && names.includes(name)) return join(models, name);
  const known = [BUILT_IN, ...names.sort()].join(", ");
  throw unusable(
    `there is no model ${name} on this worker; it has ${known}. An operator adds one as a folder in GROUNDWORK_MODELS, with config.json, tokenizer.json or vocab.txt, and model.safetensors`,
  );
}

async function configIn(folder: string): Promise<BertConfig> {
  const text = await readFile(join(folder, "config.json"), "utf8").catch(() => undefined);
  if (text === undefined) throw unusable("the checkpoint has no config.json");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unusable("the checkpoint's config.json is no JSON");
  }
  return bertConfig(json);
}

function unusable(message: string): TrainingFailure {
  return new TrainingFailure("MODEL_UNUSABLE", message);
}
