import type { Buffer } from "node:buffer";
import { ZipArchive, type ZipEntry, type ZipLimits } from "../../../kernel/zip-archive.js";
import { CheckpointFault } from "./checkpoint-fault.js";

/** BERT-large takes 1.3 GB in 32 bits: room for it, a tokeniser and some more, and no more than a run's process can hold. */
const LIMITS: ZipLimits = { entries: 1_000, bytes: 2_000_000_000 };
/** Of a file of text. */
const TEXT_BYTES_MAX = 50_000_000;
const CONFIG = "config.json";

/** A checkpoint's folder in a ZIP archive: the one with config.json, at the top or one in it. */
export class CheckpointArchive {
  private constructor(
    private readonly zip: ZipArchive,
    private readonly files: ReadonlyMap<string, ZipEntry>,
  ) {}

  /**
   * Opens an archive in memory, or the one at a path. The caller closes it.
   *
   * @throws {ZipFault} where it is none, or one that must not be unpacked.
   * @throws {CheckpointFault} where there is no config.json in it.
   */
  static async open(source: Uint8Array | string): Promise<CheckpointArchive> {
    const zip = await ZipArchive.open(source, LIMITS);
    const configs = zip.entries.filter(({ name }) => name === CONFIG || name.endsWith(`/${CONFIG}`));
    const [highest] = configs.sort((a, b) => depthOf(a) - depthOf(b));
    if (!highest) {
      zip.close();
      throw new CheckpointFault("the archive has no config.json");
    }
    const folder = highest.name.slice(0, -CONFIG.length);
    const own = zip.entries.filter(({ name }) => name.startsWith(folder));
    return new CheckpointArchive(zip, new Map(own.map((entry) => [entry.name.slice(folder.length), entry])));
  }

  /** A file of the folder, unpacked while it is read. */
  entry(name: string): ZipEntry | undefined {
    return this.files.get(name);
  }

  /** A small file as text; undefined where there is none. */
  async text(name: string): Promise<string | undefined> {
    const entry = this.files.get(name);
    if (!entry) return undefined;
    if (entry.size > TEXT_BYTES_MAX) throw new CheckpointFault(`${name} is larger than ${TEXT_BYTES_MAX} bytes`);
    return (await entry.bytes()).toString("utf8");
  }

  /** All of a file's bytes. Throws `CheckpointFault` where there is none. */
  async bytes(name: string): Promise<Buffer> {
    const entry = this.files.get(name);
    if (!entry) throw new CheckpointFault(`there is no ${name}`);
    return entry.bytes();
  }

  close(): void {
    this.zip.close();
  }
}

function depthOf({ name }: ZipEntry): number {
  return name.split("/").length;
}
