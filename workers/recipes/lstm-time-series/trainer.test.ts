import { expect, test } from "@jest/globals";
import { lstmTimeSeries } from "../../../src/domains/training/recipes/lstm-time-series.spec.js";
import { forecastJudge } from "../../evaluation/judges/forecast.judge.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { open } from "./trainer.js";

/** A small network, 507 CO2 windows in 8 steps an epoch. */
const trainers = new Trainers({
  spec: lstmTimeSeries,
  open,
  parameters: { hidden: 12, window: 8, epochs: 2, batchSize: 64, learningRate: 0.01 },
  dataset: "co2",
});

keepsItsPromises(trainers, {
  parameters: { layers: 2, dropout: 0.3 },
  belongsTo: {
    network: { parameters: { hidden: 13 } },
    window: { parameters: { window: 9 } },
    difference: { parameters: { difference: "none" } },
    series: { dataset: "seattle-weather" },
  },
  threads: true,
});

test("the better naive forecast of the validation part is the baseline, the other's figures are logged, and the LSTM beats it", async () => {
  const logged: string[] = [];
  const trainer = await trainers.open({ parameters: { epochs: 6 }, log: (message) => logged.push(message) });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "FORECAST");
  expect(baseline.name).toBe("naive");
  expect(baseline.truth).toEqual(model.truth);
  expect([...baseline.predicted.slice(1)]).toEqual([...model.truth.slice(0, -1)]);
  expect(logged.at(-1)).toMatch(/On the test part, seasonal-naive has a mae of 2\.\d+ ppm and a mase of \d\.\d+\.$/);
  const mase = (forecasts: typeof model) => forecastJudge.evaluate(forecasts) as unknown as { mase: number };
  expect(mase(model).mase).toBeLessThan(0.7 * mase(baseline).mase);
});

test.each(["none", "first", "seasonal"])("with difference %s the temperature's loss falls", async (difference) => {
  const trainer = await trainers.open({
    dataset: "seattle-weather",
    parameters: { difference, season: 30, epochs: 4 },
  });
  const before = await trainer.validate();
  await stepped(trainer);
  expect((await trainer.validate())["loss"]).toBeLessThan(before["loss"]);
});

test("the network has the LSTM's number of weights: 4 · hidden · (inputs + hidden + 1) a layer", async () => {
  const trainer = await trainers.open({ parameters: { hidden: 50, layers: 2 } });
  const weights = Object.values(await trainer.weights());
  const size = 4 * 50 * (3 + 50 + 1) + 4 * 50 * (50 + 50 + 1) + 51;
  expect(weights.reduce((sum, { values }) => sum + values.length, 0)).toBe(size);
});

test("a sample draws forecasts over the truth of the validation part", async () => {
  const [{ text: svg, ...sample }] = await sampleTexts(await trainers.open());
  expect(sample).toMatchObject({ name: "forecast", mediaType: "image/svg+xml" });
  const points = [...svg.matchAll(/data-series="(truth|forecast)" points="([^"]*)"/g)];
  expect(points.map(([, label, drawn = ""]) => [label, drawn.split(" ").length])).toEqual([
    ["truth", 112],
    ["forecast", 112],
  ]);
});
