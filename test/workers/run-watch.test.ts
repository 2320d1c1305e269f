import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { RunWatch, type WatchState } from "../../workers/runtime/run-watch.js";
import type { Warning, WatchedReport } from "../../workers/runtime/watch/watch-rule.js";

const CHANCE = Math.log(10);

/** A run of cnn-image-classification as it went, seed 7. */
const recorded = (name: string) =>
  JSON.parse(readFileSync(`test/fixtures/curves/${name}.json`, "utf8")) as WatchedReport[];
/** On mnist-digits-small, 12 epochs of 16 steps; on mnist-digits, 3 epochs of 126. */
const healthy = ["healthy-cnn", "healthy-cnn-7000"];

/** Reports of a run that reports once an epoch; what `at` leaves out is healthy. */
function reports(count: number, at: (report: number) => Partial<WatchedReport>): WatchedReport[] {
  return Array.from({ length: count }, (_, index) => ({
    epoch: index + 1,
    epochEnded: true,
    metrics: { loss: CHANCE / (index + 1) },
    ...at(index + 1),
  }));
}

const watchOver = (steps: number, state?: WatchState) =>
  new RunWatch({ steps, epochs: steps, chanceLoss: CHANCE }, state);

function show(watch: RunWatch, { metrics: { loss, ...validation }, ...sight }: WatchedReport): Warning[] {
  watch.add({ loss });
  return watch.look({ ...sight, validation });
}

/** What a watch says, as "report CODE". */
function warned(of: WatchedReport[], expected = of.length): string[] {
  const watch = watchOver(expected);
  return of.flatMap((report, index) => show(watch, report).map(({ code }) => `${index + 1} ${code}`));
}

const messagesOf = (of: WatchedReport[]) => {
  const watch = watchOver(of.length);
  return of.flatMap((report) => show(watch, report).map(({ message }) => message));
};
const gradients = (conv: number, dense = 1, silent = 0) => ({
  gradientNorms: { "conv/kernel": conv, "conv/bias": conv, "dense/kernel": dense, "dense/bias": dense },
  silentUnits: { "conv/bias": 0, "dense/bias": silent },
});

test.each(healthy)("a run that went well is not warned of anything: %s", (name) => {
  expect(warned(recorded(name))).toEqual([]);
});

test("a run that learnt 800 digits by heart in 40 epochs is told so once, in epoch 10", () => {
  const run = recorded("over-fitted-cnn");
  const watch = watchOver(run.length);
  const epochs = run.flatMap((report) => show(watch, report).map(({ code }) => [code, report.epoch]));
  expect(epochs).toEqual([["OVER_FITTING", 10]]);
});

test("a run that is resumed from any of its reports warns of the same at the same reports", () => {
  const troubled = reports(200, (n) => ({
    metrics: { loss: n < 110 ? 2.3 : 0.01 / n, val_loss: n < 120 ? 1 : 2 },
    diagnosis: gradients(n > 50 && n < 60 ? 0 : 1),
  }));
  const whole = warned(troubled);
  expect(whole.map((warning) => warning.split(" ")[1])).toEqual(["DEAD_GRADIENTS", "NO_PROGRESS", "OVER_FITTING"]);
  for (const cut of [1, 52, 54, 99, 109, 111, 121, 123, 150]) {
    const first = watchOver(200);
    for (const report of troubled.slice(0, cut)) show(first, report);
    const kept = JSON.stringify(first.state());
    for (const report of troubled.slice(cut)) show(first, report);
    const second = watchOver(200, JSON.parse(kept) as WatchState);
    const after = troubled
      .slice(cut)
      .flatMap((report, index) => show(second, report).map(({ code }) => `${cut + index + 1} ${code}`));
    expect(after).toEqual(whole.filter((warning) => Number.parseInt(warning) > cut));
    expect(second.state()).toEqual(first.state());
  }
});

test("where a loss is measured against the model itself only gradients are watched", () => {
  const troubled = reports(200, (n) => ({
    metrics: { loss: n < 110 ? 2.3 : 0.01 / n, val_loss: n < 120 ? 1 : 2 },
    diagnosis: gradients(n > 50 && n < 60 ? 0 : 1),
  }));
  const watch = new RunWatch({ steps: 200, epochs: 200, movingTarget: true });
  expect(troubled.flatMap((report) => show(watch, report).map(({ code }) => code))).toEqual(["DEAD_GRADIENTS"]);
});

test("a watch looks about two hundred times, and at each epoch's end", () => {
  const watch = watchOver(1_000);
  const looks = Array.from({ length: 1_000 }, (_, index) => watch.due(index + 1, (index + 1) % 333 === 0));
  expect(looks.filter(Boolean)).toHaveLength(203);
});

describe("MODE_COLLAPSE", () => {
  const even = { "0": 50, "1": 50, "2": 50, "3": 50 };
  /** Ten epochs; `made` says what is made in each, from 1 on. */
  const contest = (made: (epoch: number) => Record<string, number>, recognised = 0.9) =>
    warned(
      reports(10, (n) => ({ diagnosis: { gradientNorms: {}, classes: { made: made(n), real: even, recognised } } })),
    );

  test("is told after three epochs without one of the classes, and again when it comes back", () => {
    const without = { ...even, "3": 1 };
    expect(contest((n) => (n > 2 && n !== 6 ? without : even))).toEqual(["5 MODE_COLLAPSE", "9 MODE_COLLAPSE"]);
    expect(contest((n) => (n % 3 === 0 ? even : without))).toEqual([]);
  });

  test("is told where all classes are there and most pictures are of one, and not where they are merely uneven", () => {
    expect(contest(() => ({ "0": 170, "1": 10, "2": 10, "3": 10 }))).toEqual(["3 MODE_COLLAPSE"]);
    expect(contest(() => ({ "0": 90, "1": 60, "2": 30, "3": 20 }))).toEqual([]);
  });

  test("is not told while nothing is recognised yet, but in the second half of a run", () => {
    expect(contest(() => ({ "0": 200 }), 0.05)).toEqual(["8 MODE_COLLAPSE"]);
    expect(contest((n) => (n < 6 ? { "0": 200 } : even), 0.05)).toEqual([]);
  });
});

describe("NO_PROGRESS", () => {
  test("is told of a loss that stays where it began, once two stretches have gone by", () => {
    expect(warned(reports(200, (n) => ({ metrics: { loss: 2.3 + 0.05 * Math.sin(n) } })))).toEqual(["100 NO_PROGRESS"]);
  });

  test("says when the loss is that of guessing, and only then", () => {
    expect(messagesOf(reports(100, () => ({ metrics: { loss: 2.31 } })))).toEqual([
      "The loss has hardly moved: 2.31 over the last 30 reports, 2.31 over those before. Guessing scores 2.3: nothing has been learnt.",
    ]);
    expect(messagesOf(reports(100, () => ({ metrics: { loss: 1.9 } })))).toEqual([
      "The loss has hardly moved: 1.9 over the last 30 reports, 1.9 over those before.",
    ]);
  });

  test("is not told of a loss that has converged, or that keeps falling slowly", () => {
    expect(warned(reports(200, (n) => ({ metrics: { loss: n < 20 ? 2.3 : 0.9 } })))).toEqual([]);
    expect(warned(reports(200, (n) => ({ metrics: { loss: 2.3 * 0.999 ** n } })))).toEqual([]);
  });

  test("is told again when the loss has moved and stands still anew", () => {
    const stairs = reports(200, (n) => ({ metrics: { loss: n < 70 ? 2.3 : 1.9 } }));
    expect(warned(stairs, 100)).toEqual(["60 NO_PROGRESS", "128 NO_PROGRESS"]);
  });

  test("is told of a run that diverged to the loss of guessing", () => {
    expect(warned(reports(100, (n) => ({ metrics: { loss: n < 3 ? 1e6 : 2.3 } }))).at(-1)).toMatch(/NO_PROGRESS/);
  });
});

describe("OVER_FITTING", () => {
  const course = (validation: (n: number) => number, loss = (n: number) => 1 / n) =>
    reports(20, (n) => ({ metrics: { loss: loss(n), val_loss: validation(n) } }));

  test("is told after three epochs clearly above the best, with figures", () => {
    const rising = course((n) => (n < 6 ? 1 / n : 0.2 + 0.05 * (n - 5)));
    expect(warned(rising)).toEqual(["8 OVER_FITTING"]);
    expect(messagesOf(rising)).toEqual([
      "The validation loss was best in epoch 5 (0.2) and is 0.35 now, while the training loss fell from 0.2 to 0.125: it learns the examples by heart.",
    ]);
  });

  test("is told again only after a new best", () => {
    expect(warned(course((n) => (n < 3 ? 1 : n < 10 ? 2 : n === 10 ? 0.5 : 1)))).toEqual([
      "5 OVER_FITTING",
      "13 OVER_FITTING",
    ]);
  });

  test("is not told of one bad epoch, of noise, or of a training loss that rises as well", () => {
    expect(warned(course((n) => (n % 3 === 0 ? 2 : 1)))).toEqual([]);
    expect(warned(course((n) => (n === 5 ? 1 : 1.08)))).toEqual([]);
    expect(warned(course((n) => (n === 5 ? 0.001 : 0.005)))).toEqual([]);
    expect(
      warned(
        course(
          (n) => (n < 6 ? 1 / n : 1),
          (n) => (n < 6 ? 1 / n : 0.5),
        ),
      ),
    ).toEqual([]);
  });
});

describe("EXPLODING_GRADIENTS", () => {
  const course = (at: (n: number) => { norm: number; loss: number }) =>
    reports(20, (n) => {
      const { norm, loss } = at(n);
      return { metrics: { loss }, diagnosis: gradients(norm, norm) };
    });

  test("is told when gradient and loss grow together", () => {
    expect(warned(course((n) => ({ norm: 3 ** n, loss: 2.3 + n / 10 })))).toEqual(["5 EXPLODING_GRADIENTS"]);
  });

  test("is told when the first report comes after the explosion", () => {
    expect(warned(course((n) => ({ norm: 1e6, loss: 1e6 / 10 ** n })))).toEqual(["1 EXPLODING_GRADIENTS"]);
  });

  test("is told again when the loss was below its first in between", () => {
    const twice = course((n) => ({ norm: 1, loss: n === 5 || n === 6 || n === 12 ? 100 : 1 }));
    expect(warned(twice)).toEqual(["5 EXPLODING_GRADIENTS", "12 EXPLODING_GRADIENTS"]);
  });

  test("is not told of a large gradient on the way down, nor of one hard batch", () => {
    expect(warned(course((n) => ({ norm: 3 ** n, loss: 2.3 / n })))).toEqual([]);
    expect(warned(course((n) => (n === 9 ? { norm: 100, loss: 5 } : { norm: 1, loss: 2.3 / n })))).toEqual([]);
  });
});

describe("DEAD_GRADIENTS", () => {
  const course = (count: number, diagnosis: (n: number) => WatchedReport["diagnosis"], loss = 2) =>
    reports(count, (n) => ({ metrics: { loss: n === 1 ? 2.3 : loss / n }, diagnosis: diagnosis(n) }));

  test("is told of a layer that no gradient reaches", () => {
    const vanished = course(10, (n) => gradients(n < 3 ? 1 : 1e-8));
    expect(warned(vanished)).toEqual(["7 DEAD_GRADIENTS"]);
    expect(messagesOf(vanished)).toEqual([
      "For 5 reports these layers have learnt next to nothing: conv (gradient 1e-8).",
    ]);
  });

  test("is told of a layer whose units have fallen silent", () => {
    expect(messagesOf(course(10, () => gradients(1, 1, 0.95)))).toEqual([
      "For 5 reports these layers have learnt next to nothing: dense (95% of its units silent).",
    ]);
  });

  test("is told again only of a layer that was alive in between", () => {
    const flickering = course(30, (n) => gradients(n % 4 === 0 && n > 5 ? 1 : 0));
    expect(warned(flickering)).toEqual(["5 DEAD_GRADIENTS"]);
    const revived = course(30, (n) => gradients(n > 10 && n < 20 ? 1 : 0));
    expect(warned(revived)).toEqual(["5 DEAD_GRADIENTS", "24 DEAD_GRADIENTS"]);
  });

  test("is not told of small gradients everywhere, nor where nothing is left to learn", () => {
    expect(warned(course(20, () => gradients(1e-9, 1e-9)))).toEqual([]);
    expect(warned(course(20, () => gradients(0, 0, 1), 0.001))).toEqual([]);
  });
});
