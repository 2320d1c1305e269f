import { createHash } from "node:crypto";
import type { Content, Stored } from "./artifact-store.js";

/** Size of all parts but the last, in bytes: more than S3's least (5 MiB), and 80 GB in its most parts (10,000). */
export const PART_BYTES = 8 * 2 ** 20;

/** The content in parts. Bytes that are in memory already are not copied; of others, one part is held at a time. */
export async function* partsOf(content: Content): AsyncGenerator<Uint8Array, void, undefined> {
  if (content instanceof Uint8Array) {
    for (let at = 0; at < content.byteLength; at += PART_BYTES) yield content.subarray(at, at + PART_BYTES);
    return;
  }
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of content) {
    let rest = piece;
    while (bytes + rest.byteLength >= PART_BYTES) {
      held.push(rest.subarray(0, PART_BYTES - bytes));
      rest = rest.subarray(PART_BYTES - bytes);
      yield Buffer.concat(held);
      [held, bytes] = [[], 0];
    }
    if (rest.byteLength > 0) held.push(rest);
    bytes += rest.byteLength;
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/** Counts and hashes parts on their way into a store. */
export class Seal {
  private readonly hash = createHash("sha256");
  private size = 0;

  async *through(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const part of parts) {
      this.hash.update(part);
      this.size += part.byteLength;
      yield part;
    }
  }

  /** Of everything that went through. To be asked once. */
  stored(): Stored {
    return { sha256: this.hash.digest("hex"), size: this.size };
  }
}

/** True when the bytes are those that were stored. */
export function isIntact(bytes: Uint8Array, { sha256, size }: Stored): boolean {
  return bytes.byteLength === size && createHash("sha256").update(bytes).digest("hex") === sha256;
}
