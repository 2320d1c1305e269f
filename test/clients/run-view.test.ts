import { expect, test } from "@jest/globals";
import { chart, type Curve } from "../../clients/demo/chart.js";
import { FollowedRun } from "../../clients/demo/followed-run.js";
import { duration, progressLine } from "../../clients/demo/progress.js";
import { epochLine, runView, standing } from "../../clients/demo/run-view.js";
import { plain } from "../../clients/demo/terminal/style.js";
import { widthOf } from "../../clients/demo/terminal/width.js";
import { metricsLogged, statusChanged, twoEpochs } from "./runs.js";

const curve: Curve = {
  title: "accuracy",
  training: [1, 2, 3, 4, 5, 6, 7, 8].map((step) => ({ step, value: step / 10 })),
  validation: [
    { step: 4, value: 0.1 },
    { step: 8, value: 0.8 },
  ],
  steps: 8,
  epochs: 2,
  scale: "linear",
  format: (value) => value.toFixed(2),
};

test("the progress line says epoch, share, step and time left", () => {
  const line = progressLine({ epoch: 2, epochs: 5, step: 315, steps: 630, etaSeconds: 74.6 }, 100, plain);
  expect(line).toMatch(/^epoch 2 of 5 {2}█{25}░{25} {3}50 % {2}step 315 of 630 {2}ETA 1:15$/);
});

test("a narrow progress line gives up the step before the time left", () => {
  const line = progressLine({ epoch: 2, epochs: 5, step: 315, steps: 630, etaSeconds: null }, 40, plain);
  expect(line).toMatch(/^epoch 2 of 5 {2}█+[▏▎▍▌▋▊▉]?░+ {2}.*ETA –:––$/);
  expect(widthOf(line)).toBeLessThanOrEqual(40);
});

test("durations are minutes and seconds", () => {
  expect([0, 7.4, 59.6, 750].map(duration)).toEqual(["0:00", "0:07", "1:00", "12:30"]);
});

test("a rising curve goes from the bottom left to the top right, with a mark for validation at each epoch's end", () => {
  expect(chart(curve, { width: 40, height: 4 }, plain)).toEqual([
    "        accuracy                        ",
    "  0.80 ┤                       ⢀⣀⣀⡤⠤⠖⠒⠚●",
    "       │                ⣀⣠⠤⠖⠒⠚⠉⠉        ",
    "       │        ⣀⣀⡤⠤⠴⠒⠚⠉⠁               ",
    "  0.10 ┤⣀⡤⠤⠴⠒⠚⠉⠉⠁    ●                  ",
    "                       1               2",
    "   ⠒⠒ training 0.80   ● validation 0.80 ",
  ]);
});

test("on a log scale what falls tenfold at each step falls along a straight line", () => {
  const training = [1, 0.1, 0.01, 0.001].map((value, at) => ({ step: at + 1, value }));
  const falling: Curve = { ...curve, training, validation: [], steps: 4, epochs: 1, scale: "log" };
  expect(chart(falling, { width: 40, height: 4 }, plain).slice(1, 5)).toEqual([
    "  1.00 ┤⠉⠓⠒⠦⠤⣄⣀⣀                        ",
    "       │       ⠈⠉⠙⠒⠲⠤⢤⣀⣀                ",
    "       │               ⠈⠉⠉⠓⠒⠦⠤⣄⣀⡀       ",
    "  0.00 ┤                        ⠉⠉⠓⠒⠲⠤⢤⣀",
  ]);
});

test("a curve without points yet is an empty frame", () => {
  const frame = chart({ ...curve, training: [], validation: [] }, { width: 40, height: 4 }, plain);
  expect(frame[1].trim()).toBe("│");
  expect(frame.at(-1)).toContain("training –");
});

test("loss and accuracy stand side by side in 80 columns and one below the other in 60", () => {
  const titles = (columns: number, rows: number) =>
    runView(twoEpochs(), { columns, rows }, plain).filter((line) => /loss|accuracy/.test(line));
  expect(titles(80, 24)).toEqual([expect.stringMatching(/loss \(log scale\) .* accuracy/)]);
  expect(titles(60, 40)).toEqual([expect.stringContaining("loss"), expect.stringContaining("accuracy")]);
});

test("a terminal too small for curves gets the progress line alone", () => {
  for (const room of [
    { columns: 30, rows: 24 },
    { columns: 80, rows: 8 },
  ]) {
    expect(runView(twoEpochs(), room, plain)).toHaveLength(2);
  }
});

test("no line of the view is wider or the view higher than the terminal", () => {
  for (const room of [
    { columns: 80, rows: 24 },
    { columns: 200, rows: 20 },
    { columns: 60, rows: 30 },
  ]) {
    const lines = runView(twoEpochs(), room, plain);
    expect(Math.max(...lines.map(widthOf))).toBeLessThan(room.columns);
    expect(lines.length).toBeLessThan(room.rows);
  }
});

test("a log's line for an epoch gives the means over its training steps and the values in validation", () => {
  expect(epochLine(twoEpochs())).toBe("epoch 2 of 2: loss 0.4000, accuracy 0.8500; in validation 0.3000 and 0.9000");
});

test("an epoch ends with the event that has validation in it", () => {
  const run = new FollowedRun();
  expect(run.take(metricsLogged(4, 1, { loss: 1 }))).toBe(false);
  expect(run.take(metricsLogged(8, 1, { loss: 1, val_loss: 1 }))).toBe(true);
});

test("what a run does is said in words, with the reason where there is one", () => {
  const run = new FollowedRun();
  expect(standing(run)).toBe("Waiting for a worker.");
  run.take(statusChanged("QUEUED", "its worker was lost"));
  expect(standing(run)).toBe("Waiting for a worker again: its worker was lost.");
  expect(standing(twoEpochs())).toBe("Trained; the test pictures are being judged.");
  run.take(statusChanged("CANCELLING", "cancelled by a person"));
  expect(standing(run)).toBe("The run is cancelling: cancelled by a person.");
});
