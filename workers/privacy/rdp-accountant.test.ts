import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { logErfc } from "./error-function.js";
import { PrivacyAccountant } from "./rdp-accountant.js";

interface Case {
  sampleRate: number;
  noiseMultiplier: number;
  steps: number;
  delta: number;
  epsilon: number;
  order: number;
}

const { cases } = JSON.parse(readFileSync("test/fixtures/dp-accountant.json", "utf8")) as { cases: Case[] };

test.each(cases)(
  "rate $sampleRate, noise $noiseMultiplier, $steps steps, δ $delta: ε and its order are those of Opacus",
  ({ delta, epsilon, order, steps, ...step }) => {
    const spent = new PrivacyAccountant(step).spent(steps, delta);
    expect(Math.abs(spent.epsilon / epsilon - 1)).toBeLessThan(1e-6);
    expect(spent.order).toBeCloseTo(order, 6);
  },
);

test("nothing is spent before the first step, and without noise all of it is", () => {
  expect(new PrivacyAccountant({ sampleRate: 0.1, noiseMultiplier: 1 }).spent(0, 1e-5).epsilon).toBe(0);
  expect(new PrivacyAccountant({ sampleRate: 0.1, noiseMultiplier: 0 }).spent(1, 1e-5).epsilon).toBe(Infinity);
});

test("more steps, less noise and larger batches cost more privacy", () => {
  const spent = ({ steps = 200, ...change }: { steps?: number; noiseMultiplier?: number; sampleRate?: number }) =>
    new PrivacyAccountant({ sampleRate: 0.05, noiseMultiplier: 1.2, ...change }).spent(steps, 1e-5).epsilon;
  const usual = spent({});
  for (const change of [{ steps: 400 }, { noiseMultiplier: 1 }, { sampleRate: 0.1 }])
    expect(spent(change)).toBeGreaterThan(usual);
});

test.each([
  [0, 0],
  [0.5, -0.7350111298370844],
  [2.4, -7.280975056055788],
  [2.6, -8.351532930819747],
  [-3, 0.6931361352504468],
  [40, -1604.26155665],
])("ln erfc(%p) = %p", (x, value) => {
  expect(logErfc(x)).toBeCloseTo(value, 7);
});
