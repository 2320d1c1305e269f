import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../../src/kernel/random.js";
import { SumTree } from "./sum-tree.js";

function treeOf(weights: number[]): SumTree {
  const tree = new SumTree(weights.length);
  weights.forEach((weight, place) => tree.set(place, weight));
  return tree;
}

test.each([1, 2, 5, 7, 16])("of %i places each is found as often as it weighs", (places) => {
  const weights = Array.from({ length: places }, (_, place) => (place * 3) % 5);
  if (places === 1) weights[0] = 2;
  const tree = treeOf(weights);
  const total = weights.reduce((sum, weight) => sum + weight);
  expect(tree.total).toBe(total);
  const found = Array<number>(places).fill(0);
  for (let i = 0; i < total * 10; i++) found[tree.find((i + 0.5) / 10)]++;
  expect(found).toEqual(weights.map((weight) => weight * 10));
});

test("a place without weight is not found, even beyond the total", () => {
  const tree = treeOf([0, 1, 0, 2, 0, 0]);
  for (const sum of [0, 0.999, 1, 2.999, 3, 4]) expect([1, 3]).toContain(tree.find(sum));
});

test("weights that were changed many times add up like weights that were set once, to the last bit", () => {
  const random = new RandomStreams(1).stream("weights");
  const [changed, once] = [new SumTree(11), new SumTree(11)];
  for (let i = 0; i < 500; i++) changed.set(random.int(11), random.uniform() * 10 ** random.int(6));
  once.load(changed.saved());
  expect(once.total).toBe(changed.total);
  expect(once.saved()).toEqual(changed.saved());
});
