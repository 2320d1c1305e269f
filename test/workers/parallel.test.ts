import { afterEach, beforeAll, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { DataParallel } from "../../workers/runtime/parallel/data-parallel.js";
import { cut } from "../../workers/runtime/parallel/parts.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { type Deviation, ENDS, FAILS, openReplica, type Points } from "../harness/straight-line.js";

const network = { current: undefined as ReturnType<typeof openReplica> | undefined };
const opened: { dispose(): void }[] = [];

beforeAll(async () => {
  await openBackend("ANY", "wasm");
});

afterEach(() => {
  for (const each of opened.splice(0)) each.dispose();
});

async function opening(threads: number, log: (message: string) => void = () => {}, half = false) {
  network.current = openReplica({ slope: 2 });
  opened.push({ dispose: () => tf.dispose(network.current?.variables) });
  const module = new URL("../harness/straight-line.ts", import.meta.url).href;
  const replica = { module, parameters: { slope: 0 } };
  const parallel = await DataParallel.open<Points, Deviation>({
    network: network.current,
    replica,
    threads,
    half,
    log,
  });
  opened.push(parallel);
  return parallel;
}

/** That many points beside the line y = 2x. */
function points(count: number): Points {
  const x = Float32Array.from({ length: count }, (_, at) => at / 7);
  return { x, y: x.map((value, at) => 3 * value + (at % 3)) };
}

async function learnt(parallel: DataParallel<Points, Deviation>, batch: Points) {
  const { gradients, found } = await parallel.gradients(batch, batch.x.length);
  const [slope, offset, rise] = ["slope", "offset", "rise"].map((name) => gradients[name].dataSync()[0]);
  tf.dispose(gradients);
  return { slope, offset, rise, ...found };
}

test.each([2, 3])(
  "%d threads find the gradients, the loss and the rows of one, whose parts differ in size",
  async (threads) => {
    const batch = points(50);
    const one = await learnt(await opening(1), batch);
    for (const each of opened.splice(0)) each.dispose();
    const several = await learnt(await opening(threads), batch);
    expect(several.errors).toEqual(one.errors);
    expect(several.loss).toBeCloseTo(one.loss, 4);
    expect(several.slope).toBeCloseTo(one.slope, 4);
    expect(several.offset).toBeCloseTo(one.offset, 4);
    expect(several.rise).toBeCloseTo(one.rise, 4);
  },
);

test("the other threads learn under the weights of now, and twice the same gives the same bits", async () => {
  const parallel = await opening(2);
  const batch = points(8);
  const before = await learnt(parallel, batch);
  network.current!.variables["slope"].assign(tf.scalar(3));
  const after = await learnt(parallel, batch);
  expect(after.errors).toEqual(Float32Array.from(batch.x, (_, at) => 0 - (at % 3)));
  network.current!.variables["slope"].assign(tf.scalar(2));
  expect(await learnt(parallel, batch)).toEqual(before);
});

test("a batch of fewer rows than threads is learnt from all the same", async () => {
  const parallel = await opening(3);
  expect((await learnt(parallel, points(2))).errors).toHaveLength(2);
  expect((await learnt(parallel, points(1))).errors).toHaveLength(1);
});

test("no step leaves a tensor behind", async () => {
  const parallel = await opening(2);
  const before = tf.memory().numTensors;
  await learnt(parallel, points(9));
  await learnt(parallel, points(1));
  expect(tf.memory().numTensors).toBe(before);
});

test("a thread that ends is an error of the step it was needed for and of every later one", async () => {
  const parallel = await opening(2);
  const batch = points(4);
  batch.x[3] = ENDS;
  await expect(parallel.gradients(batch, 4)).rejects.toMatchObject({
    name: "ThreadLost",
    message: "A training thread ended with code 3.",
  });
  await expect(parallel.gradients(points(4), 4)).rejects.toMatchObject({ name: "ThreadLost" });
});

test("what ends a run for good keeps its code on the way from another thread", async () => {
  const parallel = await opening(2);
  const batch = points(4);
  batch.x[3] = FAILS;
  await expect(parallel.gradients(batch, 4)).rejects.toMatchObject({ code: "OUT_OF_MEMORY", message: "No room." });
});

test("threads that cannot be opened are an error", async () => {
  const replica = { module: "file:///nowhere.ts", parameters: {} };
  network.current = openReplica({ slope: 2 });
  opened.push({ dispose: () => tf.dispose(network.current?.variables) });
  const opening = DataParallel.open({ network: network.current, replica, threads: 2, log: () => {} });
  await expect(opening).rejects.toMatchObject({ name: "ThreadLost", message: expect.stringContaining("nowhere") });
});

test("a backend that spreads its work by itself gets no threads, and the log says so", async () => {
  await openBackend("ANY", "cpu");
  const said: string[] = [];
  const parallel = await opening(4, (message) => said.push(message));
  expect((await learnt(parallel, points(5))).errors).toHaveLength(5);
  expect(said).toEqual(["The number of threads is left to the backend, which spreads its work by itself."]);
  for (const each of opened.splice(0)) each.dispose();
  await openBackend("ANY", "wasm");
});

test("rows are cut into parts that differ by one at most", () => {
  const sizes = (rows: number, parts: number) => cut(rows, parts).map(({ from, to }) => to - from);
  expect(sizes(64, 2)).toEqual([32, 32]);
  expect(sizes(10, 4)).toEqual([2, 3, 2, 3]);
  expect(sizes(2, 4)).toEqual([1, 1]);
});

test("in bfloat16 threads send each other half the bytes, and find the same gradients but for the rounding", async () => {
  const sent = async (half: boolean) => {
    for (const each of opened.splice(0)) each.dispose();
    const said: string[] = [];
    const learning = await learnt(await opening(3, (message) => said.push(message), half), points(51));
    return { bytes: Number(/other (\d+) bytes a step/.exec(said.join())![1]), ...learning };
  };
  const [whole, half] = [await sent(false), await sent(true)];
  // Three numbers: the weights once, the gradients of two threads.
  expect(whole.bytes).toBe(3 * 3 * 4);
  expect(half.bytes).toBe(whole.bytes / 2);
  expect(half.slope).not.toBe(whole.slope);
  for (const name of ["slope", "offset", "rise"] as const)
    expect(Math.abs(half[name] / whole[name] - 1)).toBeLessThan(2 ** -8);
  expect(half.loss).toBeCloseTo(whole.loss, 4);
});
