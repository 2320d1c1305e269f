import { crc32 } from "node:zlib";

/** A file for an archive. */
export interface StoredFile {
  /** Relative, with slashes. */
  name: string;
  content: Uint8Array;
}

/** What a reader needs, 2.0; names are UTF-8. Midnight of 1980-01-01, the first date that the format knows: equal files give equal archives. */
const [VERSION, UTF_8, MIDNIGHT, FIRST_DAY] = [20, 0x800, 0, 0x21];
/** Sizes and places are numbers of 32 bits here. */
const BYTES_MAX = 0xffff_ffff;

/**
 * A ZIP archive with these files as they are, in this order: weights do not become smaller by packing. Throws `RangeError` from 4 GiB on.
 * Source: PKWARE, APPNOTE 6.3.10.
 */
export function storedZip(files: readonly StoredFile[]): Buffer {
  const [bodies, directory] = [[] as Uint8Array[], [] as Buffer[]];
  let at = 0;
  for (const { name, content } of files) {
    const called = Buffer.from(name);
    const common = commonHeader(content, called.length);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([signature("PK\x01\x02\x14\x03"), common, place, called]));
    const header = Buffer.concat([signature("PK\x03\x04"), common, called]);
    bodies.push(header, content);
    at += header.length + content.byteLength;
    if (at > BYTES_MAX) throw new RangeError("the archive is larger than 4 GiB");
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.reduce((sum, { length }) => sum + length, 0), 8); // prettier-ignore
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, ...directory, signature("PK\x05\x06"), end]);
}

/** What an entry and its line of the directory have in common. */
function commonHeader(content: Uint8Array, nameLength: number): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(VERSION, 0);
  header.writeUInt16LE(UTF_8, 2);
  header.writeUInt16LE(MIDNIGHT, 6);
  header.writeUInt16LE(FIRST_DAY, 8);
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(content.byteLength, 14);
  header.writeUInt32LE(content.byteLength, 18);
  header.writeUInt16LE(nameLength, 22);
  return header;
}

function signature(bytes: string): Buffer {
  return Buffer.from(bytes, "latin1");
}
