import { gaussianFilter, medianFilter } from "../../baselines/smoothing-filters.js";
import { peakSignalToNoise } from "../../evaluation/images.js";
import { meanOf } from "../../evaluation/scoring-rules.js";
import type { HeldOut } from "./data.js";

type Filter = (pictures: Float32Array, size: number) => Float32Array;

/** A filter at the strength that cleans the validation part best. */
export interface ChosenFilter {
  name: "gaussian-filter" | "median-filter";
  /** A standard deviation, or a window's width, in pixels. */
  strength: number;
  /** Mean over the validation part, in decibels. */
  psnr: number;
  apply: Filter;
}

/** Strengths that are tried: standard deviations, and widths of a median's window. */
const DEVIATIONS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2];
const WIDTHS = [3, 5, 7];

/** A Gaussian and a median filter, each as strong as suits the validation part. */
export function chosenFilters({ truth, spoilt }: HeldOut, size: number): ChosenFilter[] {
  const best = (name: ChosenFilter["name"], strengths: number[], filter: (strength: number) => Filter) => {
    const tried = strengths.map((strength): ChosenFilter => {
      const apply = filter(strength);
      return { name, strength, psnr: meanOf(peakSignalToNoise(truth, apply(spoilt, size), size)), apply };
    });
    return tried.reduce((a, b) => (b.psnr > a.psnr ? b : a));
  };
  return [
    best("gaussian-filter", DEVIATIONS, (deviation) => (pictures, side) => gaussianFilter(pictures, side, deviation)),
    best("median-filter", WIDTHS, (width) => (pictures, side) => medianFilter(pictures, side, width)),
  ];
}
