import { expect, test } from "@jest/globals";
import { ModelCache } from "./model-cache.js";

const gone: string[] = [];
const model = (name: string) => ({ predict: async () => [], dispose: () => gone.push(name) });

test("where room is short, the models that were asked longest ago make it, and are disposed of", () => {
  const cache = new ModelCache(10);
  const [a, b, c, d] = ["a", "b", "c", "d"].map(model);
  cache.add("a", a, 3);
  cache.add("b", b, 3);
  cache.add("c", c, 3);
  expect(cache.get("a")).toBe(a);
  cache.add("d", d, 4);
  expect(gone).toEqual(["b"]);
  expect(["a", "b", "c", "d"].map((name) => cache.get(name))).toEqual([a, undefined, c, d]);
});

test("a model larger than all of the room is not admitted", () => {
  const cache = new ModelCache(10);
  expect([cache.admits(10), cache.admits(11)]).toEqual([true, false]);
});
