import { type Box, drawLegend, drawPanel } from "../../src/kernel/drawing/panel.js";
import { bilingual, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import { severalSteps } from "../../src/domains/training/datasets/formats/calendar.js";
import type { Localized } from "../../src/kernel/localized.js";
import type { Forecasts } from "../evaluation/test-predictions.js";

const colours = { truth: "#667085", forecast: "#e07b00", error: "#3b82c4" };
const [WIDTH, HEIGHT] = [960, 570];
const VALUES: Box = { left: 68, top: 84, width: 860, height: 250 };
const ERRORS: Box = { left: 68, top: 396, width: 860, height: 110 };

type Drawn = Pick<Forecasts, "truth" | "predicted" | "unit" | "from" | "step">;

/** Forecasts over the truth as SVG, and below them what they were wrong by. */
export function forecastChart(title: Localized, { truth, predicted, unit, from, step }: Drawn): string {
  const line = (label: string, colour: string, values: Float32Array, width: number) => ({
    label,
    colour,
    width,
    points: Array.from(values, (y, x) => ({ x, y })),
  });
  const xDomain: [number, number] = [0, truth.length - 1];
  const values = {
    title: unit,
    xLabel: "",
    xDomain,
    series: [line("truth", colours.truth, truth, 2.4), line("forecast", colours.forecast, predicted, 1.4)],
  };
  const names = severalSteps(step);
  const errors = {
    title: `${bilingual({ en: "forecast less truth", zh: "预测减真值" })} (${unit})`,
    xLabel: bilingual({ en: `${names.en} since ${from}`, zh: `自 ${from} 起的${names.zh}数` }),
    xDomain,
    yDomain: [0, 0] as [number, number],
    series: [
      line(
        "error",
        colours.error,
        predicted.map((value, i) => value - truth[i]),
        1.4,
      ),
    ],
  };
  const legend = [
    { label: bilingual({ en: "truth", zh: "真值" }), colour: colours.truth },
    { label: bilingual({ en: "forecast", zh: "预测" }), colour: colours.forecast },
  ];
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    drawLegend(legend, WIDTH - 316, 34, 140),
    drawPanel(values, VALUES),
    drawPanel(errors, ERRORS),
  ];
  return svgDocument(WIDTH, HEIGHT, title, body.join("\n"));
}
