import { integer, integerList } from "./onnx-attributes.js";
import type { OnnxGraph } from "./onnx-graph.js";

/** Layers of `workers/runtime/tensor/layers`, of the same names and weights, as ONNX has them. Axes of batch and length are left open. */

/** What hides a position from attention. */
const NOT_TO_SEE = -1e9;

/** 1 where a token's number is not that of padding, 0; [batch, length]. */
export function tokenMask(graph: OnnxGraph, ids: string): string {
  return graph.asFloats(graph.apply("Greater", [ids, graph.integers([0])]));
}

/** Tokens of each text, [batch], at least one. */
export function lengthsOf(graph: OnnxGraph, mask: string): string {
  return graph.apply("Max", [sumOver(graph, mask, 1), graph.floats([1])]);
}

/** What is added to scores so that what a mask leaves out gets no share: 0 where the mask is 1. */
export function hiding(graph: OnnxGraph, mask: string): string {
  return graph.apply("Mul", [graph.apply("Sub", [mask, graph.floats([1])]), graph.floats([-NOT_TO_SEE])]);
}

/** The sum over an axis, which goes. */
export function sumOver(graph: OnnxGraph, x: string, axis: number): string {
  return graph.apply("ReduceSum", [x, graph.integers([axis])], [integer("keepdims", 0)]);
}

/** The same with axes of length 1 put in. */
export function unsqueezed(graph: OnnxGraph, x: string, ...axes: number[]): string {
  return graph.apply("Unsqueeze", [x, graph.integers(axes)]);
}

export function transposed(graph: OnnxGraph, x: string, ...order: number[]): string {
  return graph.apply("Transpose", [x], [integerList("perm", order)]);
}

/** Over the last axis. */
export function softmax(graph: OnnxGraph, x: string): string {
  return graph.apply("Softmax", [x], [integer("axis", -1)]);
}

/** The whole weight as it is, also in INT8. */
export function weightAsFloats(graph: OnnxGraph, name: string): string {
  const { values, shape } = graph.weight(name);
  return graph.floats(values, shape);
}

export function layerNorm(graph: OnnxGraph, x: string, name: string, epsilon = 1e-5): string {
  const mean = (of: string) => graph.apply("ReduceMean", [of], [integerList("axes", [-1])]);
  const centred = graph.apply("Sub", [x, mean(x)]);
  const variance = mean(graph.apply("Mul", [centred, centred]));
  const deviation = graph.apply("Sqrt", [graph.apply("Add", [variance, graph.floats([epsilon])])]);
  const scaled = graph.apply("Mul", [graph.apply("Div", [centred, deviation]), weightAsFloats(graph, `${name}/scale`)]);
  return graph.apply("Add", [scaled, weightAsFloats(graph, `${name}/offset`)]);
}

/** With the exact normal distribution. */
export function gelu(graph: OnnxGraph, x: string): string {
  const error = graph.apply("Erf", [graph.apply("Mul", [x, graph.floats([Math.SQRT1_2])])]);
  const share = graph.apply("Add", [error, graph.floats([1])]);
  return graph.apply("Mul", [graph.apply("Mul", [x, graph.floats([0.5])]), share]);
}

/** How a block attends and normalises; see `BlockOptions` of the layers. */
interface OnnxBlock {
  width: number;
  heads: number;
  norm: "before" | "after";
  epsilon?: number;
  /** Of the feed-forward layers' middle; GELU when not given. */
  activation?: "gelu" | "relu";
  /** Added to the scores of attention, broadcast to [batch, heads, length, length]. */
  bias: string;
}

/** Multi-head attention of `x` [batch, length, width] to itself. */
export function selfAttention(graph: OnnxGraph, x: string, name: string, { width, heads, bias }: OnnxBlock): string {
  const perHead = width / heads;
  const parted = (side: string, ...order: number[]) =>
    transposed(graph, graph.shaped(graph.dense(x, `${name}/${side}`), [0, 0, heads, perHead]), ...order);
  const queries = graph.apply("Mul", [parted("query", 0, 2, 1, 3), graph.floats([1 / Math.sqrt(perHead)])]);
  const scores = graph.apply("MatMul", [queries, parted("key", 0, 2, 3, 1)]);
  const shares = softmax(graph, graph.apply("Add", [scores, bias]));
  const mixed = transposed(graph, graph.apply("MatMul", [shares, parted("value", 0, 2, 1, 3)]), 0, 2, 1, 3);
  return graph.dense(graph.shaped(mixed, [0, 0, width]), `${name}/output`);
}

/** A Transformer's encoder block, [batch, length, width] → the same. */
export function encoderBlock(graph: OnnxGraph, signal: string, name: string, block: OnnxBlock): string {
  const added = (x: string, part: string, made: (given: string) => string) => {
    const normed = (of: string) => layerNorm(graph, of, `${name}/${part}-norm`, block.epsilon);
    if (block.norm === "before") return graph.apply("Add", [x, made(normed(x))]);
    return normed(graph.apply("Add", [x, made(x)]));
  };
  const attended = added(signal, "attention", (x) => selfAttention(graph, x, `${name}/attention`, block));
  const activated = (x: string) => (block.activation === "relu" ? graph.apply("Relu", [x]) : gelu(graph, x));
  return added(attended, "feed", (x) =>
    graph.dense(activated(graph.dense(x, `${name}/feed/inner`)), `${name}/feed/outer`),
  );
}
