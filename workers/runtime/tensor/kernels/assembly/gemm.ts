import { dotRows, spreadRows, weighRows } from "./narrow";
import { ADD, columnsTile, rowsTile, STORE } from "./tiles";

/** Rows of A that stay in the first-level cache while all panels of B pass over them. */
const ROW_BLOCK: usize = 120;
/** Steps of k after which C is written: A and B of so many steps stay in the second-level cache. */
const STEP_BLOCK: usize = 192;
const WIDTH: usize = 8;

// @ts-ignore: decorator
@inline
function lanesAt(column: usize, length: usize): usize {
  return min<usize>(WIDTH, length - column);
}

/**
 * C = A·B (+ bias, activation), or C += A·B, for an A that is contiguous along k.
 *
 * Both sides may be in pieces, which is what lets a convolution be a product without an im2col: row i of A is `kRuns` pieces of
 * `kLength` floats at rows[i] + kOffsets[r], and row i of C is `nRuns` pieces of `nLength` floats at out[i] + nOffsets[r].
 * B comes as panels of eight columns, `bPanel` bytes apart, each with `bStep` bytes from one k to the next; every piece of C
 * begins a panel of its own. `bias` is 0 or holds whole panels. For a C of one column B is contiguous: `bStep` is 4.
 */
export function multiplyRows(
  m: usize, rows: usize, kRuns: usize, kLength: usize, kOffsets: usize,
  b: usize, bStep: usize, bPanel: usize,
  nRuns: usize, nLength: usize, nOffsets: usize, out: usize, bias: usize, mode: usize,
): void {
  if (bStep == 4) return dotRows(m, rows, kRuns, kLength, kOffsets, b, out, load<usize>(nOffsets), bias, mode);
  if (kRuns * kLength == 1 && mode == ADD) return spreadRows(m, rows, nRuns, nLength, nOffsets, b, out);
  for (let first: usize = 0; first < m; first += ROW_BLOCK) {
    const end = min<usize>(m, first + ROW_BLOCK);
    let panel = b;
    let panelBias = bias;
    for (let run: usize = 0; run < nRuns; run++) {
      for (let column: usize = 0; column < nLength; column += WIDTH) {
        const at = load<usize>(nOffsets + (run << 2)) + (column << 2);
        const lanes = lanesAt(column, nLength);
        for (let i = first; i < end; i += 6)
          rowsOf(end - i, rows + (i << 2), kRuns, kLength, kOffsets, panel, bStep, out + (i << 2), at, lanes, panelBias, mode);
        panel += bPanel;
        if (bias) panelBias += 4 * WIDTH;
      }
    }
  }
}

function rowsOf(
  height: usize, rows: usize, runs: usize, length: usize, offsets: usize, b: usize, bStep: usize,
  out: usize, column: usize, lanes: usize, bias: usize, mode: usize,
): void {
  if (height >= 6) rowsTile(6, rows, runs, length, offsets, b, bStep, out, column, lanes, bias, mode);
  else if (height == 5) rowsTile(5, rows, runs, length, offsets, b, bStep, out, column, lanes, bias, mode);
  else if (height == 4) rowsTile(4, rows, runs, length, offsets, b, bStep, out, column, lanes, bias, mode);
  else if (height == 3) rowsTile(3, rows, runs, length, offsets, b, bStep, out, column, lanes, bias, mode);
  else if (height == 2) rowsTile(2, rows, runs, length, offsets, b, bStep, out, column, lanes, bias, mode);
  else rowsTile(1, rows, runs, length, offsets, b, bStep, out, column, lanes, bias, mode);
}

/**
 * C = Aᵀ·B for an A that is contiguous along the rows of C: for step k they are `mRuns` pieces of `mLength` floats at
 * steps[k] + mOffsets[r]. B as in `multiplyRows`, for one piece of `n` columns; C is dense, `n` floats a row.
 */
export function multiplyColumns(
  count: usize, steps: usize, mRuns: usize, mLength: usize, mOffsets: usize,
  b: usize, bStep: usize, bPanel: usize, n: usize, out: usize,
): void {
  const outStep = n << 2;
  if (n == 1) memory.fill(out, 0, (mRuns * mLength) << 2);
  for (let first: usize = 0; first < count; first += STEP_BLOCK) {
    const block = min<usize>(STEP_BLOCK, count - first);
    const mode = first == 0 ? STORE : ADD;
    if (n == 1) {
      for (let run: usize = 0; run < mRuns; run++)
        weighRows(block, steps + (first << 2), load<usize>(mOffsets + (run << 2)), mLength, b + (first << 2), out + ((run * mLength) << 2));
      continue;
    }
    let panel = b + first * bStep;
    for (let column: usize = 0; column < n; column += WIDTH) {
      const lanes = lanesAt(column, n);
      let at = out + (column << 2);
      for (let run: usize = 0; run < mRuns; run++) {
        const offset = load<usize>(mOffsets + (run << 2));
        for (let i: usize = 0; i < mLength; i += 6) {
          const height = min<usize>(6, mLength - i);
          columnsOf(height, block, steps + (first << 2), offset + (i << 2), panel, bStep, at, outStep, lanes, mode);
          at += height * outStep;
        }
      }
      panel += bPanel;
    }
  }
}

function columnsOf(
  height: usize, count: usize, steps: usize, offset: usize, b: usize, bStep: usize,
  out: usize, outStep: usize, lanes: usize, mode: usize,
): void {
  if (height == 6) columnsTile(6, count, steps, offset, b, bStep, out, outStep, lanes, mode);
  else if (height == 5) columnsTile(5, count, steps, offset, b, bStep, out, outStep, lanes, mode);
  else if (height == 4) columnsTile(4, count, steps, offset, b, bStep, out, outStep, lanes, mode);
  else if (height == 3) columnsTile(3, count, steps, offset, b, bStep, out, outStep, lanes, mode);
  else if (height == 2) columnsTile(2, count, steps, offset, b, bStep, out, outStep, lanes, mode);
  else columnsTile(1, count, steps, offset, b, bStep, out, outStep, lanes, mode);
}
