import { reconstructionGrid } from "../../drawing/reconstruction-grid.js";
import {
  binaryCrossEntropy,
  meanSquaredError,
  peakSignalToNoise,
  squaredErrors,
  structuralSimilarity,
} from "../images.js";
import { judge, type Report } from "../judge.js";
import type { Reconstructions } from "../test-predictions.js";

interface ReconstructionReport extends Report {
  /** A pixel, of brightness from 0 to 1. */
  mse: number;
  /** Mean over the pictures, in decibels for a peak of 1; null when one is equal to the truth. */
  psnr: number | null;
  /** Mean over the pictures. */
  ssim: number;
  /** A pixel, in nats; null for models whose pictures are no probabilities. */
  binaryCrossEntropy: number | null;
  /** Share of the pictures whose class a linear probe reads off the features. */
  probeAccuracy: number;
}

/** Pictures drawn again from a few features, beside the truth, and what a linear probe reads off the features. */
export const reconstructionJudge = judge({
  primary: "probeAccuracy",
  encode: ({ size, probabilities, truth, seen, reconstructions, labels, probed }: Reconstructions) => {
    const shape = [labels.length, size, size];
    const pictures = (values: Float32Array) => ({ shape, dtype: "float32" as const, values });
    const classes = (values: Int32Array) => ({ shape: [values.length], dtype: "int32" as const, values });
    return {
      tensors: {
        truth: pictures(truth),
        ...(seen && { seen: pictures(seen) }),
        reconstructions: pictures(reconstructions),
        labels: classes(labels),
        probed: classes(probed),
      },
      json: { size, probabilities },
    };
  },
  decode: ({ tensors, json }): Reconstructions => ({
    size: json.size as number,
    probabilities: json.probabilities as boolean,
    truth: tensors.truth.values as Float32Array,
    seen: tensors.seen?.values as Float32Array | undefined,
    reconstructions: tensors.reconstructions.values as Float32Array,
    labels: tensors.labels.values as Int32Array,
    probed: tensors.probed.values as Int32Array,
  }),
  evaluate: (predictions: Reconstructions): ReconstructionReport => {
    refuseMisfits(predictions);
    const { size, truth, reconstructions, labels, probed, probabilities } = predictions;
    const psnr = meanOf(peakSignalToNoise(truth, reconstructions, size));
    return {
      rows: labels.length,
      mse: meanSquaredError(truth, reconstructions),
      psnr: Number.isFinite(psnr) ? psnr : null,
      ssim: meanOf(structuralSimilarity(truth, reconstructions, size)),
      binaryCrossEntropy: probabilities ? binaryCrossEntropy(truth, reconstructions) : null,
      probeAccuracy: labels.filter((label, row) => label === probed[row]).length / labels.length,
    };
  },
  scoreRows: ({ size, truth, reconstructions }: Reconstructions) => ({
    figure: "mse",
    scores: Float32Array.from(squaredErrors(truth, reconstructions, size)),
    truth: [truth],
  }),
  draw: (predictions, _, baseline) => [
    { kind: "FIGURE", name: "reconstructions.svg", svg: reconstructionGrid(predictions, baseline) },
  ],
});

function refuseMisfits({ size, truth, seen, reconstructions, labels, probed }: Reconstructions): void {
  const pixels = labels.length * size * size;
  if (pixels === 0) throw new RangeError("there are no reconstructions to evaluate");
  for (const values of [truth, reconstructions, ...(seen ? [seen] : [])])
    if (values.length !== pixels)
      throw new RangeError(`${values.length} pixels for ${labels.length} pictures of ${size} by ${size}`);
  if (probed.length !== labels.length)
    throw new RangeError(`${probed.length} classes probed for ${labels.length} pictures`);
  if (!reconstructions.every(Number.isFinite)) throw new RangeError("a pixel is not a finite number");
}

function meanOf(figures: Float64Array): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}
