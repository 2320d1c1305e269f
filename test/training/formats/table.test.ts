import { expect, test } from "@jest/globals";
import { readTable } from "../../../src/domains/training/datasets/formats/table.js";

test("columns of numbers and of names are told apart; empty cells are missing, spaces do not count", () => {
  const table = readTable("class,size,colour\na, 1.5 ,red\nb,-2e3,\n ,,blue\n", { label: "class" });
  expect(table).toEqual({
    rows: 3,
    labels: ["a", "b", ""],
    columns: [
      { name: "size", type: "number", values: Float64Array.of(1.5, -2000, NaN) },
      { name: "colour", type: "category", values: ["red", "", "blue"] },
    ],
  });
});

test("labels are names even if they look like numbers, and so are columns that are said to be", () => {
  const { columns, labels } = readTable("code,y\n07,1\n12,0\n", { label: "y", types: { code: "category" } });
  expect(columns).toEqual([{ name: "code", type: "category", values: ["07", "12"] }]);
  expect(labels).toEqual(["1", "0"]);
});

test("hexadecimals, infinities and thousands separators are no numbers", () => {
  const [column] = readTable('x,y\n0x10,a\nInfinity,b\n"1,000",a\n', { label: "y" }).columns;
  expect(column.type).toBe("category");
});

const twenty = Array.from({ length: 20 }, (_, row) => `${row},a`);

test.each([
  [
    "a cell that is no number among numbers",
    ["x,y", ...twenty, "n/a,b"].join("\n"),
    "Line 22, column “x”: “n/a” is not a number, as the others of this column are (row 21).",
  ],
  [
    "a number beyond all bounds",
    ["x,y", ...twenty, "1e999,b"].join("\n"),
    "Line 22, column “x”: “1e999” is not a number, as the others of this column are (row 21).",
  ],
  ["a label column that is not there", "x,z\n1,a\n", "Line 1: there is no column “y”; the header has x, z."],
  ["no rows", "x,y\n", "Line 1: there is a header, and no row under it."],
  ["nothing but labels", "y\na\n", "Line 1: there is no column beside the label to tell it from."],
  ["an empty column", "x,w,y\n1,,a\n2, ,b\n", "Line 1, column “w”: the column is empty; leave it out."],
])("%s is refused by place", (_, text, message) => {
  expect(() => readTable(text, { label: "y" })).toThrow(message);
});
