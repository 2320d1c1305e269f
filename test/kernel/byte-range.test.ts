import { describe, expect, test } from "@jest/globals";
import { namesTag, rangeOf } from "../../src/kernel/byte-range.js";

describe("a range of 1000 bytes", () => {
  test.each([
    ["bytes=0-499", { first: 0, last: 499 }],
    ["bytes=0-0", { first: 0, last: 0 }],
    ["bytes=500-", { first: 500, last: 999 }],
    ["bytes=-1", { first: 999, last: 999 }],
    ["bytes=-5000", { first: 0, last: 999 }],
    ["bytes=999-5000", { first: 999, last: 999 }],
    ["Bytes=1-2", { first: 1, last: 2 }],
  ])("%s is a part", (header, part) => {
    expect(rangeOf(header, 1000)).toEqual(part);
  });

  test.each(["bytes=1000-", "bytes=1000-2000", "bytes=-0"])("%s cannot be satisfied", (header) => {
    expect(rangeOf(header, 1000)).toBe("unsatisfiable");
  });

  test.each([
    undefined,
    "",
    "bytes=",
    "bytes=-",
    "bytes=5-2",
    "bytes=a-b",
    "lines=0-1",
    "bytes=0-1,4-5",
    "bytes=0x1-2",
  ])("%s asks for all", (header) => {
    expect(rangeOf(header, 1000)).toBeUndefined();
  });
});

test("of nothing, no range can be satisfied", () => {
  expect(rangeOf("bytes=0-", 0)).toBe("unsatisfiable");
  expect(rangeOf("bytes=-5", 0)).toBe("unsatisfiable");
});

test.each([
  ['"abc"', true],
  ['W/"abc"', true],
  ['"x", "abc"', true],
  ["*", true],
  ['"abcd"', false],
  ["abc", false],
  [undefined, false],
])("If-None-Match: %s", (header, named) => {
  expect(namesTag(header, '"abc"')).toBe(named);
});
