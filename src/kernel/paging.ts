import { InvalidInput } from "./errors.js";

/** Arguments of a Relay connection. */
export interface PageArguments {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

export const PAGE_DEFAULT = 20;
export const PAGE_MAX = 100;

/** PostgreSQL type of a part of a sort key, and how its text looks. */
const KEY_FORMS = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  int: /^-?\d{1,9}$/,
  bigint: /^-?\d{1,18}$/,
  // What PostgreSQL writes: its exponents have two or three digits.
  float8: /^-?(\d{1,17}(\.\d{1,17})?(e[+-]([0-2]\d\d|30[0-7]|\d\d))?|Infinity)$/,
  text: /^/,
};
export type KeyType = keyof typeof KEY_FORMS;

/** A checked page: how many rows, in which direction, from which key on (exclusive). */
export interface Page {
  size: number;
  backward: boolean;
  from?: string[];
}

/** Opaque to clients: the sort key of a row, last part its id. */
export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function decodeCursor(field: string, cursor: string, types: readonly KeyType[]): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const fits = (part: unknown, at: number): part is string =>
      typeof part === "string" && KEY_FORMS[types[at]].test(part);
    if (Array.isArray(key) && key.length === types.length && key.every(fits)) return key;
  } catch {
    // falls through to the one message below
  }
  throw new InvalidInput(field, "is not a cursor of this connection.");
}

/** Checks connection arguments against Relay's rules: `first` with `after`, or `last` with `before`, 1 to 100 rows. */
export function pageOf({ first, after, last, before }: PageArguments, keyTypes: readonly KeyType[]): Page {
  if (first != null && last != null) throw new InvalidInput("last", "cannot be combined with first.");
  const backward = last != null;
  if (backward ? after != null : before != null) {
    throw new InvalidInput(backward ? "after" : "before", `goes with ${backward ? "first" : "last"}.`);
  }
  const size = first ?? last ?? PAGE_DEFAULT;
  if (size < 1 || size > PAGE_MAX) {
    throw new InvalidInput(backward ? "last" : "first", `must be from 1 to ${PAGE_MAX}, not ${size}.`);
  }
  const cursor = backward ? before : after;
  return {
    size,
    backward,
    from: cursor == null ? undefined : decodeCursor(backward ? "before" : "after", cursor, keyTypes),
  };
}
