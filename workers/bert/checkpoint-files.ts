import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckpointTexts } from "../../src/domains/training/checkpoints/bert-tokenizer.js";
import { CheckpointArchive } from "../../src/domains/training/checkpoints/checkpoint-archive.js";
import { CheckpointFault } from "../../src/domains/training/checkpoints/checkpoint-fault.js";

/** A file that is read in pieces. */
export interface PieceReader {
  /** In bytes. */
  size: number;
  /** A copy of `length` bytes from `start`, or of as many as there are. */
  read(start: number, length: number): Promise<Buffer>;
}

/** A checkpoint's files by their names, wherever they lie. */
export interface CheckpointFiles extends CheckpointTexts {
  /** Throws `CheckpointFault` where there is no such file. */
  pieces(name: string): Promise<PieceReader>;
}

/** The files of a folder. */
export function filesIn(folder: string): CheckpointFiles {
  return {
    text: (name) => readFile(join(folder, name), "utf8").catch(() => undefined),
    async pieces(name) {
      const path = join(folder, name);
      const opening = () =>
        open(path).catch(() => {
          throw new CheckpointFault(`there is no ${name}`);
        });
      const first = await opening();
      const { size } = await first.stat();
      await first.close();
      const read = async (start: number, length: number): Promise<Buffer> => {
        const handle = await opening();
        try {
          const buffer = Buffer.from(new ArrayBuffer(length));
          const { bytesRead } = await handle.read(buffer, 0, length, start);
          return buffer.subarray(0, bytesRead);
        } finally {
          await handle.close();
        }
      };
      return { size, read };
    },
  };
}

/** The files of a checkpoint that is packed, in memory or at a path. What is read in pieces is unpacked into memory, where it stays as long as its reader does. */
export function packedFiles(source: Uint8Array | string): CheckpointFiles {
  const within = async <T>(use: (archive: CheckpointArchive) => Promise<T>): Promise<T> => {
    const archive = await CheckpointArchive.open(source);
    try {
      return await use(archive);
    } finally {
      archive.close();
    }
  };
  return {
    text: (name) => within((archive) => archive.text(name)),
    async pieces(name) {
      const bytes = await within((archive) => archive.bytes(name));
      const read = async (start: number, length: number) => {
        const piece = bytes.subarray(start, start + length);
        const copy = Buffer.from(new ArrayBuffer(piece.length));
        piece.copy(copy);
        return copy;
      };
      return { size: bytes.length, read };
    },
  };
}
