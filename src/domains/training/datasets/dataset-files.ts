import type { Readable } from "node:stream";
import type { Logger } from "../../../kernel/logger.js";
import type { ArtifactStore, Content, Stored } from "../artifacts/artifact-store.js";

/** Where the files of the users' own data lie, each under the row id of its version. */
export class DatasetFiles {
  constructor(
    private readonly store: ArtifactStore,
    private readonly logger: Logger,
  ) {}

  /** Writes a file as it comes; it is there whole, or not at all. */
  keep(versionId: string, content: Content): Promise<Stored> {
    return this.store.put(keyOf(versionId), content);
  }

  /** Opens a file; undefined when it is gone. */
  open(versionId: string): Promise<Readable | undefined> {
    return this.store.stream(keyOf(versionId));
  }

  /** Removes a file that no row names; where that fails, it goes with the orphans. */
  async discard(versionId: string): Promise<void> {
    await this.store.remove(keyOf(versionId)).catch((error: unknown) => {
      this.logger.warn({ err: error, versionId }, "a data set's file could not be removed; it goes with the orphans");
    });
  }
}

function keyOf(versionId: string): string {
  return `datasets/${versionId}`;
}
