import { expect, test } from "@jest/globals";
import { RandomStream, RandomStreams } from "../../src/kernel/random.js";

test("uint32 follows the published xoshiro128** 1.1 sequence", () => {
  const stream = new RandomStream([1, 2, 3, 4]);
  expect([...Array(10)].map(() => stream.uint32())).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test("the same seed and name give the same sequence, another seed or name another one", () => {
  const draw = (seed: number, name: string) => {
    const stream = new RandomStreams(seed).stream(name);
    return [stream.uint32(), stream.uint32(), stream.uint32()];
  };
  expect(draw(7, "order")).toEqual(draw(7, "order"));
  expect(draw(7, "order")).not.toEqual(draw(8, "order"));
  expect(draw(7, "order")).not.toEqual(draw(7, "dropout"));
});

test("drawing from one stream leaves the others as they were", () => {
  const disturbed = new RandomStreams(1);
  disturbed.stream("dropout").fillUniform(new Float32Array(100));
  expect(disturbed.stream("order").uint32()).toBe(new RandomStreams(1).stream("order").uint32());
});

test("streams restored from JSON go on exactly where they were saved, handed out or not", () => {
  const random = new RandomStreams(3);
  random.stream("a").fillNormal(new Float32Array(11));
  const saved = JSON.parse(JSON.stringify(random.state()));
  const following = [random.stream("a").uniform(), random.stream("b").uniform()];
  const resumed = new RandomStreams(999);
  const handedOut = resumed.stream("b");
  resumed.restore(saved);
  expect([resumed.stream("a").uniform(), handedOut.uniform()]).toEqual(following);
});

test("uniform and normal numbers have the moments of their distributions", () => {
  const stream = new RandomStreams(5).stream("moments");
  const moments = (draw: () => number) => {
    const values = Array.from({ length: 40_000 }, draw);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
  };
  const uniform = moments(() => stream.uniform());
  expect(uniform.mean).toBeCloseTo(1 / 2, 1.7);
  expect(uniform.variance).toBeCloseTo(1 / 12, 2);
  const normal = moments(() => stream.normal());
  expect(normal.mean).toBeCloseTo(0, 1.4);
  expect(normal.variance).toBeCloseTo(1, 1.4);
});

test("fillUniform keeps within its bounds and fillNormal takes mean and deviation", () => {
  const stream = new RandomStreams(6).stream("fill");
  const uniform = stream.fillUniform(new Float32Array(10_000), -2, 3);
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(-2);
  expect(Math.max(...uniform)).toBeLessThan(3);
  expect(Math.min(...uniform)).toBeLessThan(-1.9);
  expect(Math.max(...uniform)).toBeGreaterThan(2.9);
  const normal = stream.fillNormal(new Float32Array(10_000), 10, 0.5);
  expect(normal.reduce((sum, value) => sum + value, 0) / 10_000).toBeCloseTo(10, 1);
});

test("int hits every number below n equally often", () => {
  const stream = new RandomStreams(2).stream("int");
  const counts = new Array(5).fill(0);
  for (let i = 0; i < 50_000; i++) counts[stream.int(5)]++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  expect(() => stream.int(0)).toThrow(RangeError);
});

test("shuffle is a permutation, and every position is equally likely", () => {
  const stream = new RandomStreams(4).stream("shuffle");
  const firsts = new Array(4).fill(0);
  for (let i = 0; i < 8_000; i++) firsts[stream.shuffle(Int32Array.from([0, 1, 2, 3]))[0]]++;
  for (const count of firsts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  expect([...stream.shuffle(["a", "b", "c", "d"])].sort()).toEqual(["a", "b", "c", "d"]);
});
