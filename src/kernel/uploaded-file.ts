import { Fault } from "./errors.js";

/** A file that comes with a request. */
export interface UploadedFile {
  /** As the sender calls it: for people, never part of a path. */
  fileName: string;
  /** Its bytes from the start, each time anew. Throws `UploadFault` where they end too soon or go on too long. */
  open(): AsyncIterable<Uint8Array>;
}

/** A request with a file that cannot be taken: PAYLOAD_TOO_LARGE, BAD_MULTIPART or UPLOAD_ABORTED. */
export class UploadFault extends Fault {
  constructor(code: "PAYLOAD_TOO_LARGE" | "BAD_MULTIPART" | "UPLOAD_ABORTED", message: string) {
    super(message, code);
  }
}

const NAME_MAX = 200;

/** The last part of a path as any system writes it, without what cannot be shown. */
export function plainFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1)!;
  return (
    last
      .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, "")
      .trim()
      .slice(0, NAME_MAX)
      .toWellFormed() || "file"
  );
}

/** All of it, at most `limit` bytes. */
export async function bytesOf(file: UploadedFile, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file.open()) {
    size += piece.byteLength;
    if (size > limit) throw new UploadFault("PAYLOAD_TOO_LARGE", `A file may hold ${limit} bytes at most.`);
    pieces.push(piece);
  }
  // A buffer of its own, which can be handed to another thread.
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
