/** Copies between differently shaped arrays. */

/**
 * Copies runs of `runBytes` to consecutive places in `out`. The sources are those of nested loops over `rank` dimensions,
 * outermost first, with the given extents and steps in bytes (0 repeats). `counters` is working memory of `rank` words.
 */
export function copyRuns(x: usize, out: usize, runBytes: usize, rank: usize, extents: usize, steps: usize, counters: usize): void {
  if (rank == 0) {
    memory.copy(out, x, runBytes);
    return;
  }
  memory.fill(counters, 0, rank << 2);
  const last = (rank - 1) << 2;
  const inner = load<usize>(extents + last);
  const step = load<usize>(steps + last);
  while (true) {
    let from = x;
    for (let i: usize = 0; i < inner; i++) {
      if (runBytes == 4) store<u32>(out, load<u32>(from));
      else if (runBytes & 15) memory.copy(out, from, runBytes);
      else for (let at: usize = 0; at < runBytes; at += 16) v128.store(out + at, v128.load(from + at));
      from += step;
      out += runBytes;
    }
    let axis = last;
    while (true) {
      if (axis == 0) return;
      axis -= 4;
      const count = load<usize>(counters + axis) + 1;
      x += load<usize>(steps + axis);
      if (count < load<usize>(extents + axis)) {
        store<usize>(counters + axis, count);
        break;
      }
      x -= count * load<usize>(steps + axis);
      store<usize>(counters + axis, 0);
    }
  }
}

/** out[i] = x[ids[i]], rows of `rowBytes`. Returns how many rows were copied: fewer than `count` when an id is not in 0 … rows − 1. */
export function gatherRows(x: usize, ids: usize, count: usize, rowBytes: usize, rows: usize, out: usize): usize {
  for (let i: usize = 0; i < count; i++) {
    const id = load<usize>(ids + (i << 2));
    if (id >= rows) return i;
    const from = x + id * rowBytes;
    if (rowBytes & 15) memory.copy(out, from, rowBytes);
    else for (let at: usize = 0; at < rowBytes; at += 16) v128.store(out + at, v128.load(from + at));
    out += rowBytes;
  }
  return count;
}
