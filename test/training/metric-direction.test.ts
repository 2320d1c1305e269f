import { expect, test } from "@jest/globals";
import { Direction, directionOf, winnerAmong } from "../../src/domains/training/series/metric-direction.js";

test.each([
  ["val_loss", Direction.LOWER],
  ["seasonalMase", Direction.LOWER],
  ["logLoss", Direction.LOWER],
  ["perplexity", Direction.LOWER],
  ["reconstruction_error", Direction.LOWER],
  ["calibrationError", Direction.LOWER],
  ["trainingSeconds", Direction.LOWER],
  ["accuracy", Direction.HIGHER],
  ["macro.f1", Direction.HIGHER],
  ["top5Accuracy", Direction.HIGHER],
  ["macroAuc", Direction.HIGHER],
  ["episode_reward", Direction.HIGHER],
  ["successShare", Direction.HIGHER],
  ["stdReturn", undefined],
  ["learning_rate", undefined],
  ["blossom", undefined],
])("what is good for %s is %s", (name, direction) => {
  expect(directionOf(name)).toBe(direction);
});

test("the winner is the one best value of those that are there", () => {
  expect(winnerAmong([null, 2, 3], Direction.LOWER)).toBe(1);
  expect(winnerAmong([null, 2, 3], Direction.HIGHER)).toBe(2);
  expect(winnerAmong([3, 2, 3], Direction.HIGHER)).toBeUndefined();
  expect(winnerAmong([null, null], Direction.HIGHER)).toBeUndefined();
  expect(winnerAmong([1, 2], undefined)).toBeUndefined();
});
