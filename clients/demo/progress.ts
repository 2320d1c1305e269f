import type { Style } from "./terminal/style.js";

/** How far a run is. */
export interface Progress {
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  etaSeconds: number | null;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** One line: the epoch, a bar that takes what room there is, the share, the step and the time left. */
export function progressLine(
  { epoch, epochs, step, steps, etaSeconds }: Progress,
  width: number,
  style: Style,
): string {
  const share = steps > 0 ? Math.min(1, step / steps) : 0;
  const left = etaSeconds === null ? "–:––" : duration(etaSeconds);
  const before = `epoch ${epoch} of ${epochs}`;
  const after = [
    `${String(Math.floor(share * 100)).padStart(3)} %`,
    `step ${String(step).padStart(String(steps).length)} of ${steps}`,
    `ETA ${left}`,
  ];
  while (after.length > 1 && before.length + after.join("  ").length + 14 > width) after.splice(-2, 1);
  const room = Math.min(50, width - before.length - after.join("  ").length - 4);
  return room < 4 ? [before, ...after].join("  ") : [before, bar(share, room, style), ...after].join("  ");
}

function bar(share: number, width: number, style: Style): string {
  const eighths = Math.round(share * width * 8);
  const done = "█".repeat(eighths >> 3) + EIGHTHS[eighths & 7];
  return style.paint("green", done) + style.paint("dim", "░".repeat(width - done.length));
}

/** Minutes and seconds, such as 0:07 or 12:30. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
