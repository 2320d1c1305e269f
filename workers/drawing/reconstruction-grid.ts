import type { Localized } from "../../src/kernel/localized.js";
import { peakSignalToNoise } from "../evaluation/images.js";
import type { Reconstructions } from "../evaluation/test-predictions.js";
import { type GridRow, imageGrid } from "./image-grid.js";

type Drawn = Pick<Reconstructions, "size" | "truth" | "seen" | "reconstructions" | "labels">;

const BEFORE: Localized = { en: "Before", zh: "原图" };
const SEEN: Localized = { en: "As the network saw them", zh: "网络所见" };
const AFTER: Localized = { en: "After: drawn again from the features", zh: "由特征重建" };

/**
 * The first picture of each class before and after, one below the other, as SVG; then the same as a baseline draws them, if there is one.
 * Below each drawn picture stands its peak signal-to-noise ratio.
 */
export function reconstructionGrid(model: Drawn, baseline?: Drawn & { name: string }): string {
  const { truth, seen, labels } = model;
  const chosen = [...new Set(labels)].sort((a, b) => a - b).map((label) => labels.indexOf(label));
  const rows = [rowOf(BEFORE, model, truth, chosen)];
  if (seen) rows.push(rowOf(SEEN, model, seen, chosen));
  rows.push(rowOf(AFTER, model, model.reconstructions, chosen));
  if (baseline) {
    const title = { en: `Baseline: ${baseline.name}`, zh: "基线" };
    rows.push(rowOf(title, baseline, baseline.reconstructions, chosen));
  }
  return imageGrid({ en: "Pictures before and after", zh: "重建前后的图像" }, model.size, rows);
}

function rowOf(title: Localized, { size, truth }: Drawn, pictures: Float32Array, chosen: number[]): GridRow {
  const area = size * size;
  const ratios = peakSignalToNoise(truth, pictures, size);
  const cells = chosen.map((row) => ({
    pixels: Uint8Array.from(pictures.subarray(row * area, (row + 1) * area), (value) =>
      Math.round(255 * Math.min(1, Math.max(0, value))),
    ),
    label: Number.isFinite(ratios[row]) ? `${ratios[row].toFixed(1)} dB` : "",
    note: "",
    wrong: false,
  }));
  return { title, cells };
}
