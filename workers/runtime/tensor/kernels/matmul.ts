import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import { activate, addBias, type Activation } from "./activation.js";
import type { Heap } from "./heap.js";
import { biasBytes, biasPanels, biasSuits, mode, panelBytes, panels, type RightSide } from "./product.js";

const FLOAT = 4;

interface MatMulOptions {
  transposeA: boolean;
  transposeB: boolean;
  bias?: TensorInfo | null;
  relu?: boolean;
}

/** tf.matMul and its fused form: [..., M, K] × [..., K, N], either side transposed, batch dimensions broadcast. */
export function matMulKernels(tf: Tensorflow, heap: Heap): Record<string, KernelFunc> {
  return {
    BatchMatMul: ({ inputs, attrs }) => {
      const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
      const { transposeA, transposeB } = attrs as unknown as MatMulOptions;
      return matMul(tf, heap, a, b, { transposeA, transposeB });
    },
    _FusedMatMul: ({ inputs, attrs }) => {
      const { a, b, bias, preluActivationWeights } = inputs as Record<string, TensorInfo> & {
        a: TensorInfo;
        b: TensorInfo;
      };
      const { transposeA, transposeB, activation, leakyreluAlpha } = attrs as unknown as MatMulOptions & Activation;
      const suits = biasSuits(bias, b.shape.at(transposeB ? -2 : -1) ?? 1);
      const relu = activation === "relu" && suits && !transposeA;
      const product = matMul(tf, heap, a, b, { transposeA, transposeB, bias: suits ? bias : undefined, relu });
      if (relu) return product;
      const linear = addBias(tf, heap, product, suits ? undefined : bias);
      return activate(tf, heap, linear, { activation, leakyreluAlpha, preluActivationWeights });
    },
  };
}

function matMul(tf: Tensorflow, heap: Heap, a: TensorInfo, b: TensorInfo, options: MatMulOptions): TensorInfo {
  if (a.dtype !== "float32" || b.dtype !== "float32") throw new Error("matMul on wasm takes float32 tensors only.");
  const { transposeA, transposeB, bias, relu } = options;
  const [rowsA = 1, columnsA = 1] = a.shape.slice(-2);
  const [rowsB = 1, columnsB = 1] = b.shape.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [n, kB] = transposeB ? [rowsB, columnsB] : [columnsB, rowsB];
  if (k !== kB)
    throw new Error(
      `matMul cannot join [${a.shape.join()}] and [${b.shape.join()}]: ${String(k)} is not ${String(kB)}.`,
    );
  const batchesA = a.shape.slice(0, -2);
  const batchesB = b.shape.slice(0, -2);
  const batches = tf.broadcast_util.assertAndGetBroadcastShape(batchesA, batchesB);
  const out = heap.output([...batches, m, n]);
  const [address, addressA, addressB] = [heap.address(out), heap.address(a), heap.address(b)];
  const placeA = placesOf(batchesA, batches);
  const placeB = placesOf(batchesB, batches);
  const side = (batch: number): RightSide => ({
    address: addressB + (placeB[batch] ?? 0) * k * n * FLOAT,
    k,
    runs: 1,
    length: n,
    transposed: transposeB,
  });
  if (m * n === 0) return out;
  if (k === 0) heap.kernels.clear(address, placeA.length * m * n * FLOAT);
  const bytes = panelBytes(side(0), transposeA ? 1 : m);
  const biasSize = biasBytes(n);
  const [offsets = 0, table = 0, rows = 0, scratch = 0, biasScratch = 0] = heap.scratch(
    FLOAT,
    Math.max(m, k) * FLOAT,
    m * FLOAT,
    bytes,
    biasSize,
  );
  heap.writeOffsets(offsets, [0]);
  const biasAddress = biasPanels(heap, bias, n, biasScratch);
  let packed: number | undefined;
  let right = { address: 0, step: 0, panel: 0 };
  for (let batch = 0; batch < placeA.length && k > 0; batch++) {
    if (packed !== placeB[batch]) right = panels(heap, side(batch), bytes, scratch);
    packed = placeB[batch];
    const left = addressA + (placeA[batch] ?? 0) * m * k * FLOAT;
    const result = address + batch * m * n * FLOAT;
    if (transposeA) {
      heap.kernels.tableOfRows(table, left, k, m * FLOAT);
      heap.kernels.multiplyColumns(k, table, 1, m, offsets, right.address, right.step, right.panel, n, result);
      if (biasAddress !== 0) heap.kernels.addBias(result, m, n, biasAddress);
    } else {
      heap.kernels.tableOfRows(table, left, m, k * FLOAT);
      heap.kernels.tableOfRows(rows, result, m, n * FLOAT);
      heap.kernels.multiplyRows(
        m,
        table,
        1,
        k,
        offsets,
        right.address,
        right.step,
        right.panel,
        1,
        n,
        offsets,
        rows,
        biasAddress,
        relu === true ? mode.relu : mode.store,
      );
    }
  }
  return out;
}

/** For each batch of the broadcast result, in order, the batch of one operand that it reads. */
function placesOf(own: number[], broadcast: number[]): number[] {
  let places = [0];
  const missing = broadcast.length - own.length;
  broadcast.forEach((extent, axis) => {
    const size = axis < missing ? 1 : (own[axis - missing] ?? 1);
    places = places.flatMap((place) =>
      Array.from({ length: extent }, (_, index) => place * size + (size === 1 ? 0 : index)),
    );
  });
  return places;
}
