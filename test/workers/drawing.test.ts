import { expect, test } from "@jest/globals";
import { inflateSync } from "node:zlib";
import { confusionHeatmap } from "../../workers/drawing/confusion-heatmap.js";
import { imageGrid } from "../../workers/drawing/image-grid.js";
import { panelScales } from "../../src/kernel/drawing/panel.js";
import { greyPng } from "../../workers/drawing/png.js";
import { precisionRecallCurves } from "../../workers/drawing/precision-recall-curves.js";
import { rocCurves } from "../../workers/drawing/roc-curves.js";
import { linearScale, logScale } from "../../src/kernel/drawing/scale.js";
import {
  contestPanel,
  curveBox,
  curvePanel,
  trainingCurves,
  type TrainingHistory,
} from "../../workers/drawing/training-curves.js";
import { evaluateClassification } from "../../workers/evaluation/classification.js";

const history: TrainingHistory = {
  metrics: {
    loss: [
      { step: 10, value: 2.3 },
      { step: 20, value: 0.9 },
      { step: 40, value: 0.11 },
    ],
    val_loss: [
      { step: 20, value: 0.8 },
      { step: 40, value: 0.2 },
    ],
    accuracy: [
      { step: 10, value: 0.31 },
      { step: 40, value: 0.93 },
    ],
    val_accuracy: [{ step: 40, value: 0.95 }],
  },
  stepsPerEpoch: 20,
  epochs: 2,
};

/** The drawn lines of a label, each as its points in pixels. */
function polylines(svg: string, label: string): number[][][] {
  return [...svg.matchAll(/<polyline data-series="([^"]*)" points="([^"]*)"/g)]
    .filter(([, drawn]) => drawn === label)
    .map(([, , points = ""]) => points.split(" ").map((point) => point.split(",").map(Number)));
}

test("a linear axis has round ticks that enclose the data, and maps evenly between them", () => {
  const scale = linearScale([0.13, 0.94], [0, 100]);
  expect(scale.ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(scale.ticks.map(scale.label)).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
  expect(scale(0.25)).toBeCloseTo(25, 9);
  expect(linearScale([0, 2_500], [0, 1]).ticks).toEqual([0, 500, 1_000, 1_500, 2_000, 2_500]);
});

test("an axis of equal values still has a length", () => {
  expect(linearScale([3, 3], [0, 100])(3)).toBeGreaterThanOrEqual(0);
  expect(Number.isFinite(logScale([5, 5], [0, 100])(5))).toBe(true);
});

test("a logarithmic axis has ticks at 1, 2 and 5, and maps equal ratios to equal lengths", () => {
  const scale = logScale([0.06, 2.3], [0, 90]);
  expect(scale.ticks).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2, 5]);
  expect(scale(0.05)).toBeCloseTo(0, 9);
  expect(scale(5)).toBeCloseTo(90, 9);
  expect(scale(0.5) - scale(0.05)).toBeCloseTo(scale(5) - scale(0.5), 9);
});

test("training curves plot every reported point where the axes put it", () => {
  const svg = trainingCurves(history, "digits");
  ["loss", "accuracy"].forEach((metric, index) => {
    const { x, y } = panelScales(curvePanel(history, metric), curveBox(index));
    for (const [series, label] of [
      [metric, "training"],
      [`val_${metric}`, "validation"],
    ] as const) {
      const expected = history.metrics[series]?.map(({ step, value }) => [x(step / 20), y(value)]) ?? [];
      const drawn = polylines(svg, label)[index] ?? [];
      expect(drawn).toHaveLength(expected.length);
      drawn.flat().forEach((pixel, i) => expect(Math.abs(pixel - expected.flat()[i])).toBeLessThan(0.006));
    }
  });
});

test("training curves have a dot for each validation, a legend in both languages and the last validation", () => {
  const svg = trainingCurves(history, "digits");
  expect(svg.match(/<circle /g)).toHaveLength(3);
  for (const text of [
    "training · 训练",
    "validation · 验证",
    "Loss · 损失",
    "Accuracy · 准确率",
    ">0.200<",
    ">95.0 %<",
  ])
    expect(svg).toContain(text);
});

test("the loss axis is logarithmic only where the loss falls tenfold and stays above zero", () => {
  const axis = (values: number[]) => {
    const loss = values.map((value, step) => ({ step, value }));
    return panelScales(curvePanel({ ...history, metrics: { loss } }, "loss"), curveBox(0)).y;
  };
  expect(axis([2.3, 0.1]).logarithmic).toBe(true);
  expect(axis([2.3, 1.1]).logarithmic).toBe(false);
  expect(axis([2.3, 1.1]).ticks[0]).toBe(0);
  expect(axis([2.3, -1]).logarithmic).toBe(false);
});

test("a run without accuracy but with returns draws these beside its loss, on an even scale", () => {
  const metrics = { return: [9, 200].map((value, i) => ({ step: i + 1, value })), val_loss: [{ step: 2, value: 0.1 }] };
  const svg = trainingCurves({ metrics, stepsPerEpoch: 1, epochs: 2 }, "pole");
  expect(svg).toContain("Return · 回报<");
  expect(svg).not.toContain("Accuracy");
});

test("of two networks that learn against each other both losses are drawn where the axes put them, beside the Fréchet distance", () => {
  const course = (values: number[]) => values.map((value, i) => ({ step: 5 * i + 5, value }));
  const contest: TrainingHistory = {
    metrics: {
      generator_loss: course([0.7, 2.1, 0.9]),
      discriminator_loss: course([1.4, 0.4, -1.2]),
      val_frechet: course([480, 12]),
      val_loss: course([480, 12]),
    },
    stepsPerEpoch: 5,
    epochs: 3,
  };
  const svg = trainingCurves(contest, "digits");
  const panels = [contestPanel(contest), curvePanel(contest, "frechet")];
  const lines = {
    generator: [0, "generator_loss"],
    discriminator: [0, "discriminator_loss"],
    validation: [1, "val_frechet"],
  } as const;
  for (const [label, [panel, metric]] of Object.entries(lines)) {
    const { x, y } = panelScales(panels[panel], curveBox(panel));
    const expected = contest.metrics[metric].map(({ step, value }) => [x(step / 5), y(value)]);
    const [points, ...others] = polylines(svg, label);
    expect(others).toEqual([]);
    points.flat().forEach((pixel, i) => expect(Math.abs(pixel - expected.flat()[i])).toBeLessThan(0.006));
    expect(points).toHaveLength(expected.length);
  }
  for (const text of [
    "Losses of the two networks · 两个网络的损失",
    "generator · 生成器",
    "discriminator · 判别器",
    "Fréchet distance",
  ])
    expect(svg).toContain(text);
  expect(svg).not.toContain("Loss · 损失");
});

test("two networks without a Fréchet distance have their losses drawn beside the loss of their task", () => {
  const course = [0.7, 0.5].map((value, i) => ({ step: i + 1, value }));
  const metrics = { generator_loss: course, discriminator_loss: course, loss: course, val_loss: course };
  const svg = trainingCurves({ metrics, stepsPerEpoch: 1, epochs: 2 }, "noise");
  for (const label of ["generator", "discriminator", "training", "validation"])
    expect(polylines(svg, label)).toHaveLength(1);
  expect(svg).toContain("Loss · 损失");
});

test("a run without any metric draws its axes and no lines", () => {
  const svg = trainingCurves({ metrics: {}, stepsPerEpoch: 1, epochs: 1 }, "none");
  expect(svg).toContain("Loss · 损失");
  expect(svg).not.toContain("<polyline");
  expect(svg).not.toContain("NaN");
});

const evaluation = evaluateClassification({
  classes: ["cat", "dog", "<owl>"],
  labels: [0, 0, 1, 1, 2, 2],
  probabilities: Float64Array.of(
    0.8,
    0.1,
    0.1,
    0.3,
    0.6,
    0.1,
    0.2,
    0.7,
    0.1,
    0.1,
    0.8,
    0.1,
    0.1,
    0.2,
    0.7,
    0.5,
    0.1,
    0.4,
  ),
});

test("the heat map has a cell for each pair of classes with its count, stronger where the share is larger", () => {
  const cells = [
    ...confusionHeatmap(evaluation).matchAll(
      /data-true="(\d)" data-predicted="(\d)" data-count="(\d)".*?fill-opacity="([\d.]+)"/g,
    ),
  ];
  const counts = [0, 1, 2].map((t) =>
    [0, 1, 2].map((p) => Number(cells.find((c) => c[1] === `${t}` && c[2] === `${p}`)?.[3])),
  );
  expect(counts).toEqual(evaluation.confusion);
  for (const [, truth, , count, opacity] of cells) {
    const support = evaluation.classes[Number(truth)]?.support ?? NaN;
    expect(Number(opacity)).toBeCloseTo(Math.sqrt(Number(count) / support), 2);
  }
});

test("long class names make room for themselves", () => {
  const names = ["Shakespearean sonnets", "Tang dynasty poems in regulated verse"];
  const classes = evaluation.classes.slice(0, 2).map((rates, i) => ({ ...rates, name: names[i] }));
  const [, left] = /<rect data-true="0" data-predicted="0" data-count="\d" x="([\d.]+)"/.exec(
    confusionHeatmap({ classes, confusion: evaluation.confusion.slice(0, 2) }),
  ) as RegExpExecArray;
  expect(Number(left)).toBeGreaterThan(6 * names[1].length);
});

test("class names are written as text, whatever they contain", () => {
  expect(confusionHeatmap(evaluation)).toContain("&lt;owl&gt;");
  expect(rocCurves(evaluation)).not.toContain("<owl>");
});

test("ROC curves run from the lower left to the upper right, with each class's area", () => {
  const svg = rocCurves(evaluation);
  for (const { name, auc } of evaluation.classes) {
    const [line = []] = polylines(svg, name.replace("<", "&lt;").replace(">", "&gt;"));
    expect([line[0], line.at(-1)]).toEqual([
      [68, 484],
      [468, 84],
    ]);
    expect(svg).toContain(`>${(auc as number).toFixed(4)}<`);
  }
});

test("precision over recall falls in steps, from no recall to all, with each class's average precision", () => {
  const svg = precisionRecallCurves(evaluation);
  for (const { name, averagePrecision, precisionRecall } of evaluation.classes) {
    const [line = []] = polylines(svg, name.replace("<", "&lt;").replace(">", "&gt;"));
    expect(line).toHaveLength(2 * precisionRecall.length);
    expect([line[0][0], line.at(-1)![0]]).toEqual([68, 468]);
    for (let i = 0; i < line.length; i += 2) expect(line[i][1]).toBe(line[i + 1][1]);
    expect(svg).toContain(`>${averagePrecision!.toFixed(4)}<`);
  }
});

test("a PNG holds exactly the pixels it was given", () => {
  const png = greyPng(Uint8Array.of(0, 10, 20, 30, 40, 255), 3, 2);
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([3, 2, 8, 0]);
  const length = png.readUInt32BE(33);
  expect(png.subarray(37, 41).toString()).toBe("IDAT");
  expect([...inflateSync(png.subarray(41, 41 + length))]).toEqual([0, 0, 10, 20, 0, 30, 40, 255]);
  expect(png.subarray(-4).toString("hex")).toBe("ae426082");
});

test("an image grid embeds each picture and frames the wrong ones", () => {
  const pixels = Uint8Array.of(0, 255, 255, 0);
  const cell = (label: string, wrong: boolean) => ({ pixels, label, note: "90 %", wrong });
  const svg = imageGrid({ en: "Grid", zh: "网格" }, 2, [
    { title: { en: "Row", zh: "行" }, cells: [cell("3", false), cell("4 ≠ 9", true)] },
  ]);
  expect(svg.split(greyPng(pixels, 2, 2).toString("base64"))).toHaveLength(3);
  expect(svg.match(/class="bad"/g)).toHaveLength(1);
  expect(svg).toContain(">4 ≠ 9<");
});
