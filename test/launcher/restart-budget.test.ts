import { expect, test } from "@jest/globals";
import { RestartBudget } from "../../src/kernel/restart-budget.js";

test("pauses double until the fifth crash within a minute, which is the last", () => {
  const budget = new RestartBudget();
  expect([0, 1, 2, 3, 4].map((second) => budget.afterCrash(second * 1000))).toEqual([100, 200, 400, 800, undefined]);
});

test("crashes more than a minute ago are forgiven", () => {
  const budget = new RestartBudget();
  expect([0, 20, 40, 60, 80, 100].map((second) => budget.afterCrash(second * 1000))).toEqual([
    100, 200, 400, 400, 400, 400,
  ]);
});
