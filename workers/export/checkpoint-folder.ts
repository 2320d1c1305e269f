import { configJson } from "../../src/domains/training/checkpoints/bert-config.js";
import { BertTokenizer } from "../../src/domains/training/checkpoints/bert-tokenizer.js";
import { type StoredFile, storedZip } from "../../src/kernel/zip-writer.js";
import type { BertPreparation } from "../bert/saved-bert.js";
import { tokenizerFile } from "../bert/tokenizer-file.js";
import { savedAs } from "../bert/weight-names.js";
import type { SavedModel } from "../runtime/predictor.js";
import { type RawTensor, writeTensorFile } from "../runtime/safetensors.js";
import { halfBits } from "./half-float.js";

/** Bytes of a number in the file. */
export type CheckpointPrecision = "FLOAT32" | "FLOAT16";

/**
 * A fine-tuned BERT as Hugging Face keeps one, its folder packed as ZIP: config.json, tokenizer.json, tokenizer_config.json and
 * model.safetensors under the names of their library's class `architecture`. It can be uploaded as a data set of the kind CHECKPOINT.
 */
export function checkpointFolder(
  { preparation, weights }: Pick<SavedModel<unknown>, "preparation" | "weights">,
  architecture: string,
  precision: CheckpointPrecision,
): Buffer {
  const { config, tokenizer, classes } = preparation as BertPreparation & { classes?: string[] };
  const dtype = precision === "FLOAT32" ? "float32" : "float16";
  const { pad } = new BertTokenizer(tokenizer).special;
  const about = { architectures: [architecture], torch_dtype: dtype, pad_token_id: pad, ...labelsOf(classes) };
  return storedZip([
    json("config.json", { ...about, ...configJson(config) }),
    json("tokenizer.json", tokenizerFile(tokenizer)),
    json("tokenizer_config.json", { ...TOKENIZER, model_max_length: config.positions }),
    { name: "model.safetensors", content: tensorsOf(weights, precision) },
  ]);
}

const TOKENIZER = {
  tokenizer_class: "BertTokenizerFast",
  ...{ cls_token: "[CLS]", sep_token: "[SEP]", pad_token: "[PAD]", unk_token: "[UNK]", mask_token: "[MASK]" },
};

/** Classes as config.json numbers them. */
function labelsOf(classes: readonly string[] | undefined): object {
  if (!classes) return {};
  const numbered = classes.map((name, number) => [number, name] as const);
  return {
    problem_type: "single_label_classification",
    id2label: Object.fromEntries(numbered),
    label2id: Object.fromEntries(numbered.map(([number, name]) => [name, number])),
  };
}

function tensorsOf(weights: SavedModel<unknown>["weights"], precision: CheckpointPrecision): Buffer {
  const entries = Object.entries(weights).map(([name, weight]): [string, RawTensor] => {
    const { name: theirs, shape, values } = savedAs(name, weight);
    const numbers = precision === "FLOAT32" ? values : Uint16Array.from(values, halfBits);
    const bytes = new Uint8Array(numbers.buffer as ArrayBuffer, numbers.byteOffset, numbers.byteLength);
    return [theirs, { type: precision === "FLOAT32" ? "F32" : "F16", shape, bytes }];
  });
  // Their library reads no file that does not say this.
  return writeTensorFile(Object.fromEntries(entries), { format: "pt" });
}

function json(name: string, content: object): StoredFile {
  return { name, content: Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`) };
}
