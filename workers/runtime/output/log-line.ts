import { stripVTControlCharacters } from "node:util";

export type LogLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

/** Longer lines are clipped: nobody reads them, and somebody has to store them. */
export const LOG_LINE_MAX = 4_000;

/**
 * A line as the database takes it and a person reads it: without terminal colours, without U+0000 and half characters, and
 * at most `LOG_LINE_MAX` long.
 */
export function storableLine(line: string): string {
  const plain = stripVTControlCharacters(line).replaceAll("\u0000", "\uFFFD");
  return (plain.length > LOG_LINE_MAX ? `${plain.slice(0, LOG_LINE_MAX - 1)}…` : plain).toWellFormed();
}

/** What a line says of its own weight. */
const SAYINGS: readonly [RegExp, LogLevel | ((letter: string) => LogLevel)][] = [
  // TensorFlow: "2026-11-22 15:00:00.123456: W tensorflow/core/framework/op.cc:42] …"; absl: "W0000 00:00:17.5 12 file.cc:3] …"
  [/^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: )?([IWEF]) [\w./-]+:\d+\] /, (letter) => LETTERS[letter]],
  [/^([IWEF])\d{4,8} \d\d:\d\d:\d\d/, (letter) => LETTERS[letter]],
  [/^\[?(?:fatal|panic|error|critical)\b/i, "ERROR"],
  [/^(?:Uncaught )?\w*(?:Error|Exception)(?: \[\w+\])?:/, "ERROR"],
  [/^(?:segmentation fault|terminate called|\S*: Assertion )/i, "ERROR"],
  [/^\[?(?:warn|warning)\b/i, "WARN"],
  [/^\[?(?:info|notice)\b/i, "INFO"],
  [/^\[?(?:debug|trace|verbose)\b/i, "DEBUG"],
];
const LETTERS: Record<string, LogLevel> = { I: "INFO", W: "WARN", E: "ERROR", F: "ERROR" };

/** The level that a line claims for itself, as TensorFlow's and most programs' do; undefined where it claims none. */
export function claimedLevel(line: string): LogLevel | undefined {
  for (const [pattern, level] of SAYINGS) {
    const match = pattern.exec(line);
    if (match) return typeof level === "string" ? level : level(match[1]);
  }
  return undefined;
}

/** A frame of a JavaScript or a native stack: for the worker's own log, not for a client. */
export function isStackFrame(line: string): boolean {
  return /^\s+at \S/.test(line) || /^\s*\d+: 0x[\da-f]+/.test(line);
}
