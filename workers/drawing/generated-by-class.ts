import { confidencesOf, SURE, takenFor } from "../evaluation/generated-images.js";
import type { GeneratedImages } from "../evaluation/test-predictions.js";
import { pictureRows } from "./picture-rows.js";

const EACH = 10;

type Drawn = Pick<GeneratedImages, "size" | "classes" | "pictures" | "probabilities"> & { name?: string };

/**
 * Made pictures by the class that a reader is sure of, and below them those that it is not sure of: the first ten of each as they were
 * made, none chosen, as SVG.
 */
export function generatedByClass({ size, classes, pictures, probabilities, name }: Drawn): string {
  const area = size * size;
  const taken = takenFor(classes, probabilities);
  const sure = confidencesOf(probabilities, classes.length).map((confidence) => (confidence >= SURE ? 1 : 0));
  const row = (label: string, chosen: number[]) => {
    const shown = new Float32Array(Math.min(EACH, chosen.length) * area);
    chosen
      .slice(0, EACH)
      .forEach((at, place) => shown.set(pictures.subarray(at * area, (at + 1) * area), place * area));
    return { label, note: share(chosen.length, taken.length), pictures: shown };
  };
  const rowsWhere = (holds: (at: number) => boolean) => [...taken.keys()].filter(holds);
  const title = name
    ? { en: `Baseline: ${name}`, zh: `基线：${name}` }
    : { en: "Made pictures, by what they are read as", zh: "生成的图像（按识别结果排列）" };
  return pictureRows(title, size, [
    ...classes.map((label, number) =>
      row(
        label,
        rowsWhere((at) => taken[at] === number && sure[at] === 1),
      ),
    ),
    row(
      "unsure · 不确定",
      rowsWhere((at) => sure[at] === 0),
    ),
  ]);
}

function share(count: number, all: number): string {
  return `${((100 * count) / all).toFixed(1)} %`;
}
