import { counted, type Faults, StrictFaults } from "./faults.js";

/** A table of text, as it stands in a CSV file. Every record has as many cells as the header. */
export interface DelimitedText {
  header: string[];
  records: string[][];
  /** Number of the line, from 1, on which each record begins: cells may hold line breaks. */
  lines: number[];
}

/** What stands between two cells. */
export type Separator = "," | ";" | "\t";

const BYTE_ORDER_MARK = "\uFEFF";
const COLUMNS_MAX = 1_000;
const NAME_MAX = 100;

/**
 * Reads separated values with a header, strictly: what is malformed is told rather than guessed at. Lines end in CRLF, or in
 * LF as most programs write it; empty ones at the end do not count. A record with too few or too many cells is a fault, and goes on
 * with what fits; nothing is read after a quote that makes no sense.
 *
 * Source: RFC 4180. Cells may be quoted with each separator. Without `faults` the first one is thrown as a DataError.
 */
export function parseDelimited(
  text: string,
  { separator = ",", faults = new StrictFaults() }: { separator?: Separator; faults?: Faults } = {},
): DelimitedText {
  const records = recordsOf(bodyOf(text), separator, faults);
  const first = records.next();
  if (first.done) {
    if (text.trim() === "") faults.add({ message: "the file is empty; a header is needed.", line: 1 });
    return { header: [], records: [], lines: [] };
  }
  const header = first.value.cells.map((name) => name.trim());
  checkHeader(header, faults);
  const read: DelimitedText = { header, records: [], lines: [] };
  for (const { cells, line } of records) {
    if (cells.length !== header.length) {
      const message = `${counted(cells.length, "cell")} where the header has ${header.length}.`;
      faults.add({ message, line, row: read.records.length + 1 });
      while (cells.length < header.length) cells.push("");
      cells.length = header.length;
    }
    read.records.push(cells);
    read.lines.push(line);
  }
  return read;
}

/** Without byte order mark and without empty lines at the end. */
function bodyOf(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
  return text.slice(text.startsWith(BYTE_ORDER_MARK) ? 1 : 0, end);
}

function checkHeader(header: string[], faults: Faults): void {
  if (header.length > COLUMNS_MAX)
    faults.add({ message: `${header.length} columns; ${COLUMNS_MAX} are allowed.`, line: 1 });
  const known = new Set<string>();
  header.forEach((name, at) => {
    if (name === "") faults.add({ message: "the header gives this column no name.", line: 1, column: at + 1 });
    else if (known.has(name)) faults.add({ message: "the header has this name twice.", line: 1, column: name });
    if (name.length > NAME_MAX)
      faults.add({ message: `its name may have ${NAME_MAX} characters.`, line: 1, column: at + 1 });
    known.add(name);
  });
}

/** A quoted cell, in which two quotes stand for one, or a plain one up to what ends it. */
const CELLS: Record<Separator, RegExp> = {
  ",": /"([^"]*(?:""[^"]*)*)"|[^",\r\n]*/y,
  ";": /"([^"]*(?:""[^"]*)*)"|[^";\r\n]*/y,
  "\t": /"([^"]*(?:""[^"]*)*)"|[^"\t\r\n]*/y,
};

function* recordsOf(
  text: string,
  separator: Separator,
  faults: Faults,
): Generator<{ cells: string[]; line: number }, void, undefined> {
  const cell = CELLS[separator];
  const ending = /\r?\n|$/y;
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    for (;;) {
      cell.lastIndex = at;
      const [whole, inner] = cell.exec(text)!;
      cells.push(inner?.replaceAll('""', '"') ?? whole);
      at += whole.length;
      if (inner !== undefined) line += lineBreaksIn(whole);
      if (text[at] !== separator) break;
      at++;
    }
    ending.lastIndex = at;
    const end = ending.exec(text);
    if (!end) {
      const opened = text[at] === '"' && (at === 0 || text[at - 1] === separator || text[at - 1] === "\n");
      faults.add({ message: unexpected(text, at, opened), line, column: cells.length });
      return;
    }
    at += end[0].length;
    line++;
    yield { cells, line: begun };
  }
}

/** `unclosed`: the quote here begins a cell. */
function unexpected(text: string, at: number, unclosed: boolean): string {
  if (unclosed) return "a quote is opened and never closed.";
  if (text[at] === '"')
    return "a quote within a cell that does not begin with one; write the cell in quotes, and each of its own twice.";
  if (text[at] === "\r") return "a carriage return that no line feed follows.";
  return `“${text[at]}” after a closing quote, where a comma or the line's end belongs.`;
}

function lineBreaksIn(cell: string): number {
  return cell.split("\n").length - 1;
}
