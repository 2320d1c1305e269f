/** A table of text, as it stands in a CSV file. Every record has as many cells as the header. */
export interface CsvText {
  header: string[];
  records: string[][];
  /** Number of the line, from 1, on which each record begins: cells may hold line breaks. */
  lines: number[];
}

/** What does not fit a CSV file, and where. `line` counts from 1; `column` is a name, or a number from 1 without a header. */
export class CsvFault extends Error {
  override name = "CsvFault";

  constructor(
    fault: string,
    readonly line: number,
    readonly column?: string | number,
  ) {
    const named = typeof column === "string" ? `“${column}”` : column;
    super(`Line ${line}${column === undefined ? "" : `, column ${named}`}: ${fault}`);
  }
}

const BYTE_ORDER_MARK = "\uFEFF";
/** A quoted cell, in which two quotes stand for one, or a plain one up to what ends it. */
const CELL = /"([^"]*(?:""[^"]*)*)"|[^",\r\n]*/y;

/**
 * Reads comma-separated values with a header, strictly: what is malformed is told rather than guessed at. Lines end in CRLF, or in
 * LF as most programs write it; the last one may go without.
 *
 * Source: RFC 4180. Throws a CsvFault at the first thing that does not fit: quotes, cells of a record, names of the header.
 */
export function parseCsv(text: string): CsvText {
  const [first, ...rest] = [...recordsOf(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text)];
  if (!first) throw new CsvFault("the file is empty; a header is needed.", 1);
  const header = first.cells;
  header.forEach((name, at) => {
    if (name.trim() === "") throw new CsvFault("the header gives this column no name.", 1, at + 1);
    if (header.indexOf(name) !== at) throw new CsvFault("the header has this name twice.", 1, name);
  });
  for (const { cells, line } of rest)
    if (cells.length !== header.length)
      throw new CsvFault(`${counted(cells.length, "cell")} where the header has ${header.length}.`, line);
  return { header, records: rest.map(({ cells }) => cells), lines: rest.map(({ line }) => line) };
}

function* recordsOf(text: string): Generator<{ cells: string[]; line: number }> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    for (;;) {
      CELL.lastIndex = at;
      const [whole, quoted] = CELL.exec(text)!;
      cells.push(quoted?.replaceAll('""', '"') ?? whole);
      at += whole.length;
      line += lineBreaksIn(whole);
      if (text[at] !== ",") break;
      at++;
    }
    const ending = /\r?\n|$/y;
    ending.lastIndex = at;
    const end = ending.exec(text);
    if (!end) throw new CsvFault(unexpected(text, at, quoteOpens(text, at)), line, cells.length);
    at += end[0].length;
    line++;
    yield { cells, line: begun };
  }
}

/** Whether the quote here begins a cell, and so was never closed. */
function quoteOpens(text: string, at: number): boolean {
  return text[at] === '"' && (at === 0 || /[,\n]/.test(text[at - 1]));
}

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

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
