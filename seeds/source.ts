import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import type { Fault } from "./faults.js";

/** A step list from the root of a file to a value in it, as zod gives it. */
export type Path = readonly PropertyKey[];

/** A place in a file. Both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** A content file, parsed: its data, and the way back from a value to its place. */
export interface Source {
  file: string;
  /** What could be read; of a file with syntax faults, the rest. `undefined` if nothing could. */
  data: unknown;
  /** Faults of syntax, before any schema is asked. */
  faults: Fault[];
  /** Where the value at `path` stands; if it is missing, where the nearest value around it stands. */
  locate(path: Path): Place;
}

/**
 * Reads YAML 1.2. Dates stay strings; duplicate keys are faults.
 * `firstLine` is the line of the file on which `text` begins, for YAML that is embedded in another format.
 */
export function parseYaml(file: string, text: string, firstLine = 1): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) };
  };
  return {
    file,
    data: plain(document),
    faults: document.errors.map((error) => ({
      file,
      ...place(error.pos[0]),
      message: `is not valid YAML: ${error.message}`,
    })),
    locate: (path) => place(offsetOf(document, path)),
  };
}

/** Resolving aliases can throw in a file with syntax faults, which are reported anyway. */
function plain(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}

/** A key's own offset, so that a fault in a long value points at its name. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair || !isScalar(pair.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      const item = node.items[step];
      if (item === undefined) break;
      node = item;
      offset = rangeStart(item) ?? offset;
    } else break;
  }
  return offset;
}

function rangeStart(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] | null }).range;
  return range?.[0];
}
