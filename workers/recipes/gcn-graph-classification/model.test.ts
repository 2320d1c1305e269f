import { beforeAll, expect, test } from "@jest/globals";
import type { Tensor2D } from "@tensorflow/tfjs";
import { RandomStreams } from "../../../src/kernel/random.js";
import type { Graph, LabelledGraphs } from "../../datasets/graphs.js";
import { loadMotifGraphs } from "../../datasets/motif-graphs.js";
import { openBackend } from "../../runtime/tensor/backend.js";
import type { Tensorflow } from "../../runtime/tensor/tensorflow.js";
import { batchOf } from "./data.js";
import { firstWeights, logProbabilities } from "./model.js";
import { GcnNetwork } from "./network.js";
import { meanOfNodes, placed, propagated } from "./propagation.js";

let tf: Tensorflow;

beforeAll(async () => {
  ({ tf } = await openBackend("ANY", "wasm"));
});

/** A triangle with a tail, two nodes apart, and one node alone. */
const shapes: Graph[] = [
  { types: Int32Array.of(0, 1, 1, 0), edges: Int32Array.of(0, 1, 0, 2, 1, 2, 2, 3) },
  { types: Int32Array.of(1, 0), edges: new Int32Array() },
  { types: Int32Array.of(0), edges: new Int32Array() },
];
const graphs: LabelledGraphs = {
  graphs: shapes,
  labels: Int32Array.of(0, 1, 0),
  types: ["a", "b"],
  classes: ["x", "y"],
  sha256: "",
};
const all = Int32Array.of(0, 1, 2);
const shape = { width: 4, types: 2, classes: 2 };

/** D^-½ (A + I) D^-½ of the batch, written out. */
function matrixOf(): number[][] {
  const rows = Array.from({ length: 7 }, (_, a) => Array.from({ length: 7 }, (_, b) => Number(a === b)));
  for (const [a, b] of [[0, 1], [0, 2], [1, 2], [2, 3]]) rows[a][b] = rows[b][a] = 1; // prettier-ignore
  const degrees = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
  return rows.map((row, a) => row.map((value, b) => value / Math.sqrt(degrees[a] * degrees[b])));
}

const drawn = (length: number) => new RandomStreams(5).stream("signal").fillNormal(new Float32Array(length));

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(found).toHaveLength(wanted.length);
  Array.from(found).forEach((value, at) => expect(value).toBeCloseTo(wanted[at], 5));
}

test("propagation and its gradient are those of the normalised matrix", () => {
  tf.tidy(() => {
    const batch = placed(batchOf(graphs, all), 2);
    const signal = tf.tensor2d(drawn(21), [7, 3]);
    const matrix = tf.tensor2d(matrixOf());
    const weights = tf.tensor2d(drawn(21).reverse(), [7, 3]);
    const found = tf.grad((x) =>
      propagated(x as Tensor2D, batch)
        .square()
        .mul(weights)
        .sum(),
    )(signal);
    const wanted = tf.grad((x) => tf.matMul(matrix, x as Tensor2D).square().mul(weights).sum())(signal); // prettier-ignore
    expectClose(propagated(signal, batch).dataSync(), tf.matMul(matrix, signal).dataSync());
    expectClose(found.dataSync(), wanted.dataSync());
  });
});

test("pooling takes the mean of each graph's own nodes, and its gradient is shared out among them", () => {
  tf.tidy(() => {
    const batch = placed(batchOf(graphs, all), 2);
    const signal = tf.tensor2d([1, 2, 3, 6, 10, 20, 7], [7, 1]);
    expect([...meanOfNodes(signal, batch).dataSync()]).toEqual([3, 15, 7]);
    const gradient = tf.grad((x) => meanOfNodes(x as Tensor2D, batch).mul([[4], [2], [1]]).sum())(signal); // prettier-ignore
    expect([...gradient.dataSync()]).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});

test("a graph is judged alike alone, among others, without edges beside it, and with its nodes in another order", async () => {
  const network = new GcnNetwork(shape, firstWeights(shape, new RandomStreams(1).stream("weights")));
  const together = await network.probabilities(batchOf(graphs, all));
  const reordered: Graph = { types: Int32Array.of(0, 1, 1, 0), edges: Int32Array.of(0, 1, 1, 2, 1, 3, 2, 3) };
  const other = { ...graphs, graphs: [reordered] };
  expectClose(await network.probabilities(batchOf(graphs, Int32Array.of(0))), together.slice(0, 2));
  expectClose(await network.probabilities(batchOf(graphs, Int32Array.of(1, 2))), together.slice(2));
  expectClose(await network.probabilities(batchOf(other, Int32Array.of(0))), together.slice(0, 2));
  tf.dispose(network.variables);
});

test("a step's gradients are those that small changes of the weights show", () => {
  tf.tidy(() => {
    const batch = placed(batchOf(graphs, all), 2);
    const saved = firstWeights(shape, new RandomStreams(2).stream("weights"));
    const weights = Object.fromEntries(
      Object.entries(saved).map(([name, { shape, values }]) => [name, tf.tensor(values, shape)]),
    );
    const truth = tf.oneHot(tf.tensor1d(graphs.labels, "int32"), 2);
    const lossWith = (name: string, weight: ReturnType<typeof tf.tensor>) =>
      logProbabilities({ ...weights, [name]: weight }, batch).mul(truth).sum().neg(); // prettier-ignore
    for (const name of Object.keys(weights)) {
      const gradient = tf.grad((weight) => lossWith(name, weight))(weights[name]);
      const direction = tf.tensor(drawn(gradient.size), gradient.shape);
      const moved = (by: number) => lossWith(name, weights[name].add(direction.mul(by))).dataSync()[0];
      expect(gradient.mul(direction).sum().dataSync()[0]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 2);
    }
  });
});

test("a step over 10,000 nodes takes a fraction of what a matrix of its neighbours would", async () => {
  const data = loadMotifGraphs("motif-graphs-small");
  const rows = Int32Array.from({ length: 400 }, (_, row) => row % 380);
  const batch = batchOf(data, rows);
  expect(batch.types.length).toBeGreaterThan(10_000);
  const wide = { width: 64, types: 3, classes: 4 };
  const network = new GcnNetwork(wide, firstWeights(wide, new RandomStreams(1).stream("weights")));
  const labels = rows.map((row) => data.labels[row]);
  let loss = NaN;
  const { peakBytes } = await tf.profile(async () => {
    const { gradients, found } = await network.gradients({ ...batch, labels, mask: undefined });
    loss = found.loss;
    tf.dispose(gradients);
  });
  expect(Math.abs(loss - Math.log(4))).toBeLessThan(0.2);
  expect(peakBytes).toBeLessThan((4 * batch.types.length ** 2) / 4);
  tf.dispose(network.variables);
});
