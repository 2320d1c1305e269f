import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { type ClassificationEvaluation, evaluateClassification } from "../../workers/evaluation/classification.js";
import { confusedPairs } from "../../workers/evaluation/confused-pairs.js";
import { predictedLabels } from "../../workers/evaluation/predictions.js";
import { areaByCounts, rank, thinned } from "../../workers/evaluation/ranking.js";

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
      const { auc, averagePrecision, roc, precisionRecall } = evaluation.classes[label];
      if (expected === null) {
        const none = { auc: null, averagePrecision: null, roc: [], precisionRecall: [] };
        return expect({ auc, averagePrecision, roc, precisionRecall }).toEqual(none);
      }
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

  test("the area under the steps of precision over recall is scikit-learn's average precision", () => {
    reference.ovrAuc.forEach((expected, label) => {
      if (expected === null) return;
      const curve = evaluation.classes[label].precisionRecall;
      const area = curve.reduce((sum, { recall, precision }, i) => {
        return sum + (recall - (curve[i - 1]?.recall ?? 0)) * precision;
      }, 0);
      expectClose(area, expected.averagePrecision);
      expect(curve.at(-1)!.recall).toBe(1);
    });
  });

  test("areas of rows counted once are the areas, those of rows counted twice the same", () => {
    reference.ovrAuc.forEach((expected, label) => {
      const scores = reference.probabilities.map((row) => row[label]);
      const area = areaByCounts(scores, (row) => reference.truth[row] === label);
      for (const times of [1, 2]) {
        const found = area(new Uint32Array(scores.length).fill(times));
        if (expected) expectClose(found, expected.auc);
        else expect(found).toBeNaN();
      }
    });
  });

  test("the pairs confused most often are the largest counts beside the diagonal", () => {
    const counts = reference.confusion.flatMap((row, t) => row.filter((count, p) => p !== t && count > 0));
    const pairs = evaluation.details.confusedPairs;
    expect(pairs.map(({ count }) => count)).toEqual(counts.sort((a, b) => b - a).slice(0, 10));
    for (const { truth, predicted, count, share } of pairs) {
      const row = reference.confusion[Number(truth)];
      expect([row[Number(predicted)], share]).toEqual([count, count / row.reduce((a, b) => a + b)]);
    }
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

test("points of precision over recall stand where a threshold finds more, by hand", () => {
  // By falling score: yes, no, then a tie of yes and no, then no.
  const truth = [true, false, true, false, false];
  const { precisionRecall } = rank([0.9, 0.8, 0.5, 0.5, 0.1], (row) => truth[row])!;
  expect(precisionRecall).toEqual([
    { recall: 0.5, precision: 1, threshold: 0.9 },
    { recall: 1, precision: 0.5, threshold: 0.5 },
  ]);
});

test("a curve of precision over recall has at most 200 points, its ends among them", () => {
  const probabilities = Float64Array.from({ length: 2_000 }, (_, i) => (i % 2 ? 1 - (i - 1) / 2_000 : i / 2_000));
  const labels = Int32Array.from({ length: 1_000 }, (_, row) => (row + 1) % 2);
  const [, { precisionRecall }] = evaluateClassification({ classes: ["a", "b"], labels, probabilities }).classes;
  expect(precisionRecall).toHaveLength(200);
  expect(precisionRecall[0]).toMatchObject({ recall: 1 / 500, precision: 1 });
  expect(precisionRecall.at(-1)).toMatchObject({ recall: 1 });
});

test("of pairs confused equally often the larger share comes first, and at most ten are named", () => {
  const confusion = [
    [0, 2, 0],
    [1, 7, 2],
    [0, 0, 4],
  ];
  expect(confusedPairs(["a", "b", "c"], confusion)).toEqual([
    { truth: "a", predicted: "b", count: 2, share: 1 },
    { truth: "b", predicted: "c", count: 2, share: 0.2 },
    { truth: "b", predicted: "a", count: 1, share: 0.1 },
  ]);
  const classes = ["a", "b", "c", "d"];
  expect(confusedPairs(classes, classes.map(() => [1, 1, 1, 1]))).toHaveLength(10); // prettier-ignore
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
  expect(refuse([0, 1], [0, 1, NaN, 1])).toThrow("a probability is not a finite number");
});
