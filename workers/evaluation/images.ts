/** Pictures are row-major [rows, size, size], brightness from 0 (black) to 1. */

/** Mean squared error a pixel. */
export function meanSquaredError(truth: Float32Array, pictures: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (truth[i] - pictures[i]) ** 2;
  return sum / truth.length;
}

/** Mean squared error a pixel of each picture. */
export function squaredErrors(truth: Float32Array, pictures: Float32Array, size: number): Float64Array {
  return eachPicture(truth, pictures, size, meanSquaredError);
}

/** Peak signal-to-noise ratio of each picture, in decibels, for a peak of 1: infinite where nothing differs. */
export function peakSignalToNoise(truth: Float32Array, pictures: Float32Array, size: number): Float64Array {
  return eachPicture(truth, pictures, size, (a, b) => -10 * Math.log10(meanSquaredError(a, b)));
}

/** Mean cross-entropy a pixel, in nats, where brightness is a probability; it is kept float32's precision away from 0 and 1. */
export function binaryCrossEntropy(truth: Float32Array, pictures: Float32Array): number {
  const precision = 2 ** -23;
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    const probability = Math.min(Math.max(pictures[i], precision), 1 - precision);
    sum -= truth[i] * Math.log(probability) + (1 - truth[i]) * Math.log(1 - probability);
  }
  return sum / truth.length;
}

const DEVIATION = 1.5;
const RADIUS = 5;
/** Gaussian weights of a window along one axis, with the sum 1. */
const WINDOW = gaussian(DEVIATION, RADIUS);
const [C1, C2] = [0.01 ** 2, 0.03 ** 2];

/**
 * Structural similarity of each picture to the truth, from −1 to 1 (equal): the mean over all places of an 11 × 11 Gaussian window
 * (deviation 1.5) that lie wholly inside, with K1 = 0.01, K2 = 0.03 and the dynamic range 1. Throws a RangeError for smaller pictures.
 *
 * Source: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity", IEEE
 * Transactions on Image Processing 13(4), 2004.
 */
export function structuralSimilarity(truth: Float32Array, pictures: Float32Array, size: number): Float64Array {
  if (size < WINDOW.length)
    throw new RangeError(`structural similarity needs ${WINDOW.length} pixels a side, not ${size}`);
  return eachPicture(truth, pictures, size, (a, b) => {
    const blurred = (value: (i: number) => number) =>
      smoothed(
        Float64Array.from(a, (_, i) => value(i)),
        size,
      );
    const [meanA, meanB] = [blurred((i) => a[i]), blurred((i) => b[i])];
    const [squareA, squareB, cross] = [
      blurred((i) => a[i] ** 2),
      blurred((i) => b[i] ** 2),
      blurred((i) => a[i] * b[i]),
    ];
    let sum = 0;
    for (let i = 0; i < meanA.length; i++) {
      const [x, y] = [meanA[i], meanB[i]];
      const luminance = (2 * x * y + C1) / (x * x + y * y + C1);
      const contrast = (2 * (cross[i] - x * y) + C2) / (squareA[i] - x * x + squareB[i] - y * y + C2);
      sum += luminance * contrast;
    }
    return sum / meanA.length;
  });
}

/** The figure of each picture beside its truth. */
function eachPicture(
  truth: Float32Array,
  pictures: Float32Array,
  size: number,
  figure: (truth: Float32Array, picture: Float32Array) => number,
): Float64Array {
  const area = size * size;
  return Float64Array.from({ length: truth.length / area }, (_, row) =>
    figure(truth.subarray(row * area, (row + 1) * area), pictures.subarray(row * area, (row + 1) * area)),
  );
}

/** Weighted means over the windows that lie wholly inside. */
function smoothed(picture: Float64Array, size: number): Float64Array {
  return alongRows(alongRows(picture, size), size);
}

/** Means along each row, turned: what was a column is a row then, so that twice gives both directions. */
function alongRows(values: Float64Array, width: number): Float64Array {
  const [rows, places] = [values.length / width, width - WINDOW.length + 1];
  const turned = new Float64Array(rows * places);
  for (let row = 0; row < rows; row++)
    for (let place = 0; place < places; place++) {
      let sum = 0;
      for (let i = 0; i < WINDOW.length; i++) sum += WINDOW[i] * values[row * width + place + i];
      turned[place * rows + row] = sum;
    }
  return turned;
}

function gaussian(deviation: number, radius: number): Float64Array {
  const heights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-(((i - radius) / deviation) ** 2) / 2),
  );
  const total = heights.reduce((sum, height) => sum + height, 0);
  return heights.map((height) => height / total);
}
