import { bilingual, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { Slice } from "../evaluation/slices.js";
import { intervalBars, intervalBarsHeight } from "./interval-bars.js";

/** The share that is right of each slice, with its interval, as SVG; a slice that is surely worse than the whole is orange. */
export function slicesChart(slices: readonly Slice[], accuracy: number): string {
  const title = { en: "Where it fails", zh: "在哪里出错" };
  const note = bilingual({
    en: "share right in each slice, 95% interval; dashed: all rows",
    zh: "各切片的正确率及 95% 区间；虚线为总体",
  });
  const bars = slices.map(({ name, accuracy: value, low, high, rows, errors }) => ({
    ...{ label: name.length > 34 ? `${name.slice(0, 33)}…` : name, value, low, high },
    note: `${errors} / ${rows} ✗`,
    striking: high < accuracy,
  }));
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    textAt(24, 56, note, { class: "soft" }),
    intervalBars(bars, { left: 270, top: 76, width: 320 }, { domain: [0, 1], mark: accuracy }),
  ];
  return svgDocument(740, 76 + intervalBarsHeight(bars) + 10, title, body.join("\n"));
}
