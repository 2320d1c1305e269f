import { claimedLevel, isStackFrame, LOG_LINE_MAX, storableLine, type LogLevel } from "./log-line.js";

export interface OutputLine {
  level: LogLevel;
  message: string;
}

/** What a stream's lines are worth when they do not say. */
const USUAL = { stdout: "INFO", stderr: "WARN" } as const;

/**
 * Makes lines of what a process writes to one of its streams, however the pieces arrive. Of a line that was drawn over with
 * carriage returns, as progress bars are, the last state counts; indented lines belong to the one above and share its level;
 * empty lines and stack frames are passed over. An endless line takes no endless memory: it is cut.
 */
export class OutputLines {
  private readonly decoder = new TextDecoder();
  private partial = "";
  private level: LogLevel;

  constructor(
    private readonly stream: "stdout" | "stderr",
    private readonly emit: (line: OutputLine) => void,
  ) {
    this.level = USUAL[stream];
  }

  /** Bytes as they come; characters may be cut in two. Invalid UTF-8 becomes U+FFFD. */
  write(bytes: Uint8Array): void {
    this.take(this.decoder.decode(bytes, { stream: true }));
  }

  /** The process has ended: what stands in an unfinished line is its last line. */
  end(): void {
    this.take(`${this.decoder.decode()}\n`);
  }

  private take(text: string): void {
    const lines = text.split("\n");
    for (const line of lines.slice(0, -1)) {
      this.finish(this.partial + line);
      this.partial = "";
    }
    this.partial = bounded(this.partial + lines.at(-1)!);
  }

  private finish(raw: string): void {
    const line = lastDrawn(raw.endsWith("\r") ? raw.slice(0, -1) : raw);
    const message = storableLine(line).trimEnd();
    if (message.trim() === "" || isStackFrame(message)) return;
    if (!/^\s/.test(message)) this.level = claimedLevel(message) ?? USUAL[this.stream];
    this.emit({ level: this.level, message });
  }
}

/** What a terminal shows of a line in the end. */
function lastDrawn(line: string): string {
  return line.slice(line.lastIndexOf("\r") + 1);
}

/** Enough of an unfinished line for what will be shown of it; colours take room as well. */
function bounded(partial: string): string {
  if (partial.length <= 2 * LOG_LINE_MAX) return partial;
  const ended = partial.endsWith("\r");
  const drawn = lastDrawn(ended ? partial.slice(0, -1) : partial).slice(0, 2 * LOG_LINE_MAX);
  return ended ? `${drawn}\r` : drawn;
}
