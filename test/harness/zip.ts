import { crc32, deflateRawSync } from "node:zlib";

/** A file for an archive, and what its headers say instead of the truth. */
export interface Packed {
  name: string | Uint8Array;
  content: string | Uint8Array;
  /** Packed by deflate; stored as it is otherwise. */
  deflated?: boolean;
  /** Bits of the headers: 1 encrypted, 0x800 the name is UTF-8, which is the default. */
  flags?: number;
  /** Unix's mode, e.g. 0o120777 for a link. */
  mode?: number;
  method?: number;
  checksum?: number;
  /** Unpacked, as it is said. */
  size?: number;
}

const UTF_8 = 0x800;

/** A ZIP archive with these files, in this order. Source: PKWARE, APPNOTE 6.3.10. */
export function zipOf(files: readonly Packed[]): Buffer {
  const [bodies, directory] = [[] as Buffer[], [] as Buffer[]];
  let at = 0;
  for (const { name, content, deflated, flags = UTF_8, mode = 0, ...said } of files) {
    const [bytes, called] = [Buffer.from(content as string), Buffer.from(name as string)];
    const packed = deflated ? deflateRawSync(bytes) : bytes;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(said.method ?? (deflated ? 8 : 0), 4);
    common.writeUInt32LE(said.checksum ?? crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(said.size ?? bytes.length, 18);
    common.writeUInt16LE(called.length, 22);
    const body = Buffer.concat([Buffer.from("PK\x03\x04"), common, called, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03", "latin1"), common, tail, called]));
    bodies.push(body);
    at += body.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}
