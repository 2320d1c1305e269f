import { expect, test } from "@jest/globals";
import { decode, decodeApng } from "fast-png";
import { greyApng } from "./apng.js";

const frames = [0, 1, 2].map((frame) => Uint8Array.from({ length: 12 }, (_, i) => (i === frame ? 255 : i)));
const film = { frames, width: 4, height: 3, frameMs: 67, lastMs: 2000 };

test("another program reads every frame, and how long each is shown", () => {
  const read = decodeApng(greyApng(film));
  expect([read.width, read.height, read.numberOfPlays]).toEqual([4, 3, 0]);
  expect(read.frames.map(({ data }) => [...data])).toEqual(frames.map((pixels) => [...pixels]));
  expect(read.frames.map(({ delayNumber, delayDenominator }) => delayNumber / delayDenominator)).toEqual([0.067, 0.067, 2]); // prettier-ignore
});

test("a viewer that knows no animation sees the first frame", () => {
  expect([...decode(greyApng(film)).data]).toEqual([...frames[0]]);
});

test("a film without frames is refused", () => {
  expect(() => greyApng({ ...film, frames: [] })).toThrow(new RangeError("a film needs a frame"));
});
