import type { Batch, Found } from "./network.js";

/** A part's rows within the batch, from `from` up to, but without, `to`. */
export interface Rows {
  from: number;
  to: number;
}

/** Cuts that many rows into at most that many parts, which differ by one row at most; no part is empty. */
export function cut(rows: number, parts: number): Rows[] {
  const count = Math.min(parts, rows);
  const edge = (part: number) => Math.floor((part * rows) / count);
  return Array.from({ length: count }, (_, part) => ({ from: edge(part), to: edge(part + 1) }));
}

/** The part of a batch of `rows` rows, as copies, so that their memory can be handed to another thread. */
export function partOf<B extends Batch>(batch: B, rows: number, { from, to }: Rows): B {
  const entries = Object.entries(batch).map(([name, values]) => {
    const width = (values?.length ?? 0) / rows;
    return [name, values?.slice(from * width, to * width)] as const;
  });
  return Object.fromEntries(entries) as B;
}

/** What was found on the parts as if it had been found on the whole: means by the parts' sizes, arrays one after the other. */
export function joined<F extends Found>(parts: readonly F[], rows: readonly Rows[]): F {
  const total = rows.reduce((sum, { from, to }) => sum + to - from, 0);
  const entries = Object.keys(parts[0]).map((name) => {
    const values = parts.map((part) => part[name]);
    if (typeof values[0] !== "number") return [name, concatenated(values as Float32Array[])] as const;
    const weighted = (values as number[]).map((value, at) => (value * (rows[at].to - rows[at].from)) / total);
    return [name, weighted.reduce((sum, value) => sum + value, 0)] as const;
  });
  return Object.fromEntries(entries) as F;
}

function concatenated(arrays: Float32Array[]): Float32Array {
  const whole = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    whole.set(array, at);
    at += array.length;
  }
  return whole;
}
