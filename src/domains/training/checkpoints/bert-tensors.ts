import type { BertConfig } from "./bert-config.js";
import { CheckpointFault } from "./checkpoint-fault.js";
import { type SavedTensor, WIDTHS } from "./safetensors-header.js";

/** What LayerNorm's weights are called in checkpoints that were made from TensorFlow's. */
const OLD_NAMES: Readonly<Record<string, string>> = { weight: "gamma", bias: "beta" };

/** What a checkpoint may call a tensor, the likeliest first: with and without the prefix of models with a head, and of old ones. */
export function aliasesOf(name: string): string[] {
  const cut = name.lastIndexOf(".");
  const [layer, kind] = [name.slice(0, cut), name.slice(cut + 1)];
  const kinds = layer.endsWith("LayerNorm") ? [kind, OLD_NAMES[kind]] : [kind];
  return kinds.flatMap((own) => [`bert.${layer}.${own}`, `${layer}.${own}`]);
}

/** The tensors of a BERT's encoder with their shapes, as Hugging Face names them: a dense layer's weights are [outputs, inputs]. */
export function encoderTensors({
  vocabulary,
  positions,
  types,
  width,
  inner,
  layers,
}: BertConfig): [string, number[]][] {
  const dense = (name: string, outputs: number, inputs: number): [string, number[]][] => [
    [`${name}.weight`, [outputs, inputs]],
    [`${name}.bias`, [outputs]],
  ];
  const norm = (name: string): [string, number[]][] => [
    [`${name}.LayerNorm.weight`, [width]],
    [`${name}.LayerNorm.bias`, [width]],
  ];
  const blocks = Array.from({ length: layers }, (_, at) => {
    const of = (part: string) => `encoder.layer.${at}.${part}`;
    const attention = ["query", "key", "value"].flatMap((part) => dense(of(`attention.self.${part}`), width, width));
    return [
      ...attention,
      ...dense(of("attention.output.dense"), width, width),
      ...norm(of("attention.output")),
      ...dense(of("intermediate.dense"), inner, width),
      ...dense(of("output.dense"), width, inner),
      ...norm(of("output")),
    ];
  });
  return [
    ["embeddings.word_embeddings.weight", [vocabulary, width]],
    ["embeddings.position_embeddings.weight", [positions, width]],
    ["embeddings.token_type_embeddings.weight", [types, width]],
    ...norm("embeddings"),
    ...blocks.flat(),
  ];
}

/** What some checkpoints have, and the recipes then use: what sums a text up, and the ends of answers. */
function perhapsTensors({ width }: BertConfig): [string, number[]][] {
  return [
    ["pooler.dense.weight", [width, width]],
    ["pooler.dense.bias", [width]],
    ["qa_outputs.weight", [2, width]],
    ["qa_outputs.bias", [2]],
  ];
}

/** What is wrong with a checkpoint's tensors, by what its config.json says: none where the recipes can begin with it. */
export function tensorFaults(config: BertConfig, saved: ReadonlyMap<string, SavedTensor>): CheckpointFault[] {
  const found = (name: string) => aliasesOf(name).find((own) => saved.has(own));
  const missing = encoderTensors(config).filter(([name]) => found(name) === undefined);
  const there = [...encoderTensors(config), ...perhapsTensors(config)].flatMap(([name, shape]) => {
    const own = found(name);
    return own === undefined ? [] : [{ own, shape, tensor: saved.get(own)! }];
  });
  return [
    ...missing.map(([name]) => new CheckpointFault(`the weights lack the tensor ${name}`)),
    ...there.flatMap(({ own, shape, tensor: { file, dtype, shape: theirs } }) => {
      if (!(dtype in WIDTHS))
        return [new CheckpointFault(`${file}: ${own} is of the type ${dtype}; ${Object.keys(WIDTHS).join(", ")} can be read`)]; // prettier-ignore
      if (theirs.join() === shape.join()) return [];
      return [new CheckpointFault(`${file}: ${own} is [${theirs.join(", ")}], not [${shape.join(", ")}] as config.json has it`)]; // prettier-ignore
    }),
  ];
}

/** Throws `CheckpointFault` where the tokeniser knows more tokens than the network has embeddings for. */
export function checkVocabulary({ vocabulary }: BertConfig, { size }: { size: number }): void {
  if (size <= vocabulary) return;
  throw new CheckpointFault(`the tokeniser knows ${size} tokens; vocab_size of config.json, and with it the embedding, has ${vocabulary}`); // prettier-ignore
}
