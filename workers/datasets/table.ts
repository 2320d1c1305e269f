import { CsvFault, type CsvText, parseCsv } from "./csv.js";

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

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** From this share of numbers on, a column is meant to be one of numbers, and what is no number in it is a mistake. */
const MEANT_AS_NUMBERS = 0.9;

/**
 * Reads a CSV text as a labelled table. Spaces around a cell do not count; an empty cell is a missing value. A column is one of
 * numbers when at least nine in ten of its cells that are not empty are numbers, otherwise one of names.
 *
 * @throws {CsvFault} where the text is no CSV, a column is missing or empty, or a cell is not of its column's type.
 */
export function readTable(text: string, { label, types = {} }: TableOptions): LabelledTable {
  const csv = parseCsv(text);
  const known = csv.header.map((name) => name.trim());
  for (const name of [label, ...Object.keys(types)])
    if (!known.includes(name))
      throw new CsvFault(`there is no column “${name}”; the header has ${known.join(", ")}.`, 1);
  if (csv.records.length === 0) throw new CsvFault("there is a header, and no row under it.", 1);
  const cells = (name: string) => csv.records.map((record) => record[known.indexOf(name)].trim());
  const features = known.filter((name) => name !== label);
  if (features.length === 0) throw new CsvFault("there is no column beside the label to tell it from.", 1);
  const columns = features.map((name) => typed(name, cells(name), types[name], csv));
  return { rows: csv.records.length, columns, labels: cells(label) };
}

function typed(name: string, cells: string[], type: Column["type"] | undefined, { lines }: CsvText): Column {
  const filled = cells.filter((cell) => cell !== "");
  if (filled.length === 0) throw new CsvFault("the column is empty; leave it out.", 1, name);
  const numbers = filled.filter((cell) => NUMBER.test(cell)).length;
  const found = numbers >= MEANT_AS_NUMBERS * filled.length ? "number" : "category";
  if ((type ?? found) === "category") return { name, type: "category", values: cells };
  const values = Float64Array.from(cells, (cell, row) => {
    if (cell === "") return NaN;
    const value = Number(cell);
    if (NUMBER.test(cell) && Number.isFinite(value)) return value;
    throw new CsvFault(
      `“${cell}” is not a number, as the others of this column are (row ${row + 1}).`,
      lines[row],
      name,
    );
  });
  return { name, type: "number", values };
}
