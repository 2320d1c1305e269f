import type { KernelFunc, Tensor, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import type { Heap } from "./heap.js";
import { sizeOf } from "./reductions.js";

/** The labels of an equation such as `bij,bjk->bik`: one list for each operand, and the result's. */
interface Equation {
  operands: string[][];
  result: string[];
}

function parse(equation: string, count: number): Equation {
  const [left = "", right] = equation.replaceAll(" ", "").split("->");
  const operands = left.split(",").map((labels) => [...labels]);
  const repeated = operands.some((labels) => new Set(labels).size !== labels.length);
  if (right === undefined || operands.length !== count || count > 2 || repeated || equation.includes("."))
    throw new Error(`einsum on wasm takes one or two operands, distinct labels and "->": not "${equation}".`);
  return { operands, result: [...right] };
}

/** tf.einsum as one transposed, batched matrix product; a label of one operand alone that the result lacks is summed first. */
export function einsumKernels(tf: Tensorflow, heap: Heap): Record<string, KernelFunc> {
  const run = (name: string, inputs: Record<string, TensorInfo>, attrs: object): TensorInfo =>
    tf.getKernel(name, "wasm").kernelFunc({ inputs, attrs: attrs as never, backend: heap.backend }) as TensorInfo;

  /** The operand with its axes in the given order, those not named summed away; always a tensor of its own. */
  const arrange = (operand: TensorInfo, labels: string[], wanted: string[]): TensorInfo => {
    const extra = labels.flatMap((label, axis) => (wanted.includes(label) ? [] : [axis]));
    const left = labels.filter((label) => wanted.includes(label));
    const summed = extra.length === 0 ? undefined : run("Sum", { x: operand }, { axis: extra, keepDims: false });
    const arranged = run("Transpose", { x: summed ?? operand }, { perm: wanted.map((label) => left.indexOf(label)) });
    if (summed !== undefined) heap.release(summed);
    return arranged;
  };

  return {
    Einsum: ({ inputs, attrs }) => {
      const operands = inputs as unknown as TensorInfo[];
      const { operands: labels, result } = parse((attrs as { equation: string }).equation, operands.length);
      const [a, b] = operands;
      const [ofA = [], ofB] = labels;
      if (a === undefined) throw new Error("einsum takes at least one operand.");
      if (b === undefined || ofB === undefined) return arrange(a, ofA, result);
      const extent = new Map([
        ...ofA.map((label, axis) => [label, a.shape[axis] ?? 1] as const),
        ...ofB.map((label, axis) => [label, b.shape[axis] ?? 1] as const),
      ]);
      const both = ofA.filter((label) => ofB.includes(label));
      const batch = both.filter((label) => result.includes(label));
      const contracted = both.filter((label) => !result.includes(label));
      const rows = ofA.filter((label) => !ofB.includes(label) && result.includes(label));
      const columns = ofB.filter((label) => !ofA.includes(label) && result.includes(label));
      const size = (names: string[]): number => sizeOf(names.map((label) => extent.get(label) ?? 1));
      const left = arrange(a, ofA, [...batch, ...rows, ...contracted]);
      const right = arrange(b, ofB, [...batch, ...contracted, ...columns]);
      const product = run(
        "BatchMatMul",
        {
          a: { ...left, shape: [size(batch), size(rows), size(contracted)] },
          b: { ...right, shape: [size(batch), size(contracted), size(columns)] },
        },
        { transposeA: false, transposeB: false },
      );
      heap.release(left);
      heap.release(right);
      const named = [...batch, ...rows, ...columns];
      const shaped = { ...product, shape: named.map((label) => extent.get(label) ?? 1) };
      const arranged = arrange(shaped, named, result);
      heap.release(product);
      return arranged;
    },
  };
}

/** Gives tf.einsum a gradient, which tfjs lacks on every backend: for each operand again an einsum, of dy and the other one. */
export function registerEinsumGradient(tf: Tensorflow): void {
  tf.registerGradient({
    kernelName: "Einsum",
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const operands = saved;
      const { operands: labels, result } = parse((attrs as { equation: string }).equation, operands.length);
      const gradientOf = (index: number): Tensor => {
        const own = labels[index] ?? [];
        const other = operands[1 - index];
        const ofOther = other === undefined ? [] : (labels[1 - index] ?? []);
        const known = own.filter((label) => result.includes(label) || ofOther.includes(label));
        const sides = [result, ...(other === undefined ? [] : [ofOther])].map((side) => side.join("")).join(",");
        const gradient = tf.einsum(
          `${sides}->${known.join("")}`,
          dy as Tensor,
          ...(other === undefined ? [] : [other]),
        );
        const shape = operands[index]?.shape ?? [];
        const spread = own.map((label, axis) => (known.includes(label) ? (shape[axis] ?? 1) : 1));
        return tf.broadcastTo(tf.reshape(gradient, spread), shape);
      };
      return Object.fromEntries(operands.map((_, index) => [String(index), () => gradientOf(index)]));
    },
  });
}
