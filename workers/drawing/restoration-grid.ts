import { peakSignalToNoise } from "../evaluation/images.js";
import type { RestoredImages } from "../evaluation/test-predictions.js";
import { pictureRows } from "./picture-rows.js";

/** The first picture of each class as it was, spoilt, restored and filtered, one below the other, as SVG; beside each row its mean PSNR. */
export function restorationGrid({ size, truth, spoilt, restored, filtered, labels }: RestoredImages): string {
  const area = size * size;
  const chosen = [...new Set(labels)].sort((a, b) => a - b).map((label) => labels.indexOf(label));
  const row = (label: string, pictures: Float32Array) => {
    const shown = new Float32Array(chosen.length * area);
    chosen.forEach((at, place) => shown.set(pictures.subarray(at * area, (at + 1) * area), place * area));
    const ratios = peakSignalToNoise(truth, pictures, size);
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    return { label, note: Number.isFinite(mean) ? `${mean.toFixed(1)} dB` : undefined, pictures: shown };
  };
  return pictureRows({ en: "Pictures before and after", zh: "去噪前后的图像" }, size, [
    row("truth · 原图", truth),
    row("noisy · 含噪", spoilt),
    row("restored · 去噪", restored),
    ...Object.entries(filtered).map(([name, pictures]) => row(FILTERS[name] ?? name, pictures)),
  ]);
}

/** What filters are called in a picture. */
const FILTERS: Record<string, string> = {
  gaussianFilter: "Gaussian filter · 高斯",
  medianFilter: "median filter · 中值",
};
