import { type RandomStream, RandomStreams } from "../../src/kernel/random.js";
import { dot, product } from "./matrix-product.js";
import { type Eigen, symmetricEigen } from "./symmetric-eigen.js";

/** Directions that are followed at once: so many equal eigenvalues are told apart. */
export const BLOCK = 32;
/** What is left of a direction beside others, as a share of its length, when it depends on them. */
const NOTHING = 1e-10;

/**
 * A space of rows of `width` numbers that grows: random directions, and what a symmetric matrix, row-major [width, width], makes of them
 * again and again. The matrix's greatest eigenvalues show in it long before it is the whole space. Random directions are the same every time.
 */
export class KrylovSpace {
  /** Orthonormal, row-major [size, width]. */
  basis = new Float64Array(0);
  /** What the matrix makes of the basis. */
  private images = new Float64Array(0);
  private readonly random: RandomStream;

  constructor(
    private readonly matrix: Float64Array,
    private readonly width: number,
  ) {
    this.random = new RandomStreams(0).stream("directions");
  }

  get size(): number {
    return this.basis.length / this.width;
  }

  /** Lets it grow by whole blocks to `size` directions at least, `width` at most. Returns the eigenvalues and vectors seen in its basis. */
  grown(size: number): Eigen {
    while (this.size < Math.min(size, this.width)) this.addBlock();
    return symmetricEigen(product(this.basis, transposed(this.images, this.width), this.size), this.size);
  }

  private addBlock(): void {
    const { width, images, size } = this;
    const block = new Float64Array(Math.min(BLOCK, width - size) * width);
    const newest = images.subarray(Math.max(0, size - BLOCK) * width);
    const from = this.basis.length;
    this.basis = joined(this.basis, block);
    for (let row = 0; row < block.length; row += width) {
      const known = this.basis.subarray(0, from + row);
      const direction = this.basis.subarray(from + row, from + row + width);
      direction.set(newest.subarray(row, row + width));
      while (!normalised(direction, known)) for (let i = 0; i < width; i++) direction[i] = this.random.normal();
    }
    this.images = joined(images, product(this.basis.subarray(from), this.matrix, width));
  }
}

/** Makes a direction one of length 1 that is orthogonal to known ones, by Gram–Schmidt, twice over for accuracy; false where none is left. */
function normalised(direction: Float64Array, known: Float64Array): boolean {
  const { length: width } = direction;
  const length = Math.sqrt(dot(direction, direction));
  for (const _ of [1, 2])
    for (let from = 0; from < known.length; from += width) {
      const other = known.subarray(from, from + width);
      const share = dot(direction, other);
      for (let i = 0; i < width; i++) direction[i] -= share * other[i];
    }
  const left = Math.sqrt(dot(direction, direction));
  if (left <= NOTHING * length) return false;
  for (let i = 0; i < width; i++) direction[i] /= left;
  return true;
}

function joined(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function transposed(a: Float64Array, width: number): Float64Array {
  const rows = a.length / width;
  return Float64Array.from({ length: a.length }, (_, at) => a[(at % rows) * width + Math.floor(at / rows)]);
}
