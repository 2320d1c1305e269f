/** Address tables, panels of B, and padded images: what the products read besides the tensors themselves. */

const WIDTH: usize = 8;

/** table[i] = base + i · step. */
export function tableOfRows(table: usize, base: usize, count: usize, step: usize): void {
  for (let i: usize = 0; i < count; i++) store<usize>(table + (i << 2), base + i * step);
}

/** table[(image, y, x)] = base + image · imageStep + y · rowStep + x · pixelStep. */
export function tableOfPixels(
  table: usize,
  base: usize,
  images: usize,
  height: usize,
  width: usize,
  imageStep: usize,
  rowStep: usize,
  pixelStep: usize,
): void {
  for (let image: usize = 0; image < images; image++)
    for (let y: usize = 0; y < height; y++) {
      tableOfRows(table, base + image * imageStep + y * rowStep, width, pixelStep);
      table += width << 2;
    }
}

/** Panels of B from rows of `runs` · `length` floats, `step` bytes apart; each run begins a panel, padded with zeros. */
export function panelsOfRows(b: usize, count: usize, step: usize, runs: usize, length: usize, out: usize): void {
  for (let run: usize = 0; run < runs; run++) {
    for (let column: usize = 0; column < length; column += WIDTH) {
      const lanes = min<usize>(WIDTH, length - column);
      let from = b + ((run * length + column) << 2);
      for (let k: usize = 0; k < count; k++) {
        if (lanes == WIDTH) {
          v128.store(out, v128.load(from));
          v128.store(out, v128.load(from, 16), 16);
        } else {
          memory.fill(out, 0, 32);
          memory.copy(out, from, lanes << 2);
        }
        from += step;
        out += 32;
      }
    }
  }
}

/** Panels of Bᵀ: column j of the product lies at b + j · step, contiguous along k. */
export function panelsOfColumns(b: usize, count: usize, step: usize, runs: usize, length: usize, out: usize): void {
  for (let run: usize = 0; run < runs; run++) {
    for (let column: usize = 0; column < length; column += WIDTH) {
      const from = b + (run * length + column) * step;
      if (length - column >= WIDTH) {
        transposeFour(from, count, step, out);
        transposeFour(from + 4 * step, count, step, out + 16);
      } else {
        memory.fill(out, 0, count << 5);
        for (let lane: usize = 0; lane < length - column; lane++)
          for (let k: usize = 0; k < count; k++)
            store<f32>(out + (k << 5) + (lane << 2), load<f32>(from + lane * step + (k << 2)));
      }
      out += count << 5;
    }
  }
}

/** Four rows of `count` floats become `count` groups of four, 32 bytes apart. */
function transposeFour(from: usize, count: usize, step: usize, out: usize): void {
  let a = from,
    b = from + step,
    c = b + step,
    d = c + step;
  const whole = count & ~3;
  for (let k: usize = 0; k < whole; k += 4) {
    const ab0 = v128.shuffle<f32>(v128.load(a), v128.load(b), 0, 4, 1, 5);
    const ab1 = v128.shuffle<f32>(v128.load(a), v128.load(b), 2, 6, 3, 7);
    const cd0 = v128.shuffle<f32>(v128.load(c), v128.load(d), 0, 4, 1, 5);
    const cd1 = v128.shuffle<f32>(v128.load(c), v128.load(d), 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f64>(ab0, cd0, 0, 2));
    v128.store(out, v128.shuffle<f64>(ab0, cd0, 1, 3), 32);
    v128.store(out, v128.shuffle<f64>(ab1, cd1, 0, 2), 64);
    v128.store(out, v128.shuffle<f64>(ab1, cd1, 1, 3), 96);
    a += 16;
    b += 16;
    c += 16;
    d += 16;
    out += 128;
  }
  for (let k = whole; k < count; k++) {
    store<f32>(out, load<f32>(a));
    store<f32>(out, load<f32>(b), 4);
    store<f32>(out, load<f32>(c), 8);
    store<f32>(out, load<f32>(d), 12);
    a += 4;
    b += 4;
    c += 4;
    d += 4;
    out += 32;
  }
}

/** Images of `height` rows of `rowBytes`, set into a frame of zeros `frameRows` high and `frameBytes` wide. */
export function padImages(
  x: usize,
  images: usize,
  height: usize,
  rowBytes: usize,
  out: usize,
  top: usize,
  leftBytes: usize,
  frameRows: usize,
  frameBytes: usize,
): void {
  memory.fill(out, 0, images * frameRows * frameBytes);
  for (let image: usize = 0; image < images; image++)
    for (let y: usize = 0; y < height; y++) {
      memory.copy(out + (image * frameRows + top + y) * frameBytes + leftBytes, x, rowBytes);
      x += rowBytes;
    }
}

/** The inverse of `padImages`: cuts each image out of its frame. */
export function cropImages(
  frame: usize,
  images: usize,
  height: usize,
  rowBytes: usize,
  out: usize,
  top: usize,
  leftBytes: usize,
  frameRows: usize,
  frameBytes: usize,
): void {
  for (let image: usize = 0; image < images; image++)
    for (let y: usize = 0; y < height; y++) {
      memory.copy(out, frame + (image * frameRows + top + y) * frameBytes + leftBytes, rowBytes);
      out += rowBytes;
    }
}

/** Fills `bytes` bytes with zero. */
export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}
