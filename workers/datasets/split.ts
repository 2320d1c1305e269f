import type { RandomStream } from "../../src/kernel/random.js";
import type { Shard } from "../runtime/trainer.js";

/** Row numbers of the three parts of a data set; no row is in two. */
export interface Split {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

/**
 * Splits rows at random so that every class is spread over the parts alike: of each class's n rows, round(n · share) go to
 * validation, as many to test unless `testShare` says otherwise, the rest to training. Within a part, rows stand in ascending order.
 */
export function stratifiedSplit(
  labels: Int32Array,
  share: number,
  random: RandomStream,
  testShare: number = share,
): Split {
  const rowsOf = new Map<number, number[]>();
  labels.forEach((label, row) => {
    const rows = rowsOf.get(label);
    if (rows) rows.push(row);
    else rowsOf.set(label, [row]);
  });
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  for (const [, rows] of [...rowsOf].sort(([a], [b]) => a - b)) {
    random.shuffle(rows);
    const validation = Math.round(rows.length * share);
    const held = validation + Math.round(rows.length * testShare);
    parts.validation.push(...rows.slice(0, validation));
    parts.test.push(...rows.slice(validation, held));
    parts.train.push(...rows.slice(held));
  }
  return { train: ascending(parts.train), validation: ascending(parts.validation), test: ascending(parts.test) };
}

/** The rows of one shard: all shards of a stream's seed are disjoint, together all rows, and differ in size by one at most. */
export function shardOf(rows: Int32Array, { index, count }: Shard, random: RandomStream): Int32Array {
  const shuffled = random.shuffle(rows.slice());
  const edge = (number: number) => Math.floor((number * rows.length) / count);
  return shuffled
    .subarray(edge(index), edge(index + 1))
    .slice()
    .sort();
}

function ascending(rows: number[]): Int32Array {
  return Int32Array.from(rows).sort();
}
