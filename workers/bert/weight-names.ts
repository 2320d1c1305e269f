import { aliasesOf } from "../../src/domains/training/checkpoints/bert-tensors.js";
import { CheckpointFault } from "../../src/domains/training/checkpoints/checkpoint-fault.js";
import type { StateTensor } from "../runtime/trainer.js";
import type { Shapes } from "../runtime/tensor/layers/weights.js";
import type { HuggingFaceWeights, SavedWeight } from "./hugging-face-weights.js";

/** Parts of a block: ours, and Hugging Face's. */
const BLOCK_PARTS: Readonly<Record<string, string>> = {
  "attention/query": "attention.self.query",
  "attention/key": "attention.self.key",
  "attention/value": "attention.self.value",
  "attention/output": "attention.output.dense",
  "attention-norm": "attention.output.LayerNorm",
  "feed/inner": "intermediate.dense",
  "feed/outer": "output.dense",
  "feed-norm": "output.LayerNorm",
};

const PARTS: Readonly<Record<string, string>> = {
  words: "embeddings.word_embeddings",
  positions: "embeddings.position_embeddings",
  types: "embeddings.token_type_embeddings",
  "embeddings-norm": "embeddings.LayerNorm",
  pooler: "pooler.dense",
  classes: "classifier",
  span: "qa_outputs",
};

/** What checkpoints call a weight of ours. */
const KINDS: Readonly<Record<string, string>> = {
  kernel: "weight",
  table: "weight",
  bias: "bias",
  scale: "weight",
  offset: "bias",
};

/** Parts that stand beside the encoder in their library's classes; all others have its prefix. */
const HEADS = new Set(["classes", "span"]);

/** What a Hugging Face checkpoint may call this weight of ours, the likeliest first. */
export function namesOf(name: string): string[] {
  return aliasesOf(theirNameOf(name));
}

/** A weight of ours as their library's classes save it: a dense layer's as [outputs, inputs]. */
export function savedAs(name: string, { shape, values }: StateTensor): SavedWeight & { name: string } {
  const theirs = HEADS.has(name.slice(0, name.lastIndexOf("/"))) ? theirNameOf(name) : `bert.${theirNameOf(name)}`;
  const own = { shape, values: values as Float32Array };
  if (!name.endsWith("/kernel")) return { name: theirs, ...own };
  return { name: theirs, shape: shape.toReversed(), values: turned(own) };
}

function theirNameOf(name: string): string {
  const cut = name.lastIndexOf("/");
  const [part, kind] = [name.slice(0, cut), name.slice(cut + 1)];
  const block = /^block(\d+)\/(.+)$/.exec(part);
  const theirs = block ? `encoder.layer.${Number(block[1]) - 1}.${BLOCK_PARTS[block[2]]}` : PARTS[part];
  return `${theirs}.${KINDS[kind]}`;
}

/** Whether a checkpoint has all weights of these shapes. */
export function hasAll(saved: HuggingFaceWeights, shapes: Shapes): boolean {
  return Object.keys(shapes).every((name) => namesOf(name).some((theirs) => saved.has(theirs)));
}

/**
 * The weights of these shapes from a checkpoint, under our names. PyTorch keeps a dense layer's weights as [outputs, inputs], so
 * kernels are turned.
 *
 * @throws {CheckpointFault} when one is missing, or of another shape than config.json says.
 */
export async function weightsFrom(saved: HuggingFaceWeights, shapes: Shapes): Promise<Record<string, StateTensor>> {
  const weights: Record<string, StateTensor> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const names = namesOf(name);
    const theirs = names.find((own) => saved.has(own)) ?? names[0];
    const read = await saved.read(theirs);
    const isKernel = name.endsWith("/kernel");
    const expected = isKernel ? shape.toReversed() : shape;
    if (read.shape.join() !== expected.join())
      throw new CheckpointFault(`${theirs} is [${read.shape.join(", ")}], not [${expected.join(", ")}]`); // prettier-ignore
    weights[name] = { shape, dtype: "float32", values: isKernel ? turned(read) : read.values };
  }
  return weights;
}

function turned({ shape: [rows, columns], values }: SavedWeight): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column];
  return result;
}
