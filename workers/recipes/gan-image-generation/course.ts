import { pictureRows } from "../../drawing/picture-rows.js";
import type { Sample, StateTensor } from "../../runtime/trainer.js";

/** Rows kept, and pictures in a row. */
const [ROWS, PICTURES] = [10, 10];
const [EPOCHS, PICTURES_OF_THEM] = ["course/epochs", "course/pictures"];

/**
 * What the same latent numbers have become over a run: a row of pictures for each of ten epochs, evenly spread, or for all where there are
 * fewer. It belongs to the checkpoint, so that a resumed run shows its whole course.
 */
export class Course {
  private readonly rows = new Map<number, Float32Array>();

  /** Goes on from a checkpoint's tensors. `size`: of the pictures' sides. */
  constructor(
    private readonly size: number,
    private readonly epochs: number,
    checkpoint: Record<string, StateTensor> = {},
  ) {
    const [epochsShown, course] = [checkpoint[EPOCHS], checkpoint[PICTURES_OF_THEM]];
    const area = size * size * PICTURES;
    epochsShown?.values.forEach((epoch, index) =>
      this.rows.set(epoch, (course.values as Float32Array).slice(index * area, (index + 1) * area)),
    );
  }

  /** Takes in the first of an epoch's pictures, brightness from 0 to 1, if it is one of those to show. */
  add(epoch: number, pictures: Float32Array): void {
    const tenth = (number: number) => Math.floor((number * ROWS) / this.epochs);
    if (epoch > 0 && tenth(epoch) > tenth(epoch - 1))
      this.rows.set(epoch, pictures.slice(0, PICTURES * this.size ** 2));
  }

  /** The rows so far, the first epoch on top. */
  sample(): Sample {
    const rows = [...this.rows].map(([epoch, pictures]) => ({ label: `epoch ${epoch} · 第 ${epoch} 轮`, pictures }));
    const title = { en: "The same latent numbers over the epochs", zh: "相同潜变量在各轮生成的图像" };
    const svg = pictureRows(title, this.size, rows);
    return { name: "made-pictures", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) };
  }

  /** For a checkpoint. */
  state(): Record<string, StateTensor> {
    const count = this.rows.size;
    const area = this.size * this.size * PICTURES;
    const values = new Float32Array(count * area);
    [...this.rows.values()].forEach((row, index) => values.set(row, index * area));
    return {
      [EPOCHS]: { shape: [count], dtype: "int32", values: Int32Array.from(this.rows.keys()) },
      [PICTURES_OF_THEM]: { shape: [count, PICTURES, this.size, this.size], dtype: "float32", values },
    };
  }
}
