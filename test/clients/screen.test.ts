import { expect, test } from "@jest/globals";
import { Screen, type Output } from "../../clients/demo/terminal/screen.js";
import { clip, padEnd, padStart, widthOf } from "../../clients/demo/terminal/width.js";

/** Standard output of a size, which keeps what is written. */
function output(size: Partial<Output>) {
  const written: string[] = [];
  const write = ((text: string) => written.push(text) > 0) as Output["write"];
  return { ...size, write, written };
}

const terminal = { isTTY: true, columns: 10, rows: 24, hasColors: () => true } as Partial<Output>;

test("wide characters take two columns, colours and accents none", () => {
  expect(["abc", "唐诗", "e\u0301", "🙂", "\u001b[1mab\u001b[0m"].map(widthOf)).toEqual([3, 4, 1, 2, 2]);
  expect([padEnd("诗", 4), padStart("诗", 4)]).toEqual(["诗  ", "  诗"]);
});

test("a text that is too wide is cut before the column it would cross", () => {
  expect([clip("唐诗三百首", 10), clip("唐诗三百首", 8), clip("abc", 2)]).toEqual(["唐诗三百首", "唐诗三…", "a…"]);
});

test("a block is drawn over the one before", () => {
  const stream = output(terminal);
  const screen = new Screen(stream, {});
  screen.draw(["one", "two"]);
  screen.draw(["three"]);
  expect(stream.written).toEqual(["one\u001b[K\ntwo\u001b[K\n\u001b[J", "\u001b[2A\rthree\u001b[K\n\u001b[J"]);
});

test("after a terminal was made narrower the whole wrapped block is drawn over", () => {
  const stream = output(terminal);
  const screen = new Screen(stream, {});
  screen.draw(["12345678"]);
  stream.columns = 4;
  screen.draw(["x"]);
  expect(stream.written[1].startsWith("\u001b[2A")).toBe(true);
});

test("what was printed stays: the next block begins below it", () => {
  const stream = output(terminal);
  const screen = new Screen(stream, {});
  screen.draw(["one"]);
  screen.print("kept");
  screen.draw(["two"]);
  expect(stream.written[2]).toBe("two\u001b[K\n\u001b[J");
});

test("a file and a dumb terminal get lines without colours", () => {
  for (const screen of [new Screen(output({}), {}), new Screen(output(terminal), { TERM: "dumb" })]) {
    expect([screen.live, screen.style.colours]).toEqual([false, false]);
  }
});

test("a terminal without colours, as under NO_COLOR, is still drawn on in place", () => {
  const screen = new Screen(output({ ...terminal, hasColors: () => false }), {});
  expect([screen.live, screen.style.colours]).toEqual([true, false]);
});
