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

const colours = { training: "#3b82c4", validation: "#e07b00", generator: "#7a52b3", discriminator: "#2a9d6f" };
const titles: Record<string, Localized> = {
  loss: { en: "Loss", zh: "损失" },
  accuracy: { en: "Accuracy", zh: "准确率" },
  return: { en: "Return", zh: "回报" },
  frechet: { en: "Fréchet distance to real pictures", zh: "与真实图像的 Fréchet 距离" },
};
const WIDTH = 960;
const HEIGHT = 380;
const PANEL = { width: 340, height: 240, top: 84 };

/** Where the panel of that number is drawn, from the left. */
export function curveBox(index: number): Box {
  return { left: 68 + index * 480, ...PANEL };
}

/** One metric's panel: training as a fine line, validation as a line with a dot an epoch, over epochs. */
export function curvePanel(history: TrainingHistory, metric: string): Panel {
  const written = (value: number) => (metric === "accuracy" ? `${(100 * value).toFixed(1)} %` : value.toPrecision(3));
  return {
    title: bilingual(titles[metric] ?? { en: metric, zh: metric }),
    xLabel: "epoch · 轮",
    series: [
      lineOf(history, metric, { label: "training", width: 1.4, colour: colours.training }),
      lineOf(history, `val_${metric}`, {
        label: "validation",
        colour: colours.validation,
        width: 2.2,
        dots: true,
        endLabel: written,
      }),
    ],
    xDomain: [0, history.epochs],
    ...(metric === "accuracy" ? { yDomain: [1, 1] as [number, number] } : { logY: LOGARITHMIC.includes(metric) }),
  };
}

/** The losses of two networks that learn against each other: neither falls for good, and that neither runs away is what there is to see. */
export function contestPanel(history: TrainingHistory): Panel {
  return {
    title: bilingual({ en: "Losses of the two networks", zh: "两个网络的损失" }),
    xLabel: "epoch · 轮",
    series: CONTENDERS.map((network) =>
      lineOf(history, `${network}_loss`, { label: network, width: 1.4, colour: colours[network] }),
    ),
    xDomain: [0, history.epochs],
  };
}

function lineOf({ metrics, stepsPerEpoch }: TrainingHistory, metric: string, look: Omit<Series, "points">): Series {
  const points = (metrics[metric] ?? []).map(({ step, value }) => ({ x: step / stepsPerEpoch, y: value }));
  return { ...look, points };
}

const PANELS = ["loss", "frechet", "accuracy", "return"];
const LOGARITHMIC = ["loss", "frechet"];
const CONTENDERS = ["generator", "discriminator"] as const;

/** The metrics that are drawn, where a run has them. */
export const DRAWN_METRICS = [
  ...PANELS.flatMap((metric) => [metric, `val_${metric}`]),
  ...CONTENDERS.map((network) => `${network}_loss`),
];

/**
 * Loss, and accuracy or return where it has them, over a run, training beside validation, as SVG. Of two networks that learn against each
 * other the losses of both stand before it, and where there is a Fréchet distance it stands for the loss, which it is.
 */
export function trainingCurves(history: TrainingHistory, name: string): string {
  const { metrics } = history;
  const has = (metric: string) => Boolean(metrics[metric] ?? metrics[`val_${metric}`]);
  const drawn = PANELS.filter((metric) => (metric === "loss" ? !has("frechet") : has(metric)));
  const contest = CONTENDERS.every((network) => metrics[`${network}_loss`]);
  const all = [...(contest ? [contestPanel(history)] : []), ...drawn.map((metric) => curvePanel(history, metric))];
  const panels = all.map((panel, index) => drawPanel(panel, curveBox(index)));
  const legend = [
    { label: "training · 训练", colour: colours.training },
    { label: "validation · 验证", colour: colours.validation },
  ];
  const body = [textAt(24, 34, name, { class: "title" }), drawLegend(legend, WIDTH - 316, 34, 140), ...panels];
  if (contest) body.push(drawLegend(contenders, curveBox(0).left, HEIGHT + 8, 170));
  const height = HEIGHT + (contest ? 28 : 0);
  return svgDocument(WIDTH, height, { en: `Training curves of ${name}`, zh: "训练曲线" }, body.join("\n"));
}

/** The legend of a contest, below its panel. */
const contenders = [
  { label: "generator · 生成器", colour: colours.generator },
  { label: "discriminator · 判别器", colour: colours.discriminator },
];
