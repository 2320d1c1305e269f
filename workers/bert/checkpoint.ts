import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type BertConfig, bertConfig, classLabels } from "../../src/domains/training/checkpoints/bert-config.js";
import { checkVocabulary } from "../../src/domains/training/checkpoints/bert-tensors.js";
import { BertTokenizer } from "../../src/domains/training/checkpoints/bert-tokenizer.js";
import { CheckpointFault } from "../../src/domains/training/checkpoints/checkpoint-fault.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { ZipFault } from "../../src/kernel/zip-archive.js";
import type { OwnDataFile } from "../datasets/own-data.js";
import { TrainingFailure } from "../runtime/failure.js";
import { firstWeights, type Shapes } from "../runtime/tensor/layers/weights.js";
import type { StateTensor } from "../runtime/trainer.js";
import { type CheckpointFiles, filesIn, packedFiles } from "./checkpoint-files.js";
import { HuggingFaceWeights } from "./hugging-face-weights.js";
import { poolerShapes } from "./model.js";
import { hasAll, weightsFrom } from "./weight-names.js";

/** What comes with the product: two small blocks over a vocabulary of both languages, its weights drawn and not pre-trained. */
export const BUILT_IN = "bert-tiny";
const SEED = 1;

/** A checkpoint's name: that of a folder, and never a way out of it. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u;

/** What a run has to know of a BERT after it began with it. */
export interface KnownCheckpoint {
  config: BertConfig;
  tokenizer: BertTokenizer;
  /** Of what a run's own checkpoint must go on from: shapes, vocabulary, names of weights. */
  sha256: string;
}

/** A BERT to start from. */
export interface BertCheckpoint extends KnownCheckpoint {
  /** The classes that it tells apart, by number, where it says so. */
  classes?: readonly string[];
  /** Whether all weights of these shapes are there. */
  has(shapes: Shapes): boolean;
  /** Their values, under our names. */
  weights(shapes: Shapes): Promise<Record<string, StateTensor>>;
}

/** Where checkpoints come from that do not come with the product. */
export interface CheckpointPlaces {
  /** The operator's folder of models. */
  models?: string;
  /** The users' own, which goes before any name. */
  ownCheckpoint?: OwnDataFile;
}

/**
 * Opens the users' own checkpoint where the run has one, else the built-in one, or the folder of that name among the operator's models
 * (`GROUNDWORK_MODELS`): config.json, tokenizer.json or vocab.txt, and model.safetensors, as Hugging Face keeps a BERT. Nothing is
 * ever downloaded.
 *
 * @throws {TrainingFailure} MODEL_UNUSABLE when there is no such checkpoint, or its files do not fit each other.
 */
export async function openBertCheckpoint(name: string, places: CheckpointPlaces = {}): Promise<BertCheckpoint> {
  const { ownCheckpoint: own, models } = places;
  const named = own ? `“${own.name}”, version ${own.number}` : name;
  const said = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw error instanceof CheckpointFault || error instanceof ZipFault
        ? unusable(`${named}: ${error.message}`)
        : error;
    });
  const checkpoint = await said(async () => {
    if (own) return opened(packedFiles(own.path), own.sha256);
    if (name !== BUILT_IN) return opened(filesIn(await folderOf(name, models)));
    return opened(filesIn(join(projectRoot, "workers/bert", BUILT_IN)), "", drawn);
  });
  return { ...checkpoint, weights: (shapes) => said(() => checkpoint.weights(shapes)) };
}

/** Opens a packed checkpoint in memory. Throws `CheckpointFault` and `ZipFault`. */
export function packedCheckpoint(file: Uint8Array): Promise<BertCheckpoint> {
  return opened(packedFiles(file));
}

type Weights = Record<string, StateTensor>;

/** Opens a checkpoint's files; with `draw` there are no weights among them. `sha256` is of what tells it from others beside its shapes. */
async function opened(
  files: CheckpointFiles,
  sha256 = "",
  draw?: (shapes: Shapes, config: BertConfig) => Weights,
): Promise<BertCheckpoint> {
  const said = await files.text("config.json");
  if (said === undefined) throw new CheckpointFault("there is no config.json");
  const config = bertConfig(said);
  const tokenizer = await BertTokenizer.open(files);
  checkVocabulary(config, tokenizer);
  const saved = draw ? undefined : await HuggingFaceWeights.open(files);
  const known = JSON.stringify([config, tokenizer.sha256, saved?.contents ?? SEED, ...(sha256 ? [sha256] : [])]);
  return {
    config,
    tokenizer,
    classes: classLabels(said),
    sha256: createHash("sha256").update(known).digest("hex"),
    has: (shapes) =>
      saved ? hasAll(saved, shapes) : Object.keys(shapes).every((name) => name in poolerShapes(config)),
    weights: async (shapes) => (saved ? weightsFrom(saved, shapes) : draw!(shapes, config)),
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

function unusable(message: string): TrainingFailure {
  return new TrainingFailure("MODEL_UNUSABLE", message);
}
