import { StartupError } from "../src/kernel/startup-error.js";

/** One thing wrong with a content file: where it stands, and what was expected there. Lines and columns count from 1. */
export interface Fault {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** The content packs are not fit to be seeded. Its message lists every fault, one `file:line:column message` a line. */
export class InvalidPacks extends StartupError {
  override readonly name = "InvalidPacks";
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const sorted = [...faults].sort(
      (a, b) => a.file.localeCompare(b.file, "en") || a.line - b.line || a.column - b.column,
    );
    const lines = sorted.map(({ file, line, column, message }) => `  ${file}:${line}:${column} ${message}`);
    super(
      `The content packs have ${sorted.length === 1 ? "1 fault" : `${sorted.length} faults`}:\n${lines.join("\n")}`,
    );
    this.faults = sorted;
  }
}
