import { chart } from "./chart.js";
import type { FollowedRun } from "./followed-run.js";
import { duration, progressLine } from "./progress.js";
import type { Style } from "./terminal/style.js";

interface Room {
  columns: number;
  rows: number;
}

/** Charts side by side need this many columns each, and are at most so wide. */
const NARROWEST = 38;
const WIDEST = 76;
const GAP = 2;
/** Rows around a chart's drawing, and around the charts. */
const CHART_FRAME = 3;
const VIEW_FRAME = 5;
const HEIGHT = { least: 3, most: 9 };

/** A run as it goes on: where it stands, and its curves as far as the terminal has room for them. */
export function runView(run: FollowedRun, { columns, rows }: Room, style: Style): string[] {
  const width = columns - 1;
  const lines = [progressLine(run.progress, width, style), style.paint("dim", standing(run)), ""];
  const { curves } = run;
  const abreast = width >= curves.length * NARROWEST + GAP;
  const chartWidth = Math.min(WIDEST, abreast ? Math.floor((width - GAP) / curves.length) : width);
  const stacked = abreast ? 1 : curves.length;
  const height = Math.min(HEIGHT.most, Math.floor((rows - VIEW_FRAME) / stacked) - CHART_FRAME);
  if (chartWidth < NARROWEST || height < HEIGHT.least) return lines.slice(0, -1);
  const charts = curves.map((curve) => chart(curve, { width: chartWidth, height }, style));
  const [first, ...others] = charts;
  if (!abreast) return [...lines, ...charts.flat()];
  return [...lines, ...first.map((line, row) => [line, ...others.map((other) => other[row])].join(" ".repeat(GAP)))];
}

/** What a run is doing, in words. */
export function standing({ status, reason, backend, trained }: FollowedRun): string {
  switch (status) {
    case "QUEUED":
      return reason ? `Waiting for a worker again: ${reason}.` : "Waiting for a worker.";
    case "STARTING":
      return "A worker opens the data.";
    case "RUNNING":
      if (trained) return "Trained; the test pictures are being judged.";
      return backend ? `Training on ${backend.name}, ${backend.device}.` : "Training.";
    case "SUCCEEDED":
      return "Trained and judged.";
    default:
      return `The run is ${status.toLowerCase()}${reason ? `: ${reason}` : ""}.`;
  }
}

/** One line for a log at the end of an epoch. */
export function epochLine(run: FollowedRun): string {
  const { epoch, epochs, etaSeconds } = run.progress;
  const [loss, accuracy] = [run.lastEpoch("loss"), run.lastEpoch("accuracy")];
  const left = etaSeconds && epoch < epochs ? `, about ${duration(etaSeconds)} left` : "";
  return (
    `epoch ${epoch} of ${epochs}: loss ${loss.training.toFixed(4)}, accuracy ${accuracy.training.toFixed(4)}; ` +
    `in validation ${loss.validation.toFixed(4)} and ${accuracy.validation.toFixed(4)}${left}`
  );
}
