import type { BertConfig } from "../../src/domains/training/checkpoints/bert-config.js";
import type { Tokens } from "../bert/model.js";
import type { ExportInputs } from "./exporter.js";
import type { OnnxGraph } from "./onnx-graph.js";
import { encoderBlock, hiding, layerNorm, unsqueezed, weightAsFloats } from "./onnx-layers.js";

/** What a BERT reads, [batch, length] each, under the names of Hugging Face's tokenisers. */
interface BertInputs {
  ids: string;
  mask: string;
  /** Which of two texts a token belongs to; not there where all are of the first. */
  types?: string;
}

/** Declares the inputs `input_ids` and `attention_mask`, with two texts `token_type_ids` as well, of int64. */
export function bertInputs(graph: OnnxGraph, texts: 1 | 2 = 1): BertInputs {
  const ids = graph.input("input_ids", ["length"], "int64");
  const types = texts === 2 ? graph.input("token_type_ids", ["length"], "int64") : undefined;
  return { ids, types, mask: graph.asFloats(graph.input("attention_mask", ["length"], "int64")) };
}

/** What each token means where it stands, [batch, length, width]; see `encoded` of `workers/bert/model.ts`. */
export function bertEncoder(graph: OnnxGraph, config: BertConfig, { ids, mask, types }: BertInputs): string {
  const { width, heads, layers, epsilon, activation } = config;
  const [zero, one] = [graph.integers([0]), graph.integers([1])];
  const length = graph.apply("Gather", [graph.apply("Shape", [ids]), one]);
  const places = graph.matrix(graph.weight("positions/table").values as Float32Array, width);
  const positions = graph.apply("Slice", [places, zero, length, zero]);
  const texts = types
    ? graph.apply("Gather", [weightAsFloats(graph, "types/table"), types])
    : graph.floats(graph.weight("types/table").values.slice(0, width));
  const words = graph.apply("Add", [graph.rows(ids, "words/table"), texts]);
  let signal = layerNorm(graph, graph.apply("Add", [words, positions]), "embeddings-norm", epsilon);
  const bias = unsqueezed(graph, hiding(graph, mask), 1, 2);
  for (let layer = 1; layer <= layers; layer++)
    signal = encoderBlock(graph, signal, `block${layer}`, { width, heads, bias, epsilon, activation, norm: "after" });
  return signal;
}

/** Texts side by side as an exported BERT takes them. */
export function bertTensors({ ids, types, mask, rows }: Tokens) {
  const tensor = (values: Int32Array | Float32Array) => ({
    shape: [rows, ids.length / rows],
    values: BigInt64Array.from(values, BigInt),
  });
  return {
    input_ids: tensor(ids),
    token_type_ids: tensor(types),
    attention_mask: tensor(mask),
  } satisfies ExportInputs;
}
