/** Half the width of a bin, relative to its value: by so much a quantile may be off. */
export const RELATIVE_ERROR = 0.0005;

const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const BINS_PER_LOG = 1 / Math.log(GAMMA);
/** What is nearer to zero counts as zero. */
const SMALLEST = 1e-9;
const MARGIN = 512;

/**
 * Quantiles of as many numbers as one likes in little memory, each to a relative error of 0.05%; the order of the numbers does not
 * matter. Mean and deviation are exact. Numbers that are not defined (NaN) are counted and otherwise left out.
 * Source: C. Masson, J. Rim, H. Lee, "DDSketch", PVLDB 12(12), 2019.
 */
export class QuantileSketch {
  private readonly negative = new Bins();
  private readonly positive = new Bins();
  private zeros = 0;
  private undefinedCount = 0;
  private count = 0;
  private mean = 0;
  private squares = 0;
  private least = Infinity;
  private most = -Infinity;
  private whole = true;

  add(values: Float64Array): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (Number.isNaN(value)) {
        this.undefinedCount += 1;
        continue;
      }
      // Welford's recurrence.
      this.count += 1;
      const off = value - this.mean;
      this.mean += off / this.count;
      this.squares += off * (value - this.mean);
      if (value < this.least) this.least = value;
      if (value > this.most) this.most = value;
      if (this.whole && !Number.isInteger(value)) this.whole = false;
      const size = Math.abs(value);
      if (size < SMALLEST) this.zeros += 1;
      else (value < 0 ? this.negative : this.positive).add(Math.ceil(Math.log(size) * BINS_PER_LOG));
    }
  }

  /** Part of the numbers that were defined. */
  get definedShare(): number {
    const all = this.count + this.undefinedCount;
    return all === 0 ? 0 : this.count / all;
  }

  /** Null without any number. */
  summary(): { mean: number; deviation: number } | null {
    if (this.count === 0) return null;
    return { mean: this.mean, deviation: Math.sqrt(this.squares / Math.max(1, this.count - 1)) };
  }

  /** The quantiles of these parts, which ascend; null without any number. */
  quantiles(parts: readonly number[]): number[] | null {
    if (this.count === 0) return null;
    const ranks = parts.map((part) => Math.round(part * (this.count - 1)));
    const found: number[] = [];
    let seen = 0;
    const take = (size: number, value: number) => {
      seen += size;
      while (found.length < ranks.length && ranks[found.length] < seen) found.push(this.within(value));
    };
    this.negative.descending((bin, size) => take(size, -middleOf(bin)));
    take(this.zeros, 0);
    this.positive.ascending((bin, size) => take(size, middleOf(bin)));
    return found;
  }

  /** Where all were whole and small, so are the quantiles. */
  private within(value: number): number {
    const rounded = this.whole && Math.abs(value) < 0.4 / RELATIVE_ERROR ? Math.round(value) : value;
    return Math.min(this.most, Math.max(this.least, rounded));
  }
}

function middleOf(bin: number): number {
  return (2 * GAMMA ** bin) / (GAMMA + 1);
}

/** Counts by whole numbers, in a window that grows where it must. */
class Bins {
  private counts = new Uint32Array(0);
  private first = 0;

  add(bin: number): void {
    const at = bin - this.first;
    if (at < 0 || at >= this.counts.length) this.reach(bin);
    this.counts[bin - this.first] += 1;
  }

  ascending(visit: (bin: number, size: number) => void): void {
    for (let at = 0; at < this.counts.length; at++) if (this.counts[at]) visit(at + this.first, this.counts[at]);
  }

  descending(visit: (bin: number, size: number) => void): void {
    for (let at = this.counts.length - 1; at >= 0; at--) if (this.counts[at]) visit(at + this.first, this.counts[at]);
  }

  private reach(bin: number): void {
    const empty = this.counts.length === 0;
    const first = empty ? bin - MARGIN : Math.min(this.first, bin - MARGIN);
    const end = empty ? bin + MARGIN : Math.max(this.first + this.counts.length, bin + MARGIN);
    const grown = new Uint32Array(end - first);
    if (!empty) grown.set(this.counts, this.first - first);
    this.counts = grown;
    this.first = first;
  }
}
