/** Bytes from `first` to `last`, both included, counted from 0. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * What a `Range` header asks of `size` bytes (RFC 9110, section 14.2). Undefined when all are to be sent: there is no
 * header, it is malformed or of another unit, or it asks for several ranges, which a server may ignore.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | "unsatisfiable" | undefined {
  const [, from, to] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? "") ?? [];
  if (from === undefined || (from === "" && to === "")) return undefined;
  if (from === "") {
    const suffix = Math.min(Number(to), size);
    return suffix === 0 ? "unsatisfiable" : { first: size - suffix, last: size - 1 };
  }
  const first = Number(from);
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== "" && Number(to) < first) return undefined;
  return first >= size ? "unsatisfiable" : { first, last };
}

/** True when an `If-None-Match` value names this entity tag, or any (RFC 9110, section 13.1.2). */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
}
