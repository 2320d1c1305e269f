import type { Readable } from "node:stream";
import type { ByteRange } from "../../../kernel/byte-range.js";
import { Fault } from "../../../kernel/errors.js";

/** What was stored: its content hash and size. */
export interface Stored {
  /** In hexadecimal. */
  sha256: string;
  size: number;
}

/** Bytes to store. What comes in pieces is never held whole. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Keeps bytes under keys, such as `0199-…/0199-…`. Bytes appear whole or not at all, and never change
 * afterwards. Each method throws `StoreUnavailable` where the store is away, after seconds at most.
 */
export interface ArtifactStore {
  /** Writes, or replaces, the bytes under a key. */
  put(key: string, content: Content): Promise<Stored>;
  /** The bytes under a key, or undefined when there are none. */
  read(key: string): Promise<Buffer | undefined>;
  /** Opens the bytes under a key; undefined when there are none. */
  stream(key: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Nothing is under the key afterwards. */
  remove(key: string): Promise<void>;
  /** The keys of what was written before an instant, in batches: drafts that were never finished among them. */
  writtenBefore(instant: Date): AsyncIterable<string[]>;
  close(): void;
}

/** The store cannot be reached or refuses what it is asked. Which store and why are the log's to know, not the client's. */
export class StoreUnavailable extends Fault {
  constructor(where: string, reason: Error) {
    super("The artifact store is out of reach: try again in a moment.", "STORE_UNAVAILABLE");
    this.cause = new Error(`${where}: ${reason.message || reason.name}`, { cause: reason });
  }
}

/** Throws for a key that could lead out of the store. */
export function requireKey(key: string): void {
  if (!/^[\w-]+(\/[\w-]+)*$/.test(key)) throw new Error(`${key} is no artifact key`);
}
