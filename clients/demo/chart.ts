import { Braille } from "./terminal/braille.js";
import type { Style } from "./terminal/style.js";
import { padEnd, padStart, widthOf } from "./terminal/width.js";

/** One value of a metric. */
export interface Point {
  step: number;
  value: number;
}

/** A metric of a run, seen in training all along and in validation at the end of each epoch. */
export interface Curve {
  title: string;
  training: readonly Point[];
  validation: readonly Point[];
  /** Of the whole run, so that the curve grows from left to right. */
  steps: number;
  epochs: number;
  scale: "linear" | "log";
  format(value: number): string;
}

const MARKER = "●";

/**
 * Draws a curve in `width` columns and `height` rows and three more: the title above, below the epochs and the newest values.
 * Training is a line of braille dots, validation a marker at the end of each epoch.
 */
export function chart(curve: Curve, { width, height }: { width: number; height: number }, style: Style): string[] {
  const { training, validation, steps, epochs, format } = curve;
  const values = [...training, ...validation].map(({ value }) => value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const labels = values.length > 0 ? [format(high), format(low)] : ["", ""];
  const margin = Math.max(6, ...labels.map((label) => label.length));
  const columns = width - margin - 2;
  const dotX = (step: number) => Math.round(((step - 1) / Math.max(1, steps - 1)) * (columns * 2 - 1));
  const onScale = (value: number) => (curve.scale === "log" ? Math.log(Math.max(value, 1e-12)) : value);
  const dotY = (value: number) => {
    const share = high > low ? (onScale(value) - onScale(low)) / (onScale(high) - onScale(low)) : 0.5;
    return Math.round((1 - share) * (height * 4 - 1));
  };

  const drawing = new Braille(columns, height);
  drawing.line(meanByColumn(training, dotX).map(({ x, value }) => ({ x, y: dotY(value) })));
  const markers = new Map(validation.map(({ step, value }) => [`${dotX(step) >> 1},${dotY(value) >> 2}`, MARKER]));
  const rows = drawing.lines().map((line, row) => {
    const label = row === 0 ? labels[0] : row === height - 1 ? labels[1] : "";
    const axis = `${padStart(label, margin)} ${label ? "┤" : "│"}`;
    const cells = [...line].map((cell, column) =>
      markers.has(`${column},${row}`) ? style.paint("yellow", MARKER) : cell === " " ? cell : style.paint("cyan", cell),
    );
    return style.paint("dim", axis) + cells.join("");
  });
  const newest = [
    [style.paint("cyan", "⠒⠒"), "training", training.at(-1)],
    [style.paint("yellow", MARKER), "validation", validation.at(-1)],
  ] as const;
  const legend = newest
    .map(([sign, name, point]) => `${sign} ${name} ${padEnd(point ? format(point.value) : "–", 5)}`)
    .join("  ");
  const indent = Math.min(margin + 2, Math.max(0, width - widthOf(legend)));
  return [
    padEnd(" ".repeat(margin + 2) + style.paint("bold", curve.title), width),
    ...rows,
    style.paint("dim", padEnd(`${" ".repeat(margin + 2)}${epochTicks(epochs, columns)}`, width)),
    padEnd(" ".repeat(indent) + legend, width),
  ];
}

/** The mean of the points that fall on the same column of dots. */
function meanByColumn(points: readonly Point[], dotX: (step: number) => number): { x: number; value: number }[] {
  const byColumn = Map.groupBy(points, ({ step }) => dotX(step));
  return [...byColumn].map(([x, same]) => ({
    x,
    value: same.reduce((sum, { value }) => sum + value, 0) / same.length,
  }));
}

/** Numbers of epochs, each right below its end, as many as find room. */
function epochTicks(epochs: number, columns: number): string {
  let line = "";
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const text = String(epoch);
    const start = Math.round((epoch / epochs) * columns) - text.length;
    if (start > line.length || line === "") line = line.padEnd(start) + text;
  }
  return line;
}
