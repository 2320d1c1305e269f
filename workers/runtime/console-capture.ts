import { format } from "node:util";
import { FloodGuard } from "./output/flood-guard.js";
import { isStackFrame, type LogLevel, storableLine } from "./output/log-line.js";

const levels = { debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" } as const;

/**
 * Sends what is written to the console, also by libraries, to `log` instead: line by line, without stack frames, and no more
 * than a reader can bear, so that it does not fill the channel to the worker. Returns what tells of lines still left out.
 */
export function captureConsole(log: (level: LogLevel, message: string) => void): () => void {
  const guard = new FloodGuard(({ level, message }) => log(level, message));
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, LogLevel][]) {
    console[method] = (...parts: unknown[]) => {
      for (const line of format(...parts).split("\n")) {
        const message = storableLine(line);
        if (message.trim() !== "" && !isStackFrame(message)) guard.add({ level, message });
      }
    };
  }
  return () => guard.flush();
}
