import { expect, test } from "@jest/globals";
import { ModelCache } from "./model-cache.js";

const gone: string[] = [];
const model = (name: string) => ({ predict: async () => [], dispose: () => gone.push(name) });

test("where room is short, the models that were asked longest ago make it, and are disposed of", () => {
  const cache = new ModelCache(10);
  for (const name of ["a", "b", "c"]) cache.add(name, model(name), 3);
  expect(cache.get("a")).toBeDefined();
  cache.add("d", model("d"), 4);
  expect(gone).toEqual(["b"]);
  expect([cache.get("a"), cache.get("b"), cache.get("c"), cache.get("d")].map((held) => held !== undefined)).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test("a model larger than all of the room is not admitted", () => {
  const cache = new ModelCache(10);
  expect([cache.admits(10), cache.admits(11)]).toEqual([true, false]);
});
