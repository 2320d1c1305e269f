import type { RandomStream } from "../runtime/random.js";

/** Row numbers of the three parts of a data set; no row is in two. */
export interface Split {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

/**
 * Splits rows at random so that every class is spread over the parts alike: of each class's n rows, round(n · share) go to
 * validation, as many to test, the rest to training. Within a part, rows stand in ascending order.
 */
export function stratifiedSplit(labels: Int32Array, share: number, random: RandomStream): Split {
  const rowsOf = new Map<number, number[]>();
  labels.forEach((label, row) => {
    const rows = rowsOf.get(label);
    if (rows) rows.push(row);
    else rowsOf.set(label, [row]);
  });
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  for (const [, rows] of [...rowsOf].sort(([a], [b]) => a - b)) {
    random.shuffle(rows);
    const held = Math.round(rows.length * share);
    parts.validation.push(...rows.slice(0, held));
    parts.test.push(...rows.slice(held, 2 * held));
    parts.train.push(...rows.slice(2 * held));
  }
  return { train: ascending(parts.train), validation: ascending(parts.validation), test: ascending(parts.test) };
}

function ascending(rows: number[]): Int32Array {
  return Int32Array.from(rows).sort();
}
