/** Pictures are row-major [rows, size, size]; beyond an edge its own pixels are repeated. */

/** Pictures blurred by a Gaussian of that standard deviation in pixels, cut off beyond three deviations. */
export function gaussianFilter(pictures: Float32Array, size: number, deviation: number): Float32Array {
  const radius = Math.ceil(3 * deviation);
  const heights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-(((i - radius) / deviation) ** 2) / 2),
  );
  const total = heights.reduce((sum, height) => sum + height, 0);
  const weights = heights.map((height) => height / total);
  return blurredAndTurned(blurredAndTurned(pictures, size, weights), size, weights);
}

/** Each pixel replaced by the median of a window of `width` × `width` pixels around it; `width` is odd. Source: Tukey, 1971. */
export function medianFilter(pictures: Float32Array, size: number, width: number): Float32Array {
  const inside = placesAround(size, (width - 1) / 2);
  const window = new Float32Array(width * width);
  const filtered = new Float32Array(pictures.length);
  for (let start = 0; start < pictures.length; start += size * size)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        let seen = 0;
        for (let i = 0; i < width; i++)
          for (let j = 0; j < width; j++) {
            // Sorted in: windows are small, and a call of sort for each pixel takes ten times as long.
            const value = pictures[start + inside[y + i] * size + inside[x + j]];
            let place = seen++;
            for (; place > 0 && window[place - 1] > value; place--) window[place] = window[place - 1];
            window[place] = value;
          }
        filtered[start + y * size + x] = window[(seen - 1) / 2];
      }
  return filtered;
}

/** Blurred along each row, and turned: what was a column is a row then, so that twice gives both directions. */
function blurredAndTurned(pictures: Float32Array, size: number, weights: Float64Array): Float32Array {
  const inside = placesAround(size, (weights.length - 1) / 2);
  const blurred = new Float32Array(pictures.length);
  for (let start = 0; start < pictures.length; start += size * size)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++) sum += weights[i] * pictures[start + y * size + inside[x + i]];
        blurred[start + x * size + y] = sum;
      }
  return blurred;
}

/** The places from −radius to size − 1 + radius of a line, those beyond its ends moved to its ends. */
function placesAround(size: number, radius: number): Int32Array {
  return Int32Array.from({ length: size + 2 * radius }, (_, at) => Math.min(size - 1, Math.max(0, at - radius)));
}
