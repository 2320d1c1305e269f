import { expect, test } from "@jest/globals";
import { parseDelimited } from "../../../src/domains/training/datasets/formats/delimited.js";

test("a header and records, with lines that end in LF or CRLF, the last one with or without", () => {
  const read = { header: ["a", "b"], records: [["1", "x"], ["2", ""]], lines: [2, 3] }; // prettier-ignore
  for (const text of ["a,b\n1,x\n2,\n", "a,b\n1,x\n2,", "a,b\r\n1,x\r\n2,\r\n", "\uFEFFa,b\n1,x\n2,\n"])
    expect(parseDelimited(text)).toEqual(read);
});

test("quoted cells hold commas, line breaks and doubled quotes, and records know the lines that they begin on", () => {
  const { header, records, lines } = parseDelimited('name,"said, when"\n"Ann","a ""b""\r\nc"\nBo,""\n');
  expect(header).toEqual(["name", "said, when"]);
  expect(records).toEqual([["Ann", 'a "b"\r\nc'], ["Bo", ""]]); // prettier-ignore
  expect(lines).toEqual([2, 4]);
});

test("spaces belong to the cell", () => {
  expect(parseDelimited("a,b\n 1 , x\n").records).toEqual([[" 1 ", " x"]]);
});

test("a header alone is a table without records", () => {
  expect(parseDelimited("a,b\n").records).toEqual([]);
});

test.each([
  ["", "Line 1: the file is empty; a header is needed."],
  ["a,,c\n", "Line 1, column 2: the header gives this column no name."],
  ["a,b,a\n", "Line 1, column “a”: the header has this name twice."],
  ["a,b\n1,2\n1\n", "Line 3: 1 cell where the header has 2."],
  ['a,b\n"1\n2",3\n1,2,3\n', "Line 4: 3 cells where the header has 2."],
  ["a,b\n1,2\n\n3,4\n", "Line 3: 1 cell where the header has 2."],
  ['a,b\n1,"2\n3,4\n', "Line 2, column 2: a quote is opened and never closed."],
  ['a,b\n1,"2"x\n', "Line 2, column 2: “x” after a closing quote, where a comma or the line's end belongs."],
  ["a,b\r1,2\n", "Line 1, column 2: a carriage return that no line feed follows."],
])("%j is refused: %s", (text, message) => {
  expect(() => parseDelimited(text)).toThrow(message);
});

test("a quote within a plain cell is refused where it stands", () => {
  expect(() => parseDelimited('a,b\n1,5" pipe\n')).toThrow(/^Line 2, column 2: a quote within a cell/);
});
