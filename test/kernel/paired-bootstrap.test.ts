import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import { pairedBootstrap } from "../../src/kernel/statistics/paired-bootstrap.js";

const random = new RandomStreams(6).stream("scores");
const noise = (rows: number) => random.fillNormal(new Float32Array(rows));

test("of rows whose difficulty both share, the interval is that of the differences, about 1.96 standard errors to each side", async () => {
  const rows = 2_000;
  const [difficulty, one] = [noise(rows).map((value) => 10 * value), noise(rows)];
  const first = difficulty.map((value, row) => value + one[row]);
  const { value, low, high, pValue } = await pairedBootstrap(first, difficulty);
  const reach = 1.96 / Math.sqrt(rows);
  expect(value).toBeCloseTo(one.reduce((sum, difference) => sum + difference, 0) / rows, 6);
  expect((high! - low!) / 2 / reach).toBeGreaterThan(0.9);
  expect((high! - low!) / 2 / reach).toBeLessThan(1.1);
  expect(pValue > 0.05).toBe(low! < 0 && high! > 0);
});

test("a clear difference is improbable as chance, and the other way round it is the same", async () => {
  const [one, other] = [noise(300).map((value) => value + 1), noise(300)];
  const difference = await pairedBootstrap(one, other);
  expect(difference.pValue).toBeCloseTo(2 / 1_001, 9);
  const turned = await pairedBootstrap(other, one);
  expect(turned.value).toBeCloseTo(-difference.value, 12);
  expect(turned.pValue).toBe(difference.pValue);
});

test("of equally good models, about one comparison in twenty is found to differ", async () => {
  let found = 0;
  for (let comparison = 0; comparison < 200; comparison++)
    found += Number((await pairedBootstrap(noise(60), noise(60))).pValue < 0.05);
  expect(found).toBeGreaterThan(2);
  expect(found).toBeLessThan(26);
});

test("equal scores differ by nothing, and one row alone tells nothing", async () => {
  const scores = noise(50);
  expect(await pairedBootstrap(scores, scores)).toEqual({ value: 0, pValue: 1 });
  expect(await pairedBootstrap(Float32Array.of(3), Float32Array.of(1))).toEqual({ value: 2, pValue: 1 });
});
