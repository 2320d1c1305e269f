import { packedCheckpoint } from "../bert/checkpoint.js";
import type { Tokens } from "../bert/model.js";
import { READ_AT_ONCE, SavedBert } from "../bert/saved-bert.js";
import type { SavedModel } from "../runtime/predictor.js";
import type { AskModel, CheckpointHead, ExportInputs, ExportTensors } from "./exporter.js";
import { joined } from "./onnx-session.js";

/**
 * Opens a checkpoint folder as an upload is opened, for as long as `work` takes: what its weights say is computed by the product's own
 * network, from what is read out of the file. `model` is what the file was written from.
 */
export async function withCheckpoint<R>(
  file: Uint8Array,
  { preparation, weights: written, parameters }: SavedModel<unknown>,
  head: CheckpointHead,
  work: (ask: AskModel) => Promise<R>,
): Promise<R> {
  const { config, weights } = await packedCheckpoint(file);
  const shapes = Object.fromEntries(Object.entries(written).map(([name, { shape }]) => [name, shape]));
  const read = { parameters, preparation: { ...preparation, config }, weights: await weights(shapes) };
  const bert = new SavedBert(read);
  try {
    return await work((inputs) => outputsOf(bert, head, inputs));
  } finally {
    bert.dispose();
  }
}

async function outputsOf(bert: SavedBert, head: CheckpointHead, inputs: ExportInputs): Promise<ExportTensors> {
  const [rows] = inputs.input_ids.shape;
  const parts: Record<string, ExportTensors[string][]> = {};
  for (let from = 0; from < rows; from += READ_AT_ONCE) {
    const tokens = tokensOf(inputs, from, Math.min(rows, from + READ_AT_ONCE));
    for (const [name, values] of Object.entries(await head.ask(bert, tokens)))
      (parts[name] ??= []).push({ shape: [tokens.rows, values.length / tokens.rows], values });
  }
  return Object.fromEntries(Object.entries(parts).map(([name, of]) => [name, joined(of)]));
}

/** Rows of the inputs as our network takes them; without `token_type_ids` all are of the first text. */
function tokensOf({ input_ids, attention_mask, token_type_ids }: ExportInputs, from: number, to: number): Tokens {
  const [, length] = input_ids.shape;
  const part = ({ values }: ExportInputs[string]) => Array.from(values.slice(from * length, to * length), Number);
  return {
    ids: Int32Array.from(part(input_ids)),
    types: token_type_ids ? Int32Array.from(part(token_type_ids)) : new Int32Array((to - from) * length),
    mask: Float32Array.from(part(attention_mask)),
    rows: to - from,
  };
}
