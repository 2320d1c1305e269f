import { type DelimitedText, parseDelimited, type Separator } from "./delimited.js";
import { type Faults, quoted, StrictFaults } from "./faults.js";

/** Numbers; NaN where a cell is empty. */
export interface NumberColumn {
  name: string;
  type: "number";
  values: Float64Array;
}

/** Names; "" where a cell is empty. */
export interface CategoryColumn {
  name: string;
  type: "category";
  values: string[];
}

export type Column = NumberColumn | CategoryColumn;

/** A typed table: in every column, `values[row]` is the cell of that row. */
export interface Table {
  rows: number;
  columns: Column[];
}

/** A table whose label is to be told from its other columns; "" where a row has no label. */
export interface LabelledTable extends Table {
  labels: string[];
}

/** How to read a table: what is not said is found out. */
export interface TableOptions {
  /** Name of the column to predict; it is read as names, even if they look like numbers. */
  label: string;
  /** Types of columns that would be taken for something else, such as codes that look like numbers. */
  types?: Readonly<Record<string, Column["type"]>>;
}

export const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** From this share of numbers on, a column is meant to be one of numbers, and what is no number in it is a mistake. */
const MEANT_AS_NUMBERS = 0.9;

/** Reads a CSV text as a labelled table; see `tableOf`. Throws the first fault as a DataError. */
export function readTable(text: string, options: TableOptions, separator?: Separator): LabelledTable {
  return tableOf(parseDelimited(text, { separator }), options, new StrictFaults());
}

/**
 * A table of text as a labelled one. Spaces around a cell do not count; an empty cell is a missing value. A column is one of
 * numbers when at least nine in ten of its cells that are not empty are numbers, otherwise one of names.
 *
 * Faults are columns that are missing or empty, and cells that are not of their column's type, which then count as missing.
 */
export function tableOf(csv: DelimitedText, { label, types = {} }: TableOptions, faults: Faults): LabelledTable {
  const { header } = csv;
  for (const name of [label, ...Object.keys(types)])
    if (!header.includes(name))
      faults.add({ message: `there is no column ${quoted(name)}; the header has ${header.join(", ")}.`, line: 1 });
  if (csv.records.length === 0) faults.add({ message: "there is a header, and no row under it.", line: 1 });
  const cells = (name: string) => {
    const at = header.indexOf(name);
    return csv.records.map((record) => (at < 0 ? "" : record[at].trim()));
  };
  const features = header.filter((name) => name !== label);
  if (features.length === 0) faults.add({ message: "there is no column beside the label to tell it from.", line: 1 });
  const columns = features.map((name) => typed(name, cells(name), types[name], csv, faults));
  return { rows: csv.records.length, columns, labels: cells(label) };
}

function typed(
  name: string,
  cells: string[],
  type: Column["type"] | undefined,
  { lines }: DelimitedText,
  faults: Faults,
): Column {
  const filled = cells.filter((cell) => cell !== "");
  if (filled.length === 0 && cells.length > 0)
    faults.add({ message: "the column is empty; leave it out.", line: 1, column: name });
  const numbers = filled.filter((cell) => NUMBER.test(cell)).length;
  const found = numbers >= MEANT_AS_NUMBERS * filled.length ? "number" : "category";
  if ((type ?? found) === "category") return { name, type: "category", values: cells };
  const values = Float64Array.from(cells, (cell, at) => {
    if (cell === "") return NaN;
    const value = Number(cell);
    if (NUMBER.test(cell) && Number.isFinite(value)) return value;
    const message = `${quoted(cell)} is not a number, as the others of this column are (row ${at + 1}).`;
    faults.add({ message, line: lines[at], row: at + 1, column: name });
    return NaN;
  });
  return { name, type: "number", values };
}
