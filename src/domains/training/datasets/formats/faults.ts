/** What does not fit, and where: `line` counts from 1 in the file, `row` from 1 among what follows the header. */
export interface DataFault {
  /** A sentence for a person, in small letters at its beginning. */
  message: string;
  line?: number;
  row?: number;
  /** A column's name or, where it has none, its number from 1; of JSON a path. */
  column?: string | number;
  /** Of an archive the name of the part that is meant. */
  entry?: string;
}

/** Faults that are named one by one; of further ones only the number is told. */
export const FAULTS_NAMED = 20;

/** Thrown where the first fault is one too many. */
export class DataError extends Error {
  override name = "DataError";

  constructor(readonly fault: DataFault) {
    super(sentenceOf(fault));
  }
}

/** Takes the faults of a file while it is read, so that a person sees them at once and not one at a time. */
export class Faults {
  readonly named: DataFault[] = [];
  count = 0;

  add(fault: DataFault): void {
    this.count += 1;
    if (this.named.length < FAULTS_NAMED) this.named.push(fault);
  }
}

/** Throws the first fault, for files that were checked before. */
export class StrictFaults extends Faults {
  override add(fault: DataFault): void {
    throw new DataError(fault);
  }
}

/** The fault with its place in front, e.g. `Line 3, column “age”: …`. */
export function sentenceOf({ message, line, column, entry }: DataFault): string {
  const place = [
    entry !== undefined && `file “${entry}”`,
    line && `line ${line}`,
    column !== undefined && `column ${named(column)}`,
  ]
    .filter(Boolean)
    .join(", ");
  return place ? `${place[0].toUpperCase()}${place.slice(1)}: ${message}` : message;
}

function named(column: string | number): string {
  return typeof column === "string" ? `“${column}”` : String(column);
}

/** The beginning of a cell, to quote it in a sentence. */
export function quoted(cell: string): string {
  return `“${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}”`;
}

/** `1 cell`, `2 cells`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
