import type { Tokens } from "./data.js";
import type { WriterNetwork } from "./network.js";

/** Tokens that a window is judged by, and those before them that it only reads. */
const [JUDGED, READ] = [100, 50];
/** Windows at once. */
const ROWS_AT_ONCE = 64;

/**
 * −ln(probability) in nats of each token of the sequence from `from` up to `to`: each is foretold once, from at least 50 tokens before it
 * where there are as many.
 */
export async function foretoldLosses(
  network: WriterNetwork,
  { tokens }: Pick<Tokens, "tokens">,
  from: number,
  to: number,
): Promise<Float32Array> {
  const losses = new Float32Array(to - from);
  const length = READ + JUDGED;
  const starts = Array.from({ length: Math.ceil((to - from) / JUDGED) }, (_, at) => from + at * JUDGED);
  // The last ones of a part, and of a sequence, end where it ends.
  const windows = starts.map((start) => Math.max(0, Math.min(start - READ, to - length)));
  for (let first = 0; first < windows.length; first += ROWS_AT_ONCE) {
    const part = windows.slice(first, first + ROWS_AT_ONCE);
    const size = Math.min(length, to);
    const batch = new Int32Array(part.length * size);
    part.forEach((window, row) => batch.set(tokens.subarray(window, window + size), row * size));
    const found = await network.lossesOf(batch, size);
    part.forEach((window, row) => {
      for (let at = starts[first + row]; at < Math.min(starts[first + row] + JUDGED, to); at++)
        losses[at - from] = found[row * (size - 1) + at - window - 1];
    });
  }
  return losses;
}
