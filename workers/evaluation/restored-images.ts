import { bootstrapIntervals, type Interval } from "./bootstrap.js";
import { meanSquaredError, peakSignalToNoise, structuralSimilarity } from "./images.js";
import { meanOf } from "./scoring-rules.js";
import type { RestoredImages } from "./test-predictions.js";

/** Means over the pictures: peak signal-to-noise ratio in decibels for a peak of 1, and structural similarity. */
interface Likeness {
  psnr: number | null;
  ssim: number;
}

/** How near restored pictures are to the truth. A ratio is null where a picture is equal to it. */
export interface RestoredImagesEvaluation extends Likeness {
  rows: number;
  /** By how many decibels restored pictures are nearer than spoilt ones. */
  psnrGain: number | null;
  /** A pixel. */
  mse: number;
  spoilt: Likeness;
  details: { intervals: Partial<Record<"psnr" | "ssim" | "psnrGain", Interval>> };
  /** The same of common filters, by their names. */
  [filter: string]: unknown;
}

/** Judges restored pictures beside spoilt and filtered ones. Throws a RangeError when there are none, or they do not fit each other. */
export function evaluateRestoredImages(images: RestoredImages): RestoredImagesEvaluation {
  refuseMisfits(images);
  const { size, truth, spoilt, restored, filtered, labels } = images;
  const measure = (pictures: Float32Array) => ({
    psnr: peakSignalToNoise(truth, pictures, size),
    ssim: structuralSimilarity(truth, pictures, size),
  });
  const [ours, before] = [measure(restored), measure(spoilt)];
  const gains = ours.psnr.map((ratio, row) => ratio - before.psnr[row]);
  const figures = (counts?: Uint32Array) => ({
    psnr: meanOf(ours.psnr, counts),
    ssim: meanOf(ours.ssim, counts),
    psnrGain: meanOf(gains, counts),
  });
  const { psnr, ssim, psnrGain } = figures();
  const means = (of: ReturnType<typeof measure>): Likeness => ({
    psnr: finite(meanOf(of.psnr)),
    ssim: meanOf(of.ssim),
  });
  return {
    rows: labels.length,
    psnr: finite(psnr),
    ssim,
    psnrGain: finite(psnrGain),
    mse: meanSquaredError(truth, restored),
    spoilt: means(before),
    ...Object.fromEntries(Object.entries(filtered).map(([name, pictures]) => [name, means(measure(pictures))])),
    details: { intervals: Number.isFinite(psnr) ? bootstrapIntervals(labels.length, figures) : {} },
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function refuseMisfits({ size, truth, spoilt, restored, filtered, labels }: RestoredImages): void {
  const pixels = labels.length * size * size;
  if (pixels === 0) throw new RangeError("there are no restored pictures to evaluate");
  for (const values of [truth, spoilt, restored, ...Object.values(filtered)])
    if (values.length !== pixels)
      throw new RangeError(`${values.length} pixels for ${labels.length} pictures of ${size} by ${size}`);
  if (!restored.every(Number.isFinite)) throw new RangeError("a pixel is not a finite number");
}
