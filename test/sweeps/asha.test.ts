import { expect, test } from "@jest/globals";
import { goesOn, rungsOf } from "../../src/domains/training/sweeps/asha.js";
import { ResourceUnit } from "../../src/domains/training/sweeps/sweep.specs.js";

const unit = ResourceUnit.EPOCH;

test("rungs stand at the least age times powers of the reduction factor, below the greatest", () => {
  expect(rungsOf({ unit, minResource: 2, maxResource: 60, reductionFactor: 3 })).toEqual([2, 6, 18, 54]);
  expect(rungsOf({ unit, minResource: 1, maxResource: 9, reductionFactor: 3 })).toEqual([1, 3]);
  expect(rungsOf({ unit, minResource: 1, maxResource: null, reductionFactor: 4 }).slice(0, 3)).toEqual([1, 4, 16]);
});

test("the first trial at a rung goes on, and after it only the best until there are as many as the factor", () => {
  expect(goesOn(5, [], 3)).toBe(true);
  expect(goesOn(6, [5], 3)).toBe(false);
  expect(goesOn(4, [5], 3)).toBe(true);
});

test("of many trials at a rung the best share goes on", () => {
  const others = Array.from({ length: 29 }, (_, at) => at);
  const kept = Array.from({ length: 30 }, (_, at) => at - 0.5).filter((loss) => goesOn(loss, others, 3));
  expect(kept).toEqual([-0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]);
});

test("a trial as good as the last that goes on goes on too", () => {
  expect(goesOn(1, [1, 1, 1, 2, 2], 3)).toBe(true);
});
