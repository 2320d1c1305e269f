/** What a column holds. */
export enum ColumnType {
  NUMBER = "NUMBER",
  CATEGORY = "CATEGORY",
  TEXT = "TEXT",
  TIME = "TIME",
}

/** One column in figures: of numbers their values, of texts their lengths in characters; null where it has none. */
export interface ColumnProfile {
  name: string;
  type: ColumnType;
  /** Cells that are empty. */
  missing: number;
  distinct: number;
  minimum: number | null;
  maximum: number | null;
  mean: number | null;
}

/** What a data set holds, in figures: bounded, however large the data are. */
export interface DataProfile {
  /** Rows, texts, pairs, questions, graphs or steps of a series; of a sequence its characters. */
  rows: number;
  /** At most `COLUMNS_DESCRIBED`. */
  columns: ColumnProfile[];
  /** Names of the classes with their rows, the commonest first, at most `CLASSES_DESCRIBED`; none where there are none. */
  classes: { name: string; rows: number }[];
  /** All classes, described or not. */
  classCount: number;
  /** Whatever else is worth knowing, by name, e.g. `season`. */
  figures: { name: string; value: number }[];
}

/** The first rows as text, cells cut off at `CELL_SHOWN` characters. */
export interface DataPreview {
  columns: string[];
  rows: string[][];
  /** Of pictures some of them, small. */
  pictures?: PreviewPicture[];
}

/** A picture as it is trained on. */
export interface PreviewPicture {
  name: string;
  class: string;
  /** A PNG file in base64. */
  png: string;
}

export const COLUMNS_DESCRIBED = 200;
export const CLASSES_DESCRIBED = 100;
const CELL_SHOWN = 200;
const NAME_SHOWN = 100;

/** A column of numbers; NaN where one is missing. */
export function numbersProfile(name: string, values: ArrayLike<number>): ColumnProfile {
  const distinct = new Set<number>();
  let [missing, sum, minimum, maximum] = [0, 0, Infinity, -Infinity];
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (Number.isNaN(value)) missing += 1;
    else {
      distinct.add(value);
      sum += value;
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
  }
  const known = values.length - missing;
  const bounds = known === 0 ? NOTHING : { minimum, maximum, mean: sum / known };
  return { name, type: ColumnType.NUMBER, missing, distinct: distinct.size, ...bounds };
}

const NOTHING = { minimum: null, maximum: null, mean: null };

/** A column of names; "" where one is missing. */
export function namesProfile(name: string, values: readonly string[]): ColumnProfile {
  const distinct = new Set(values);
  distinct.delete("");
  const missing = values.filter((value) => value === "").length;
  return { name, type: ColumnType.CATEGORY, missing, distinct: distinct.size, ...NOTHING };
}

/** A column of texts, in figures of their lengths. */
export function textsProfile(name: string, values: readonly string[]): ColumnProfile {
  const lengths = values.filter((value) => value !== "").map(lengthOf);
  const { minimum, maximum, mean } = numbersProfile(name, lengths);
  return { ...namesProfile(name, values), type: ColumnType.TEXT, minimum, maximum, mean };
}

/** Characters as a person counts them, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _character of text) length++;
  return length;
}

/** Classes of these labels; "" is none. */
export function classesOf(labels: readonly string[]): Pick<DataProfile, "classes" | "classCount"> {
  const rows = new Map<string, number>();
  for (const label of labels) if (label !== "") rows.set(label, (rows.get(label) ?? 0) + 1);
  const classes = [...rows].map(([name, count]) => ({ name: cut(name, NAME_SHOWN), rows: count }));
  classes.sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
  return { classes: classes.slice(0, CLASSES_DESCRIBED), classCount: classes.length };
}

/** The first rows; `cells(row)` are those of one. */
export function previewOf(
  columns: readonly string[],
  rows: number,
  cells: (row: number) => readonly (string | number)[],
): DataPreview {
  const shown = (cell: string | number) => cut(String(cell), CELL_SHOWN);
  return {
    columns: columns.slice(0, COLUMNS_DESCRIBED).map(shown),
    rows: Array.from({ length: rows }, (_, row) => cells(row).slice(0, COLUMNS_DESCRIBED).map(shown)),
  };
}

/** The beginning of a text. A character that is cut in two is none that a database stores. */
function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}
