import { expect, test } from "@jest/globals";
import type { TimeSeries } from "../../datasets/time-series.js";
import { FEATURES, forecastsOf, inputsOf, prepare, targetsOf, truthOf } from "./data.js";

/** t² / 10 at the times 0 to 99. */
function squares(changed?: { time: number; value: number }): TimeSeries {
  const values = Float64Array.from({ length: 100 }, (_, time) => time ** 2 / 10);
  if (changed) values[changed.time] = changed.value;
  const dates = Array.from(values, (_, time) => String(time));
  return {
    title: { en: "", zh: "" },
    dates,
    values,
    unit: "m",
    step: "day",
    season: 7,
    filled: 0,
    column: "value",
    sha256: "",
  };
}

const first = { window: 5, difference: "first", season: 0 } as const;

test("the parts follow each other in time, and every row has a whole window before it", () => {
  const { train, validation, test: held } = prepare(squares(), first).split;
  expect([...train, ...validation, ...held]).toEqual(Array.from({ length: 94 }, (_, i) => i + 6));
  expect([validation[0], held[0]]).toEqual([70, 85]);
  expect(prepare(squares(), { ...first, difference: "seasonal" }).split.train[0]).toBe(12);
  expect(prepare(squares(), { ...first, difference: "none" }).split.train[0]).toBe(5);
});

test("what comes after the training part changes neither its mean nor its deviation", () => {
  const { mean, deviation } = prepare(squares(), first);
  expect(prepare(squares({ time: 70, value: 1e6 }), first)).toMatchObject({ mean, deviation });
  expect(prepare(squares({ time: 69, value: 1e6 }), first).mean).not.toBe(mean);
});

test("a row's inputs are the steps before it and the season's phase; neither its own value nor a later one is among them", () => {
  const data = prepare(squares(), first);
  const rows = Int32Array.of(80, 90);
  const inputs = inputsOf(data, rows);
  expect(inputs).toHaveLength(5 * 2 * FEATURES);
  expect(inputs[0]).toBe(data.standardised[75]);
  expect(inputs[(5 + 4) * FEATURES]).toBe(data.standardised[89]);
  expect(inputs[4 * FEATURES + 1]).toBeCloseTo(Math.sin((2 * Math.PI * 80) / 7), 6);
  expect(inputsOf(prepare(squares({ time: 80, value: 1e6 }), first), rows.subarray(0, 1))).toEqual(
    inputsOf(data, rows.subarray(0, 1)),
  );
});

test.each(["none", "first", "seasonal"] as const)(
  "a network that is right forecasts the truth, with difference %s",
  (difference) => {
    const data = prepare(squares(), { ...first, difference });
    const rows = data.split.test;
    const forecasts = forecastsOf(data, rows, targetsOf(data, rows));
    truthOf(data, rows).forEach((truth, at) => expect(forecasts[at]).toBeCloseTo(truth, 2));
  },
);
