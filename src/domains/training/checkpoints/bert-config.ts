import { z } from "zod";
import { CheckpointFault } from "./checkpoint-fault.js";

/** What decides a BERT's shapes and arithmetic, as its config.json says it. */
export interface BertConfig {
  /** Entries of the vocabulary. */
  vocabulary: number;
  width: number;
  layers: number;
  heads: number;
  /** Width of the feed-forward layers' middle. */
  inner: number;
  /** Tokens that a text may have at most. */
  positions: number;
  /** Kinds of tokens: those of the first text, those of the second. */
  types: number;
  activation: "gelu" | "relu";
  epsilon: number;
  dropout: number;
  attentionDropout: number;
  /** Standard deviation of weights that are drawn anew, such as a head's. */
  deviation: number;
}

const size = (most: number) => z.int().min(1).max(most);
const share = z.number().min(0).max(0.9);

/** Bounds keep a faulty file from asking for more memory than any machine has; BERT-large is well within. */
const file = z
  .object({
    model_type: z.literal("bert").default("bert"),
    vocab_size: size(500_000),
    hidden_size: size(4_096),
    num_hidden_layers: size(64),
    num_attention_heads: size(64),
    intermediate_size: size(16_384),
    max_position_embeddings: size(8_192),
    type_vocab_size: size(16).default(2),
    hidden_act: z.enum(["gelu", "relu"]).default("gelu"),
    layer_norm_eps: z.number().positive().default(1e-12),
    hidden_dropout_prob: share.default(0.1),
    attention_probs_dropout_prob: share.default(0.1),
    initializer_range: z.number().positive().default(0.02),
    position_embedding_type: z.literal("absolute").default("absolute"),
  })
  .refine((json) => json.hidden_size % json.num_attention_heads === 0, {
    path: ["num_attention_heads"],
    message: "must divide hidden_size",
  });

/** Reads a config.json. Throws `CheckpointFault`, naming the field, for anything but a BERT as the recipes can train it. */
export function bertConfig(text: string): BertConfig {
  const json = jsonOf(text);
  const read = file.safeParse(json);
  if (!read.success) {
    const [{ path, message }] = read.error.issues;
    throw new CheckpointFault(`config.json: ${path.join(".")}: ${message}`);
  }
  const given = read.data;
  return {
    vocabulary: given.vocab_size,
    width: given.hidden_size,
    layers: given.num_hidden_layers,
    heads: given.num_attention_heads,
    inner: given.intermediate_size,
    positions: given.max_position_embeddings,
    types: given.type_vocab_size,
    activation: given.hidden_act,
    epsilon: given.layer_norm_eps,
    dropout: given.hidden_dropout_prob,
    attentionDropout: given.attention_probs_dropout_prob,
    deviation: given.initializer_range,
  };
}

/** What a config.json says of it: the inverse of `bertConfig`. */
export function configJson(config: BertConfig): Record<string, unknown> {
  return {
    model_type: "bert",
    vocab_size: config.vocabulary,
    hidden_size: config.width,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    intermediate_size: config.inner,
    max_position_embeddings: config.positions,
    type_vocab_size: config.types,
    hidden_act: config.activation,
    layer_norm_eps: config.epsilon,
    hidden_dropout_prob: config.dropout,
    attention_probs_dropout_prob: config.attentionDropout,
    initializer_range: config.deviation,
    position_embedding_type: "absolute",
  } satisfies z.input<typeof file>;
}

const labels = z.object({ id2label: z.record(z.string(), z.string().max(1_000)) });

/** The classes that a config.json numbers, from 0 on; undefined where it numbers none. */
export function classLabels(text: string): string[] | undefined {
  const read = labels.safeParse(jsonOf(text));
  if (!read.success) return undefined;
  const { id2label } = read.data;
  const names = Object.keys(id2label).map((_, number) => id2label[number]);
  return names.includes(undefined!) ? undefined : names;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CheckpointFault("config.json is no JSON");
  }
}
