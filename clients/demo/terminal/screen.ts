import type { WriteStream } from "node:tty";
import { coloured, plain, type Style } from "./style.js";
import { clip, widthOf } from "./width.js";

/** What a screen needs of a stream: standard output, or what stands in for it. */
export type Output = Pick<NodeJS.WriteStream, "write"> &
  Partial<Pick<WriteStream, "isTTY" | "columns" | "rows" | "hasColors">>;

/** Columns of a log that nobody has told a width. */
const LOG_COLUMNS = 100;

/**
 * Where a person reads: lines, and on a terminal a block that is redrawn in place. Anything that is no terminal, and
 * a dumb one, gets lines only. Colours follow NO_COLOR and FORCE_COLOR by way of the stream.
 */
export class Screen {
  readonly live: boolean;
  readonly style: Style;
  private drawn: string[] = [];

  constructor(
    private readonly output: Output,
    env: NodeJS.ProcessEnv,
  ) {
    this.live = output.isTTY === true && env.TERM !== "dumb";
    this.style = this.live && output.hasColors?.(256) ? coloured : plain;
  }

  get columns(): number {
    return this.output.columns || LOG_COLUMNS;
  }

  get rows(): number {
    return this.output.rows || 24;
  }

  /** Writes lines that stay. */
  print(...lines: string[]): void {
    this.drawn = [];
    this.output.write(lines.map((line) => `${line}\n`).join(""));
  }

  /** Replaces the block that was drawn last, unless something was printed since. Lines are cut to the width. */
  draw(lines: string[]): void {
    const fitting = lines.map((line) => clip(line, this.columns - 1));
    const up = this.drawn.length > 0 ? `\u001b[${this.drawnRows()}A\r` : "";
    this.output.write(`${up}${fitting.map((line) => `${line}\u001b[K\n`).join("")}\u001b[J`);
    this.drawn = fitting;
  }

  /** Rows that the drawn block takes by now: a terminal made narrower has wrapped its lines. */
  private drawnRows(): number {
    return this.drawn.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / this.columns)), 0);
  }
}
