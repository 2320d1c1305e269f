import type { Localized } from "../../src/kernel/localized.js";
import { type Box, drawLegend, drawPanel, type Panel, type Series } from "../../src/kernel/drawing/panel.js";
import { bilingual, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";

/** Values of one metric over a run, in the order of the steps. */
export type MetricSeries = { step: number; value: number }[];

export interface TrainingHistory {
  /** By name, as reported: `loss` while training beside `val_loss` on held-out data, and so on. */
  metrics: Record<string, MetricSeries>;
  stepsPerEpoch: number;
  epochs: number;
}

const colours = { training: "#3b82c4", validation: "#e07b00" };
const titles: Record<string, Localized> = {
  loss: { en: "Loss", zh: "损失" },
  accuracy: { en: "Accuracy", zh: "准确率" },
  return: { en: "Return", zh: "回报" },
};
const WIDTH = 960;
const HEIGHT = 380;
const PANEL = { width: 340, height: 240, top: 84 };

/** Where the panel of that number is drawn, from the left. */
export function curveBox(index: number): Box {
  return { left: 68 + index * 480, ...PANEL };
}

/** One metric's panel: training as a fine line, validation as a line with a dot an epoch, over epochs. */
export function curvePanel({ metrics, stepsPerEpoch, epochs }: TrainingHistory, metric: string): Panel {
  const line = (name: string, label: string, look: Partial<Series>, colour: string): Series => ({
    label,
    colour,
    ...look,
    points: (metrics[name] ?? []).map(({ step, value }) => ({ x: step / stepsPerEpoch, y: value })),
  });
  const written = (value: number) => (metric === "accuracy" ? `${(100 * value).toFixed(1)} %` : value.toPrecision(3));
  return {
    title: bilingual(titles[metric] ?? { en: metric, zh: metric }),
    xLabel: "epoch · 轮",
    series: [
      line(metric, "training", { width: 1.4 }, colours.training),
      line(`val_${metric}`, "validation", { width: 2.2, dots: true, endLabel: written }, colours.validation),
    ],
    xDomain: [0, epochs],
    ...(metric === "accuracy" ? { yDomain: [1, 1] as [number, number] } : { logY: metric === "loss" }),
  };
}

const PANELS = ["loss", "accuracy", "return"];

/** The metrics that are drawn, where a run has them. */
export const DRAWN_METRICS = PANELS.flatMap((metric) => [metric, `val_${metric}`]);

/** Loss, and accuracy or return where it has them, over a run, training beside validation, as SVG. */
export function trainingCurves(history: TrainingHistory, name: string): string {
  const known = PANELS.filter(
    (metric) => (metric === "loss" || history.metrics[metric]) ?? history.metrics[`val_${metric}`],
  );
  const panels = known.map((metric, index) => drawPanel(curvePanel(history, metric), curveBox(index)));
  const legend = [
    { label: "training · 训练", colour: colours.training },
    { label: "validation · 验证", colour: colours.validation },
  ];
  const body = [textAt(24, 34, name, { class: "title" }), drawLegend(legend, WIDTH - 316, 34, 140), ...panels];
  return svgDocument(WIDTH, HEIGHT, { en: `Training curves of ${name}`, zh: "训练曲线" }, body.join("\n"));
}
