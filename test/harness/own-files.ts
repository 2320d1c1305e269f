import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import type { DataKind } from "../../src/domains/training/datasets/data-kind.js";
import type { OwnDataFile } from "../../workers/datasets/own-data.js";

/** Files of the users' own as a worker has fetched them, gone after the last test. */
export class OwnFiles {
  private readonly folder = mkdtemp(join(tmpdir(), "own-files-"));
  private count = 0;

  constructor() {
    afterAll(async () => rm(await this.folder, { recursive: true }));
  }

  async keep(kind: DataKind, content: string | Uint8Array, options: object = {}): Promise<OwnDataFile> {
    const name = `own-${++this.count}`;
    const path = join(await this.folder, name);
    await writeFile(path, content);
    const sha256 = createHash("sha256").update(content).digest("hex");
    return { name, number: 1, kind, options: { ...options }, sha256, path };
  }
}
