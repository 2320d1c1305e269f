import { createHash } from "node:crypto";

/** The four 32-bit words of one generator. */
export type StreamState = [number, number, number, number];

/** The streams used so far, by name, with the seed that they grow from. Plain JSON. */
export interface RandomState {
  seed: number;
  streams: Record<string, StreamState>;
}

const TWO_32 = 2 ** 32;
const { imul } = Math;

/**
 * One sequence of pseudo-random numbers: xoshiro128** 1.1, period 2^128 − 1.
 * Source: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021.
 */
export class RandomStream {
  constructor(private readonly words: StreamState) {}

  /** A whole number, uniform in [0, 2^32). */
  uint32(): number {
    const s = this.words;
    const product = imul(s[1], 5);
    const result = imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  }

  /** A number in [0, 1), on a grid of 2^-53. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    return (high * 2 ** 26 + (this.uint32() >>> 6)) * 2 ** -53;
  }

  /** A standard normal number, by the Box–Muller transform (Box and Muller, 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A whole number in [0, n), without modulo bias. Throws a RangeError unless n is whole and 1 ≤ n ≤ 2^32. */
  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) throw new RangeError(`int(${n}): 1 to 2^32 is possible`);
    const limit = TWO_32 - (TWO_32 % n);
    for (;;) {
      const drawn = this.uint32();
      if (drawn < limit) return drawn % n;
    }
  }

  /** Brings the items into random order in place (Fisher–Yates, Durstenfeld's version) and returns them. */
  shuffle<A extends Int32Array | unknown[]>(items: A): A {
    const swapped = items as unknown[];
    for (let last = swapped.length - 1; last > 0; last--) {
      const chosen = this.int(last + 1);
      [swapped[last], swapped[chosen]] = [swapped[chosen], swapped[last]];
    }
    return items;
  }

  /** Fills with numbers in [low, high); 24 random bits each, as many as a float32 holds. */
  fillUniform(target: Float32Array, low = 0, high = 1): Float32Array {
    for (let i = 0; i < target.length; i++) target[i] = low + (high - low) * ((this.uint32() >>> 8) * 2 ** -24);
    return target;
  }

  /** Fills with normal numbers of the given mean and standard deviation. */
  fillNormal(target: Float32Array, mean = 0, deviation = 1): Float32Array {
    for (let i = 0; i < target.length; i++) target[i] = mean + deviation * this.normal();
    return target;
  }

  state(): StreamState {
    return [...this.words];
  }
}

/**
 * All randomness of a run: named streams that grow from one seed and do not disturb each other, so that drawing more from
 * one (say, dropout) leaves the others (say, the order of the data) as they were.
 *
 * A stream starts from the SHA-256 of seed and name. `state()` of all streams goes into a checkpoint; `restore` makes the
 * streams go on from there, also those already handed out.
 */
export class RandomStreams {
  private readonly words = new Map<string, StreamState>();

  constructor(private seed: number) {}

  /** The stream of that name, started on first use; every call returns a view of the same sequence. */
  stream(name: string): RandomStream {
    let words = this.words.get(name);
    if (!words) this.words.set(name, (words = firstWords(this.seed, name)));
    return new RandomStream(words);
  }

  state(): RandomState {
    return { seed: this.seed, streams: Object.fromEntries([...this.words].map(([name, words]) => [name, [...words]])) };
  }

  restore(state: RandomState): void {
    this.seed = state.seed;
    for (const [name, words] of this.words) Object.assign(words, firstWords(this.seed, name));
    for (const [name, saved] of Object.entries(state.streams)) {
      const words = this.words.get(name);
      if (words) Object.assign(words, saved);
      else this.words.set(name, [...saved]);
    }
  }
}

function firstWords(seed: number, name: string): StreamState {
  const digest = createHash("sha256").update(`${seed}/${name}`).digest();
  return [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12)];
}
