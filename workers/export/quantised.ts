/** Numbers as bytes: value ≈ (byte − 128) · scale of its column. */
export interface QuantisedColumns {
  bytes: Uint8Array;
  scales: Float32Array;
}

/** The byte that stands for nothing. */
export const ZERO_POINT = 128;
const LEVELS = 127;

/**
 * Quantises a matrix, row-major [rows, columns], symmetrically, each column by its largest value: 255 levels around zero, so that no value
 * is off by more than half a step. Source: Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference", 2018.
 */
export function quantisedColumns(values: Float32Array, columns: number): QuantisedColumns {
  const scales = new Float32Array(columns);
  values.forEach((value, at) => (scales[at % columns] = Math.max(scales[at % columns], Math.abs(value))));
  for (let column = 0; column < columns; column++) scales[column] = scales[column] / LEVELS || 1;
  const bytes = Uint8Array.from(values, (value, at) => Math.round(value / scales[at % columns]) + ZERO_POINT);
  return { bytes, scales };
}

/** What the bytes stand for. */
export function restoredColumns({ bytes, scales }: QuantisedColumns): Float32Array {
  return Float32Array.from(bytes, (byte, at) => (byte - ZERO_POINT) * scales[at % scales.length]);
}
