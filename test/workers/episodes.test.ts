import { expect, test } from "@jest/globals";
import { evaluateEpisodes } from "../../workers/evaluation/episodes.js";
import { episodesJudge } from "../../workers/evaluation/judges/episodes.judge.js";
import type { EpisodeReturns } from "../../workers/evaluation/test-predictions.js";

const episodes = (returns: number[], success = 200): EpisodeReturns => ({
  returns: Float32Array.from(returns),
  success,
});

test("mean, median, deviation, extremes and successes are those worked out by hand", () => {
  expect(evaluateEpisodes(episodes([200, 50, 200, 110]))).toMatchObject({
    rows: 4,
    meanReturn: 140,
    medianReturn: 155,
    // Squares 3600, 8100, 3600, 900 of the differences; 16200 / 3 = 5400.
    stdReturn: Math.sqrt(5400),
    leastReturn: 50,
    greatestReturn: 200,
    successShare: 0.5,
  });
});

test("the interval of a mean is near the normal one for many returns, and always the same", () => {
  const returns = Array.from({ length: 400 }, (_, i) => i % 100);
  const { meanReturn, stdReturn, details } = evaluateEpisodes(episodes(returns));
  const half = (1.96 * (stdReturn ?? 0)) / Math.sqrt(400);
  const { low, high } = details.intervals.meanReturn ?? { low: 0, high: 0 };
  expect(Math.abs(low - (meanReturn - half))).toBeLessThan(0.3);
  expect(Math.abs(high - (meanReturn + half))).toBeLessThan(0.3);
  expect(evaluateEpisodes(episodes(returns)).details).toEqual(details);
});

test("a single episode has neither deviation nor intervals", () => {
  const { meanReturn, stdReturn, details } = evaluateEpisodes(episodes([-21], 1));
  expect([meanReturn, stdReturn, details.intervals]).toEqual([-21, null, {}]);
});

test.each([
  ["none", [], "there are no episodes to evaluate"],
  ["one without a number", [1, NaN], "a return is not a finite number"],
])("of episodes, %s is refused", (_, returns, message) => {
  expect(() => evaluateEpisodes(episodes(returns))).toThrow(new RangeError(message));
});

test("the judge reads back what it wrote, and draws every episode into one bar", () => {
  const played = episodes([-21, -20, -20, 3, 21], 1);
  const { tensors, json } = episodesJudge.encode(played);
  expect(episodesJudge.decode({ tensors, json })).toEqual(played);
  const [{ kind, name, svg }] = episodesJudge.draw(played, episodesJudge.evaluate(played));
  expect([kind, name]).toEqual(["FIGURE", "returns.svg"]);
  const counts = [...svg.matchAll(/data-count="(\d+)"/g)].map(([, count]) => Number(count));
  expect(counts.reduce((sum, count) => sum + count)).toBe(5);
});
