import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../../src/kernel/random.js";
import { fromBfloat16, roundedToBfloat16, toBfloat16 } from "./bfloat16.js";

/** A float32 of these bits, rounded, again as bits. */
function roundedBits(bits: number): number {
  const [word] = toBfloat16(new Float32Array(Uint32Array.of(bits).buffer));
  return word;
}

test.each([
  ["zero", 0x0000_0000, 0x0000],
  ["minus zero", 0x8000_0000, 0x8000],
  ["what it holds exactly", 0x3fc0_0000, 0x3fc0],
  ["below a tie", 0x3f80_7fff, 0x3f80],
  ["a tie beside an even number below", 0x3f80_8000, 0x3f80],
  ["a tie beside an odd number below", 0x3f81_8000, 0x3f82],
  ["above a tie", 0x3f80_8001, 0x3f81],
  ["a negative tie", 0xbf81_8000, 0xbf82],
  ["a carry into the exponent", 0x3fff_8000, 0x4000],
  ["the smallest subnormal number of float32", 0x0000_0001, 0x0000],
  ["half of its own smallest subnormal number, a tie to zero", 0x0000_8000, 0x0000],
  ["above that half", 0x0000_8001, 0x0001],
  ["a subnormal number that becomes normal", 0x007f_ffff, 0x0080],
  ["its largest number", 0x7f7f_0000, 0x7f7f],
  ["below the tie beyond it", 0x7f7f_7fff, 0x7f7f],
  ["the tie beyond it, to infinity", 0x7f7f_8000, 0x7f80],
  ["the largest float32", 0x7f7f_ffff, 0x7f80],
  ["minus the largest float32", 0xff7f_ffff, 0xff80],
  ["infinity", 0x7f80_0000, 0x7f80],
  ["minus infinity", 0xff80_0000, 0xff80],
])("rounds %s", (_, bits, word) => {
  expect(roundedBits(bits)).toBe(word);
});

test.each([[0x7f80_0001], [0x7fff_ffff], [0xff80_0001], [0x7fc0_0000]])("NaN stays NaN (%i)", (bits) => {
  expect(fromBfloat16(Uint16Array.of(roundedBits(bits)))).toEqual(Float32Array.of(NaN));
});

/** By the definition, in float64: the nearest of the two neighbours, the even one where they are as near. */
function nearest(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
  const [down, up] = [bits >>> 16, (bits >>> 16) + 1].map((word) => fromBfloat16(Uint16Array.of(word))[0]);
  const [below, above] = [Math.abs(value - down), Math.abs(up - value)];
  if (below !== above) return below < above ? down : up;
  return (bits >>> 16) % 2 === 0 ? down : up;
}

test("rounds numbers of all sizes as the definition has it, and what is rounded stays as it is", () => {
  const random = new RandomStreams(1).stream("numbers");
  const bits = Uint32Array.from({ length: 20_000 }, () => random.uint32());
  const values = new Float32Array(bits.buffer).filter((value) => Math.abs(value) < 3e38);
  const rounded = fromBfloat16(toBfloat16(values));
  expect(rounded).toEqual(values.map(nearest));
  expect(roundedToBfloat16(values)).toEqual(rounded);
  expect(fromBfloat16(toBfloat16(rounded))).toEqual(rounded);
});
