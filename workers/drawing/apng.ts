import { chunk, greyHeader, greyLines, pngOf } from "./png.js";

/** A film of grey pictures: 8 bits a pixel, 0 black, each row-major [height, width]. */
export interface Film {
  frames: Uint8Array[];
  width: number;
  height: number;
  /** How long each frame is shown, and the last one before the film begins anew. Milliseconds, at most 65,535. */
  frameMs: number;
  lastMs: number;
}

/** Whole frames that replace each other. */
const [DISPOSE_NONE, BLEND_SOURCE] = [0, 0];
const FOR_EVER = 0;

/**
 * A film as an animated PNG, over and over; a viewer that knows no animation shows the first frame. Throws a RangeError for a film
 * without frames. Source: ISO/IEC 15948 (PNG), third edition, which took APNG in.
 */
export function greyApng({ frames, width, height, frameMs, lastMs }: Film): Buffer {
  if (frames.length === 0) throw new RangeError("a film needs a frame");
  let sequence = 0;
  const chunks = frames.flatMap((pixels, index) => {
    const shownFor = index === frames.length - 1 ? lastMs : frameMs;
    const control = frameControl(sequence++, width, height, shownFor);
    const lines = greyLines(pixels, width, height);
    return [control, index === 0 ? chunk("IDAT", lines) : chunk("fdAT", Buffer.concat([uint32(sequence++), lines]))];
  });
  const animation = chunk("acTL", Buffer.concat([uint32(frames.length), uint32(FOR_EVER)]));
  return pngOf(greyHeader(width, height), [animation, ...chunks]);
}

function frameControl(sequence: number, width: number, height: number, ms: number): Buffer {
  const control = Buffer.alloc(26);
  [sequence, width, height].forEach((value, index) => control.writeUInt32BE(value, 4 * index));
  control.writeUInt16BE(ms, 20);
  control.writeUInt16BE(1000, 22);
  control.set([DISPOSE_NONE, BLEND_SOURCE], 24);
  return chunk("fcTL", control);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
