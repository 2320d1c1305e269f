import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import type { ByteRange } from "../../../kernel/byte-range.js";
import { partsOf, Seal } from "./artifact-content.js";
import { requireKey, type ArtifactStore, type Content, type Stored } from "./artifact-store.js";

/** Where files are written before they get their name; it lies in the store, so that renaming is one step. */
const DRAFTS = "drafts";

/** A folder, one file for each key: the store of one machine, or of several that mount it. */
export class FolderStore implements ArtifactStore {
  constructor(private readonly folder: string) {}

  async put(key: string, content: Content): Promise<Stored> {
    const path = this.path(key);
    const draft = this.path(`${DRAFTS}/${randomUUID()}`);
    const seal = new Seal();
    try {
      await mkdir(dirname(draft), { recursive: true });
      await using file = await open(draft, "wx");
      for await (const part of seal.through(partsOf(content))) await file.writeFile(part);
      // Without it, a power cut soon after the renaming could leave the name and lose the bytes.
      await file.datasync();
      await mkdir(dirname(path), { recursive: true });
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    return seal.stored();
  }

  async read(key: string): Promise<Buffer | undefined> {
    return readFile(this.path(key)).catch(unlessAbsent);
  }

  async stream(key: string, range?: ByteRange): Promise<Readable | undefined> {
    const file = await open(this.path(key)).catch(unlessAbsent);
    return file && createReadStream("", { fd: file, start: range?.first, end: range?.last });
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  async *writtenBefore(instant: Date): AsyncGenerator<string[], void, undefined> {
    for (const folder of (await readdir(this.folder).catch(unlessAbsent)) ?? []) {
      const old: string[] = [];
      for (const name of await readdir(join(this.folder, folder))) {
        const written = await stat(join(this.folder, folder, name)).catch(unlessAbsent);
        if (written?.isFile() && written.mtime < instant) old.push(`${folder}/${name}`);
      }
      if (old.length > 0) yield old;
    }
  }

  close(): void {
    // files are open only while they are used
  }

  private path(key: string): string {
    requireKey(key);
    return join(this.folder, key);
  }
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
