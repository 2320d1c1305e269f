import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Seal } from "../../src/domains/training/artifacts/artifact-content.js";
import type { DatasetFiles } from "../../src/domains/training/datasets/dataset-files.js";
import type { OwnData } from "../../src/domains/training/datasets/own-data.specs.js";
import type { OwnDataStore } from "../../src/domains/training/datasets/own-data.store.js";
import type { Run, RunError } from "../../src/domains/training/runs/run.entity.js";
import type { OwnDataFile, OwnFiles } from "./own-data.js";

/** Bytes that may lie in the cache; what was longest unused goes first. */
const BYTES_MAX = 20_000_000_000;
/** What was wanted as recently as this may be on its way to being read. */
const LEFT_ALONE_MS = 3_600_000;
const DRAFT = ".draft";

/** What of a run says which files are its own. */
export type OwnFilesOfRun = Pick<Run, "dataset" | "datasetVersionId" | "checkpointSource" | "checkpointVersionId">;

/** Files of the users' own on this machine, each under its SHA-256 and fetched once from the artifact store. */
export class OwnDataCache {
  constructor(
    private readonly folder: string,
    private readonly ownData: OwnDataStore,
    private readonly files: DatasetFiles,
    private readonly bytesMax = BYTES_MAX,
  ) {}

  /**
   * The files that a run trains on and begins with, of those that are the users' own. An error where one is gone or damaged.
   * Throws `StoreUnavailable` where the store is away.
   */
  async filesOf(run: OwnFilesOfRun): Promise<OwnFiles | RunError> {
    const ownData = await this.fileOf(run.datasetVersionId, run.dataset);
    if (ownData && "code" in ownData) return ownData;
    const { checkpointSource: source, checkpointVersionId } = run;
    if (!source) return { ownData };
    if (checkpointVersionId === null) return deleted(source.name);
    const ownCheckpoint = await this.fileOf(checkpointVersionId, source.name);
    return ownCheckpoint && "code" in ownCheckpoint ? ownCheckpoint : { ownData, ownCheckpoint };
  }

  private async fileOf(versionId: string | null, called: string): Promise<OwnDataFile | RunError | undefined> {
    return versionId === null ? undefined : this.file(versionId, called);
  }

  /** The file of one version of the data set called so. An error, and a throw, as of `filesOf`. */
  async file(versionId: string, called: string): Promise<OwnDataFile | RunError> {
    const own = await this.ownData.pinned(versionId);
    if (!own) return deleted(called);
    const { name, number, kind, options, sha256 } = own;
    const path = join(this.folder, sha256);
    const reason = (await this.has(path, own)) ? undefined : await this.fetch(path, own);
    if (reason) return { code: "DATASET_UNUSABLE", message: `The file of “${name}”, version ${number}, ${reason}.` };
    return { path, name, number, kind, options, sha256 };
  }

  /** Whether the file is here, and whole: a disk may have lost some of it. */
  private async has(path: string, { size, sha256 }: OwnData): Promise<boolean> {
    const there = await stat(path).catch(() => undefined);
    if (there?.size !== size) return false;
    const hash = createHash("sha256");
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
    if (hash.digest("hex") !== sha256) return false;
    await utimes(path, new Date(), new Date());
    return true;
  }

  /** Why the file cannot be had, if so. It gets its name once it is whole: two runs may fetch it at once. */
  private async fetch(path: string, { versionId, sha256 }: OwnData): Promise<string | undefined> {
    const content = await this.files.open(versionId);
    if (!content) return "is gone from the artifact store";
    await mkdir(this.folder, { recursive: true });
    const draft = join(this.folder, `${randomUUID()}${DRAFT}`);
    const seal = new Seal();
    try {
      await pipeline(seal.through(content), createWriteStream(draft));
      if (seal.stored().sha256 !== sha256) return "is damaged";
      await rename(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
    await this.makeRoom();
    return undefined;
  }

  private async makeRoom(): Promise<void> {
    const found = (await readdir(this.folder)).map(async (name) => {
      const path = join(this.folder, name);
      const there = await stat(path).catch(() => undefined);
      return there ? [{ path, size: there.size, wantedAt: there.mtimeMs }] : [];
    });
    const files = (await Promise.all(found)).flat().sort((a, b) => a.wantedAt - b.wantedAt);
    let bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size, wantedAt } of files) {
      if (bytes <= this.bytesMax || wantedAt > Date.now() - LEFT_ALONE_MS) return;
      await rm(path, { force: true });
      bytes -= size;
    }
  }
}

function deleted(name: string): RunError {
  return { code: "DATASET_UNUSABLE", message: `“${name}” was deleted.` };
}
