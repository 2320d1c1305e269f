import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from "yauzl";

/** How much an archive may hold. */
export interface ZipLimits {
  /** Files and folders. */
  entries: number;
  /** Unpacked, all files together. */
  bytes: number;
}

/** An archive that is none or damaged, or that holds what none here may: `reason`, about the part called `entry` where it is about one. */
export class ZipFault extends Error {
  override name = "ZipFault";

  constructor(
    readonly reason: string,
    readonly entry?: string,
  ) {
    super(entry === undefined ? reason : `“${entry}”: ${reason}`);
  }
}

/** One file of an archive. */
export interface ZipEntry {
  /** Relative, with slashes and without `..`; no other entry has it. */
  name: string;
  /** Unpacked, in bytes. */
  size: number;
  /** Its content, unpacked while it is read. The stream fails with a `ZipFault` where the bytes are not those that were packed. */
  open(): Promise<Readable>;
  /** All of it at once. Throws `ZipFault` as the stream does. */
  bytes(): Promise<Buffer>;
}

/** Times that a file may be larger than its packed bytes: pictures, weights and texts are not, and deflate cannot go beyond 1032. */
const RATIO_MAX = 200;
/** A file up to this size may be packed as well as it can be. */
const RATIO_FREE_BYTES = 1_000_000;
const NAME_MAX = 500;

/** Unix's file types, in the upper half of the external attributes; 0 where the archive comes from elsewhere. */
const [TYPE_MASK, REGULAR, FOLDER] = [0o170000, 0o100000, 0o040000];

/** What file managers put in beside the files. */
const LITTER = /^__MACOSX\/|(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

/** A ZIP archive whose directory was found sound: every name, and all sizes together. Nothing of it is unpacked before it is asked for. */
export class ZipArchive {
  private constructor(
    private readonly file: ZipFile,
    /** The files in the archive's order; folders and what file managers leave behind are left out. */
    readonly entries: readonly ZipEntry[],
  ) {}

  /**
   * Opens an archive in memory, or the one at a path, which has to be closed.
   *
   * @throws {ZipFault} where it is no archive, or more than `limits`; for an entry that is encrypted, a link, packed in a way that is not
   * known or beyond any measure, or whose name leads out of its folder or comes twice.
   */
  static async open(source: Uint8Array | string, limits: ZipLimits): Promise<ZipArchive> {
    const options = { autoClose: false, decodeStrings: false };
    const opening =
      typeof source === "string"
        ? openPromise(source, options)
        : fromBufferPromise(Buffer.from(source.buffer, source.byteOffset, source.byteLength), options);
    const file = await opening.catch((error: unknown) => {
      if (error instanceof Error && "code" in error) throw error;
      throw new ZipFault(`this is no ZIP archive, or not all of it (${reasonOf(error)}).`);
    });
    try {
      return new ZipArchive(file, await directoryOf(file, limits));
    } catch (error) {
      file.close();
      throw error;
    }
  }

  close(): void {
    this.file.close();
  }
}

async function directoryOf(file: ZipFile, limits: ZipLimits): Promise<ZipEntry[]> {
  if (file.entryCount > limits.entries)
    throw new ZipFault(`the archive has ${file.entryCount} entries; ${limits.entries} are allowed.`);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let [packed, unpacked] = [0, 0];
  try {
    for await (const entry of file.eachEntry()) {
      const name = nameOf(entry);
      const fault = misnamed(name) ?? (names.has(name) ? "the name comes twice." : unusable(entry));
      if (fault) throw new ZipFault(fault, name);
      names.add(name);
      packed += entry.compressedSize;
      unpacked += entry.uncompressedSize;
      if (packed > file.fileSize) throw new ZipFault("its bytes are those of another entry as well.", name);
      if (unpacked > limits.bytes)
        throw new ZipFault(`with it the archive unpacks to more than ${limits.bytes} bytes, which are allowed.`, name);
      if (!name.endsWith("/") && !LITTER.test(name)) entries.push(entryOf(file, entry, name));
    }
    return entries;
  } catch (error) {
    throw error instanceof ZipFault ? error : new ZipFault(`its directory cannot be read (${reasonOf(error)}).`);
  }
}

function entryOf(file: ZipFile, entry: Entry, name: string): ZipEntry {
  const open = async () => {
    const stream = await file.openReadStreamPromise(entry).catch((error: unknown) => {
      throw damaged(error, name);
    });
    return Readable.from(verified(stream, entry, name), { objectMode: false });
  };
  return { name, size: entry.uncompressedSize, open, bytes: async () => buffer(await open()) };
}

/** The content as it comes; yauzl counts the bytes, and here they are summed up. */
async function* verified(stream: Readable, entry: Entry, name: string): AsyncGenerator<Buffer> {
  let sum = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    throw damaged(error, name);
  }
  if (sum !== entry.crc32) throw new ZipFault("the file is damaged: its checksum is another.", name);
}

function damaged(error: unknown, name: string): ZipFault {
  return new ZipFault(`the file is damaged (${reasonOf(error)}).`, name);
}

/**
 * Archives of today say that their names are UTF-8. Those of macOS are it without saying so, and those made on a Chinese Windows are
 * GB18030; all others are in the code page 437 of the format.
 */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const declared = (generalPurposeBitFlag & 0x800) !== 0 || extraFields.some(({ id }) => id === 0x7075);
  const guessed = declared ? undefined : (strictly("utf-8", fileNameRaw) ?? strictly("gb18030", fileNameRaw));
  const name = guessed ?? getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  return name.replaceAll("\\", "/").normalize("NFC");
}

function strictly(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function misnamed(name: string): string | undefined {
  const parts = name.replace(/\/$/, "").split("/");
  if (validateFileName(name) !== null || parts.some((part) => part === "" || part === "." || part === ".."))
    return "the name leads out of the archive's folder.";
  if (name.length > NAME_MAX) return `the name has ${name.length} characters; ${NAME_MAX} are allowed.`;
  return /[\p{Cc}\p{Cs}]/u.test(name) ? "the name holds characters that no name may hold." : undefined;
}

function unusable(entry: Entry): string | undefined {
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  if (type !== 0 && type !== REGULAR && type !== FOLDER) return "this is a link or a device; pack the file itself.";
  if (entry.isEncrypted()) return "the file is encrypted; pack it without a password.";
  if (!entry.canDecodeFileData())
    return `the file is packed by method ${entry.compressionMethod}; deflated and stored files can be read.`;
  const { uncompressedSize: size, compressedSize } = entry;
  return size > RATIO_FREE_BYTES && size > RATIO_MAX * compressedSize
    ? `the file unpacks to more than ${RATIO_MAX} times its packed size.`
    : undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
