import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";

/** What was stored: its content hash and size. */
export interface Stored {
  sha256: string;
  size: number;
}

/** Keeps bytes under keys in a folder: what runs make, one file each. A file appears whole or not at all. */
export class ArtifactStore {
  constructor(private readonly folder: string) {}

  /** Writes, or replaces, the bytes under a key. */
  async put(key: string, bytes: Uint8Array): Promise<Stored> {
    const path = this.path(key);
    const draft = `${path}.${randomUUID()}`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(draft, bytes);
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    return { sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.byteLength };
  }

  /** The bytes under a key, or undefined when there are none. */
  async read(key: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.path(key));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  stream(key: string): Readable {
    return createReadStream(this.path(key));
  }

  private path(key: string): string {
    if (!/^[\w-]+(\/[\w-]+)*$/.test(key)) throw new Error(`${key} is no artifact key`);
    return join(this.folder, key);
  }
}
