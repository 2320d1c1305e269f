import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { type ClassificationEvaluation, evaluateClassification } from "../../workers/evaluation/classification.js";
import { predictedLabels } from "../../workers/evaluation/predictions.js";
import { rank, thinned } from "../../workers/evaluation/ranking.js";

interface Rates {
  precision: number;
  recall: number;
  f1: number;
}

interface Reference {
  name: string;
  labels: number[];
  truth: number[];
  probabilities: number[][];
  predicted: number[];
  accuracy: number;
  balancedAccuracy: number;
  kappa: number;
  mcc: number;
  confusion: number[][];
  logLoss: number;
  brier?: number;
  perClass: Record<"precision" | "recall" | "f1" | "support", number[]>;
  macro: Rates;
  micro: Rates;
  weighted: Rates;
  ovrAuc: ({ auc: number; averagePrecision: number; roc: [number[], number[]] } | null)[];
}

const { classification: references } = JSON.parse(readFileSync("test/fixtures/metrics.json", "utf8")) as {
  classification: Reference[];
};

function scored({ labels, truth, probabilities }: Reference) {
  return { classes: labels.map(String), labels: truth, probabilities: Float64Array.from(probabilities.flat()) };
}

function expectClose(actual: number | null | undefined, expected: number) {
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThan(1e-9);
}

function expectRates(actual: Rates, expected: Rates) {
  for (const rate of ["precision", "recall", "f1"] as const) expectClose(actual[rate], expected[rate]);
}

describe.each(references)("scikit-learn's figures: $name", (reference) => {
  const evaluation: ClassificationEvaluation = evaluateClassification(scored(reference));

  test("predicted class and confusion matrix", () => {
    expect([...predictedLabels(scored(reference))]).toEqual(reference.predicted);
    expect(evaluation.confusion).toEqual(reference.confusion);
  });

  test("accuracy, balanced accuracy, kappa and Matthews correlation", () => {
    for (const figure of ["accuracy", "balancedAccuracy", "kappa", "mcc"] as const)
      expectClose(evaluation[figure], reference[figure]);
  });

  test("precision, recall, F1 and support of each class", () => {
    evaluation.classes.forEach((rates, c) => {
      for (const rate of ["precision", "recall", "f1", "support"] as const)
        expectClose(rates[rate], reference.perClass[rate][c]);
    });
  });

  test("macro, micro and weighted averages", () => {
    for (const average of ["macro", "micro", "weighted"] as const) expectRates(evaluation[average], reference[average]);
  });

  test("log loss and Brier score", () => {
    expectClose(evaluation.logLoss, reference.logLoss);
    if (reference.brier === undefined) expect(evaluation.brier).toBeNull();
    else expectClose(evaluation.brier, reference.brier);
  });

  test("ROC curve, area under it and average precision of each class against the rest", () => {
    reference.ovrAuc.forEach((expected, label) => {
      const { auc, averagePrecision, roc } = evaluation.classes[label];
      if (expected === null)
        return expect({ auc, averagePrecision, roc }).toEqual({ auc: null, averagePrecision: null, roc: [] });
      expectClose(auc, expected.auc);
      expectClose(averagePrecision, expected.averagePrecision);
      const scores = reference.probabilities.map((row) => row[label]);
      const full = rank(scores, (row) => reference.truth[row] === label)?.roc ?? [];
      expect(full).toHaveLength(expected.roc[0].length);
      full.forEach((point, i) => {
        expectClose(point.falsePositiveRate, expected.roc[0][i]);
        expectClose(point.truePositiveRate, expected.roc[1][i]);
      });
    });
  });

  test("the macro area is the mean of the classes that have one", () => {
    const areas = reference.ovrAuc.flatMap((expected) => expected?.auc ?? []);
    expectClose(evaluation.macroAuc, areas.reduce((sum, area) => sum + area, 0) / areas.length);
  });
});

/** 1,000 rows in which every second one is positive, so that the curve is all corners. */
const jagged = rank(
  Float64Array.from({ length: 1_000 }, (_, row) => -row),
  (row) => row % 2 === 0,
);

test("a thinned curve keeps its ends and at most so many of its points", () => {
  const full = jagged?.roc ?? [];
  const thin = thinned(full, 200);
  expect(full.length).toBe(1_001);
  expect(thin).toHaveLength(200);
  expect([thin[0], thin.at(-1)]).toEqual([full[0], full.at(-1)]);
  for (const point of thin) expect(full).toContain(point);
});

test("a thinned curve drops points on straight runs first, which leaves the area as it was", () => {
  const perfect =
    rank(
      Float64Array.from({ length: 600 }, (_, row) => -row),
      (row) => row < 300,
    )?.roc ?? [];
  expect(thinned(perfect, 200).map((p) => [p.falsePositiveRate, p.truePositiveRate])).toEqual([
    [0, 0],
    [0, 1],
    [1, 1],
  ]);
});

test("evaluation reports the area of the full curve beside the thinned points", () => {
  const probabilities = Float64Array.from({ length: 2_000 }, (_, i) => (i % 2 ? 1 - (i - 1) / 2_000 : i / 2_000));
  const labels = Int32Array.from({ length: 1_000 }, (_, row) => (row + 1) % 2);
  const [, positive] = evaluateClassification({ classes: ["a", "b"], labels, probabilities }).classes;
  expect(positive?.roc).toHaveLength(200);
  expect(positive?.auc).toBe(jagged?.auc);
});

test("float32 probabilities of 0 cost what scikit-learn charges them", () => {
  const evaluation = evaluateClassification({ classes: ["a", "b"], labels: [0], probabilities: Float32Array.of(0, 1) });
  expect(evaluation.logLoss).toBeCloseTo(-Math.log(2 ** -23), 6);
});

test("predictions that do not fit their classes are refused with what is wrong", () => {
  const refuse = (labels: number[], probabilities: number[]) => () =>
    evaluateClassification({ classes: ["a", "b"], labels, probabilities: Float64Array.from(probabilities) });
  expect(refuse([], [])).toThrow("no predictions");
  expect(refuse([0], [1])).toThrow("1 probabilities for 1 rows of 2 classes");
  expect(refuse([2], [0, 1])).toThrow("row 0 has label 2");
});
