import { classHistogram } from "../../drawing/class-histogram.js";
import { generatedByClass } from "../../drawing/generated-by-class.js";
import { evaluateGeneratedImages } from "../generated-images.js";
import { judge } from "../judge.js";
import type { GeneratedImages } from "../test-predictions.js";

/**
 * Pictures that a generator has made, by what a reader trained on real ones makes of them. The Fréchet distance goes before the share that
 * is recognised: blurred means of the classes are recognised well, and look like nothing that is real.
 */
export const generatedImagesJudge = judge({
  primary: "frechet",
  encode: ({ size, classes, width, ...arrays }: GeneratedImages) => {
    const rows = (values: Float32Array, ...sides: number[]) => {
      const each = sides.reduce((product, side) => product * side, 1);
      return { shape: [values.length / each, ...sides], dtype: "float32" as const, values };
    };
    return {
      tensors: {
        pictures: rows(arrays.pictures, size, size),
        probabilities: rows(arrays.probabilities, classes.length),
        features: rows(arrays.features, width),
        realProbabilities: rows(arrays.realProbabilities, classes.length),
        realFeatures: rows(arrays.realFeatures, width),
      },
      json: { size, classes, width },
    };
  },
  decode: ({ tensors, json }): GeneratedImages => ({
    size: json.size as number,
    classes: json.classes as string[],
    width: json.width as number,
    pictures: tensors.pictures.values as Float32Array,
    probabilities: tensors.probabilities.values as Float32Array,
    features: tensors.features.values as Float32Array,
    realProbabilities: tensors.realProbabilities.values as Float32Array,
    realFeatures: tensors.realFeatures.values as Float32Array,
  }),
  evaluate: (images: GeneratedImages) => evaluateGeneratedImages(images),
  draw: (images, report, baseline) => [
    { kind: "FIGURE", name: "generated.svg", svg: generatedByClass(images) },
    ...(baseline ? [{ kind: "FIGURE" as const, name: "baseline.svg", svg: generatedByClass(baseline) }] : []),
    { kind: "FIGURE", name: "classes.svg", svg: classHistogram(report) },
  ],
});
