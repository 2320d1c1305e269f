/**
 * Weights of places, from which one is drawn in proportion to its weight, both in O(log places). A node is the sum of its two
 * children, added up anew with every change: the same weights give the same sums, to the last bit, whatever came before.
 *
 * Source: Schaul, Quan, Antonoglou and Silver, "Prioritized experience replay", ICLR 2016, appendix B.2.1.
 */
export class SumTree {
  /** Node 1 is the root, the children of i are 2i and 2i + 1, and the last half are the places. */
  private readonly sums: Float64Array;

  constructor(readonly places: number) {
    this.sums = new Float64Array(2 * places);
  }

  /** Of all weights. */
  get total(): number {
    return this.sums[1];
  }

  weightOf(place: number): number {
    return this.sums[this.places + place];
  }

  /** Not negative; kept as a 32-bit float, as `saved` has it. */
  set(place: number, weight: number): void {
    const { sums } = this;
    let node = this.places + place;
    sums[node] = Math.fround(weight);
    for (node >>= 1; node >= 1; node >>= 1) sums[node] = sums[2 * node] + sums[2 * node + 1];
  }

  /** The place at which the weights, added up in the tree's order, pass `sum`; one without weight is never found while there are others. */
  find(sum: number): number {
    const { sums, places } = this;
    let node = 1;
    let left = sum;
    while (node < places) {
      node *= 2;
      if (left < sums[node] || sums[node + 1] === 0) continue;
      left -= sums[node];
      node++;
    }
    return node - places;
  }

  /** The weights, by place. */
  saved(): Float32Array {
    return Float32Array.from(this.sums.subarray(this.places));
  }

  /** Takes over weights that were `saved`. */
  load(weights: ArrayLike<number>): void {
    this.sums.set(weights, this.places);
    for (let node = this.places - 1; node >= 1; node--) this.sums[node] = this.sums[2 * node] + this.sums[2 * node + 1];
  }
}
