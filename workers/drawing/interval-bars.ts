import { linearScale, logScale } from "../../src/kernel/drawing/scale.js";
import { rule } from "../../src/kernel/drawing/panel.js";
import { px, textAt } from "../../src/kernel/drawing/svg.js";

/** A figure with the 95% interval that it has, if any. */
export interface IntervalBar {
  label: string;
  value: number | null;
  low?: number | null;
  high?: number | null;
  /** Stands behind the value, e.g. how many rows it is of. */
  note?: string;
  /** Drawn in orange. */
  striking?: boolean;
}

const ROW = 28;
const [BAR, STRIKING] = ["#3b82c4", "#d55e00"];

/** Pixels that `intervalBars` takes in height. */
export function intervalBarsHeight(bars: readonly IntervalBar[]): number {
  return bars.length * ROW + 30;
}

/**
 * Dots with their intervals as strokes, one below the other, from (left, top) on, `width` pixels wide between labels and notes;
 * `mark` is a value that a dashed line stands at.
 */
export function intervalBars(
  bars: readonly IntervalBar[],
  { left, top, width }: { left: number; top: number; width: number },
  { domain, mark, digits = 3, log }: { domain?: [number, number]; mark?: number; digits?: number; log?: boolean } = {},
): string {
  const known = bars.flatMap(({ value, low, high }) => [value, low, high]).filter((v): v is number => v != null);
  const all = [...known, ...(domain ?? []), ...(mark === undefined ? [] : [mark])];
  const extent: [number, number] = all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
  const range = [left, left + width] as const;
  const x = log && extent[0] > 0 ? logScale(extent, range) : linearScale(extent, range);
  const bottom = top + bars.length * ROW;
  return [
    ...x.ticks.map((tick) => rule(x(tick), top, x(tick), bottom, "grid")),
    ...x.ticks.map((tick) => textAt(x(tick), bottom + 18, x.label(tick), { class: "soft", anchor: "middle" })),
    mark === undefined ? "" : rule(x(mark), top, x(mark), bottom, "axis", "4 4"),
    ...bars.flatMap(({ label, value, low, high, note, striking }, i) => {
      const y = top + (i + 0.5) * ROW;
      const colour = striking ? STRIKING : BAR;
      const stroke =
        low != null && high != null
          ? `<line x1="${px(x(low))}" y1="${px(y)}" x2="${px(x(high))}" y2="${px(y)}" stroke="${colour}" stroke-opacity="0.45" stroke-width="6" stroke-linecap="round"/>`
          : "";
      const dot =
        value === null
          ? ""
          : `<circle data-value="${value}" cx="${px(x(value))}" cy="${px(y)}" r="4.5" fill="${colour}"/>`;
      const figure = value === null ? "–" : value.toFixed(digits);
      return [
        textAt(left - 12, y + 4, label, { anchor: "end" }),
        stroke,
        dot,
        textAt(left + width + 12, y + 4, note ? `${figure}  ${note}` : figure, {
          class: striking ? "bad-ink" : "soft",
        }),
      ];
    }),
  ].join("\n");
}
