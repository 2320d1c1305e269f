import { format } from "node:util";
import type { FromChild } from "./messages.js";

type Level = Extract<FromChild, { type: "log" }>["level"];

const levels = { debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" } as const;

/** Sends what is written to the console, also by libraries, to `log` instead. */
export function captureConsole(log: (level: Level, message: string) => void): void {
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, Level][])
    console[method] = (...parts: unknown[]) => log(level, format(...parts));
}
