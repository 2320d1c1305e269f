import { restorationGrid } from "../../drawing/restoration-grid.js";
import { judge } from "../judge.js";
import { evaluateRestoredImages } from "../restored-images.js";
import type { RestoredImages } from "../test-predictions.js";

const FILTERED = "filtered.";

/** Pictures that were spoilt and restored, beside the truth and what common filters make of the same. */
export const restoredImagesJudge = judge({
  primary: "psnr",
  encode: ({ size, truth, spoilt, restored, filtered, labels }: RestoredImages) => {
    const pictures = (values: Float32Array) => ({
      shape: [values.length / size ** 2, size, size],
      dtype: "float32" as const,
      values,
    });
    const filters = Object.entries(filtered).map(([name, values]) => [FILTERED + name, pictures(values)] as const);
    return {
      tensors: {
        truth: pictures(truth),
        spoilt: pictures(spoilt),
        restored: pictures(restored),
        labels: { shape: [labels.length], dtype: "int32", values: labels },
        ...Object.fromEntries(filters),
      },
      json: { size },
    };
  },
  decode: ({ tensors, json }): RestoredImages => {
    const filters = Object.entries(tensors).filter(([name]) => name.startsWith(FILTERED));
    return {
      size: json.size as number,
      truth: tensors.truth.values as Float32Array,
      spoilt: tensors.spoilt.values as Float32Array,
      restored: tensors.restored.values as Float32Array,
      labels: tensors.labels.values as Int32Array,
      filtered: Object.fromEntries(
        filters.map(([name, { values }]) => [name.slice(FILTERED.length), values as Float32Array]),
      ),
    };
  },
  evaluate: (images: RestoredImages) => evaluateRestoredImages(images),
  draw: (images) => [{ kind: "FIGURE", name: "restored.svg", svg: restorationGrid(images) }],
});
