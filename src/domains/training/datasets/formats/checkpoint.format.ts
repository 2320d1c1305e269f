import { z } from "zod";
import { ZipFault } from "../../../../kernel/zip-archive.js";
import { type BertConfig, bertConfig } from "../../checkpoints/bert-config.js";
import { checkVocabulary, tensorFaults } from "../../checkpoints/bert-tensors.js";
import { CheckpointArchive } from "../../checkpoints/checkpoint-archive.js";
import { CheckpointFault } from "../../checkpoints/checkpoint-fault.js";
import {
  headerLength,
  LENGTH_BYTES,
  type SavedTensor,
  tensorsIn,
  weightFileNames,
} from "../../checkpoints/safetensors-header.js";
import { DataKind } from "../data-kind.js";
import type { DataFormat } from "./data-format.js";
import { previewOf } from "./data-profile.js";
import type { Faults } from "./faults.js";

/** A checkpoint without its numbers. */
export interface CheckpointSummary {
  config: BertConfig;
  /** Tokens that its tokeniser knows. */
  tokens: number;
  tensors: ReadonlyMap<string, SavedTensor>;
}

/** A pre-trained BERT as Hugging Face keeps one, its folder packed as ZIP. */
export const checkpointFormat: DataFormat<CheckpointSummary, z.ZodObject, Promise<CheckpointSummary | undefined>> = {
  kind: DataKind.CHECKPOINT,
  title: { en: "Pre-trained BERT (Hugging Face, ZIP)", zh: "预训练 BERT（Hugging Face，ZIP）" },
  summary: {
    en: "A ZIP archive of a BERT's folder: config.json, tokenizer.json or vocab.txt, and model.safetensors in F32, F16 or BF16, or its parts with model.safetensors.index.json.",
    zh: "BERT 模型文件夹的 ZIP 压缩包：config.json、tokenizer.json 或 vocab.txt，以及 F32、F16 或 BF16 的 model.safetensors（也可为分片文件加 model.safetensors.index.json）。",
  },
  extension: ".zip",
  mediaType: "application/zip",
  packed: true,
  example: "config.json\nvocab.txt\nmodel.safetensors\n",
  options: z.strictObject({}),
  read: (bytes, _options, faults) => readArchive(bytes, faults),
  readAt: (path, _options, faults) => readArchive(path, faults),
  profile({ config, tokens, tensors }) {
    const parameters = [...tensors.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const figures = { parameters, tokens, vocabulary: config.vocabulary, layers: config.layers, heads: config.heads };
    const sides = { width: config.width, inner: config.inner, positions: config.positions };
    const named = Object.entries({ ...figures, ...sides }).map(([name, value]) => ({ name, value }));
    return { rows: tensors.size, columns: [], classes: [], classCount: 0, figures: named };
  },
  preview({ tensors }, first) {
    const all = [...tensors];
    return previewOf(["tensor", "type", "shape", "numbers"], Math.min(first, all.length), (row) => {
      const [name, { dtype, shape }] = all[row];
      return [name, dtype, shape.join(" × "), sizeOf(shape)];
    });
  },
};

async function readArchive(source: Uint8Array | string, faults: Faults): Promise<CheckpointSummary | undefined> {
  let archive: CheckpointArchive | undefined;
  try {
    archive = await CheckpointArchive.open(source);
    return await summaryOf(archive, faults);
  } catch (error) {
    if (!(error instanceof CheckpointFault || error instanceof ZipFault)) throw error;
    faults.add({ message: sentence(error) });
    return undefined;
  } finally {
    archive?.close();
  }
}

/** What an archive holds; each fault that does not keep it from being read goes to `faults`. */
async function summaryOf(archive: CheckpointArchive, faults: Faults): Promise<CheckpointSummary> {
  const said = await archive.text("config.json");
  const config = bertConfig(said!);
  const { BertTokenizer } = await import("../../checkpoints/bert-tokenizer.js");
  const { size: tokens } = await BertTokenizer.open(archive);
  const tensors = new Map<string, SavedTensor>();
  for (const file of weightFileNames(await archive.text("model.safetensors.index.json")))
    for (const [name, tensor] of await savedIn(archive, file)) tensors.set(name, tensor);
  try {
    checkVocabulary(config, { size: tokens });
  } catch (error) {
    faults.add({ message: sentence(error as Error) });
  }
  for (const fault of tensorFaults(config, tensors)) faults.add({ message: sentence(fault) });
  return { config, tokens, tensors };
}

/** The tensors of a file, of which all bytes are read for their checksum and few are kept. */
async function savedIn(archive: CheckpointArchive, file: string): Promise<[string, SavedTensor][]> {
  const entry = archive.entry(file);
  if (!entry) {
    const pickled = archive.entry("pytorch_model.bin") ? "; pytorch_model.bin is not read: save it as safetensors" : "";
    throw new CheckpointFault(`there is no ${file}${pickled}`);
  }
  const pieces: Buffer[] = [];
  let [have, wanted] = [0, LENGTH_BYTES];
  for await (const piece of (await entry.open()) as AsyncIterable<Buffer>) {
    if (have >= wanted && wanted > LENGTH_BYTES) continue;
    pieces.push(piece);
    have += piece.length;
    if (wanted === LENGTH_BYTES && have >= wanted)
      wanted += headerLength(file, Buffer.concat(pieces).subarray(0, LENGTH_BYTES), entry.size);
  }
  const begin = Buffer.concat(pieces);
  const length = headerLength(file, begin.subarray(0, LENGTH_BYTES), entry.size);
  return tensorsIn(file, begin.subarray(LENGTH_BYTES, LENGTH_BYTES + length), entry.size);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** A message as a fault of data has it: with a full stop. */
function sentence({ message }: Error): string {
  return message.endsWith(".") ? message : `${message}.`;
}
