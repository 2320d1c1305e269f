import { describe, expect, test } from "@jest/globals";
import { FloodGuard } from "../../workers/runtime/output/flood-guard.js";
import { storableLine } from "../../workers/runtime/output/log-line.js";
import { OutputLines, type OutputLine } from "../../workers/runtime/output/output-lines.js";

/** What comes of these pieces, written to a stream until the process ends. */
function lines(stream: "stdout" | "stderr", ...pieces: (string | Uint8Array)[]): OutputLine[] {
  const found: OutputLine[] = [];
  const output = new OutputLines(stream, (line) => found.push(line));
  for (const piece of pieces) output.write(Buffer.from(piece as string));
  output.end();
  return found;
}
const messages = (...pieces: (string | Uint8Array)[]) => lines("stdout", ...pieces).map(({ message }) => message);
const levelOn = (stream: "stdout" | "stderr") => (line: string) => lines(stream, line)[0].level;

describe("the lines of a process", () => {
  test("are whole, however its pieces arrive", () => {
    expect(messages("one\ntw", "o\r\nthr", "ee\n\nfour")).toEqual(["one", "two", "three", "four"]);
    expect(messages("one\r", "\ntwo")).toEqual(["one", "two"]);
  });

  test("keep characters that were cut in two, and replace bytes that are none", () => {
    const bytes = Buffer.from("学习 🧠\n");
    expect(messages(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(["学习 🧠"]);
    expect(messages(Uint8Array.of(0x61, 0xff, 0x62, 0x00, 0x0a))).toEqual(["a\uFFFDb\uFFFD"]);
  });

  test("have no terminal colours", () => {
    expect(messages("\u001b[1;31mred\u001b[0m and \u001b]8;;https://x.test\u0007link\u001b]8;;\u0007")).toEqual([
      "red and link",
    ]);
  });

  test("are what a terminal shows in the end of one that was drawn over", () => {
    expect(messages("10%\r50%\r", "100%\ndone\n")).toEqual(["100%", "done"]);
  });

  test("pass over stack frames", () => {
    expect(messages("TypeError: x\n    at run (/srv/app.js:1:2)\n 1: 0xb9c1 node::Abort()\nafter")).toEqual([
      "TypeError: x",
      "after",
    ]);
  });

  test("are clipped, and an endless one takes no endless memory", () => {
    const megabyte = "x".repeat(1 << 20);
    const found: OutputLine[] = [];
    const output = new OutputLines("stdout", (line) => found.push(line));
    for (let at = 0; at < 20; at++) output.write(Buffer.from(megabyte));
    expect((output as unknown as { partial: string }).partial.length).toBeLessThan(10_000);
    output.write(Buffer.from("\nnext\n"));
    expect(found.map(({ message }) => message)).toEqual([`${"x".repeat(3_999)}…`, "next"]);
  });
});

describe("the level of a line", () => {
  test("is what TensorFlow's own prefix says", () => {
    const stamp = "2026-11-22 15:00:00.123456: ";
    expect(levelOn("stderr")(`${stamp}I tensorflow/core/platform/cpu_feature_guard.cc:193] This binary`)).toBe("INFO");
    expect(levelOn("stderr")(`${stamp}W tensorflow/stream_executor/dso_loader.cc:64] Could not load`)).toBe("WARN");
    expect(levelOn("stderr")(`${stamp}E tensorflow/stream_executor/cuda_driver.cc:265] failed`)).toBe("ERROR");
    expect(levelOn("stderr")("F0000 00:00:1700000000.12 99 file.cc:12] check failed")).toBe("ERROR");
  });

  test("is what the line claims, else WARN on stderr and INFO on stdout", () => {
    expect(["error: no", "[DEBUG] x", "Warning: y", "info - z", "RangeError: r"].map(levelOn("stderr"))).toEqual([
      "ERROR", "DEBUG", "WARN", "INFO", "ERROR",
    ]); // prettier-ignore
    expect(levelOn("stderr")("I think it goes well")).toBe("WARN");
    expect(levelOn("stdout")("informal words of a library")).toBe("INFO");
    expect(levelOn("stdout")("FATAL ERROR: Reached heap limit")).toBe("ERROR");
  });

  test("of an indented line is that of the line above", () => {
    expect(lines("stderr", "Error: bad\n  cause: worse\nplain").map(({ level }) => level)).toEqual([
      "ERROR", "ERROR", "WARN",
    ]); // prettier-ignore
  });
});

test("a line that is clipped within a character is still text that the database takes", () => {
  const line = storableLine("🧠".repeat(3_000).slice(1));
  expect(line.isWellFormed()).toBe(true);
  expect(line.length).toBe(4_000);
});

describe("a flood of lines", () => {
  function guarded(limits: { perSecond: number; total: number }) {
    const said: string[] = [];
    const clock = { now: 0 };
    const guard = new FloodGuard(({ message }) => said.push(message), { ...limits, now: () => clock.now });
    const say = (count: number) => {
      for (let at = 0; at < count; at++) guard.add({ level: "INFO", message: "word" });
    };
    return { said, clock, guard, say };
  }

  test("is cut within each second, and the next line tells how many were left out", () => {
    const { said, clock, say } = guarded({ perSecond: 3, total: 100 });
    say(10);
    clock.now = 999;
    say(1);
    expect(said).toEqual(["word", "word", "word"]);
    clock.now = 1_000;
    say(1);
    expect(said.slice(3)).toEqual(["8 more lines were left out: too many in a second.", "word"]);
  });

  test("is cut in all, which is said once", () => {
    const { said, clock, guard, say } = guarded({ perSecond: 5, total: 7 });
    for (let second = 0; second < 5; second++) {
      clock.now = second * 1_000;
      say(4);
    }
    guard.flush();
    expect(said.filter((line) => line === "word")).toHaveLength(7);
    expect(said.filter((line) => line !== "word")).toEqual(["Further lines are left out: a process may write 7."]);
  });

  test("whose last lines were left out is told of at the end", () => {
    const { said, guard, say } = guarded({ perSecond: 1, total: 100 });
    say(3);
    guard.flush();
    guard.flush();
    expect(said).toEqual(["word", "2 more lines were left out: too many in a second."]);
  });
});
