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

/** The same bytes, at most `limit` of them. Throws `UploadFault` once there are more. */
export async function* atMost(limit: number, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of content) {
    size += piece.byteLength;
    if (size > limit) throw new UploadFault("PAYLOAD_TOO_LARGE", `Such a file may hold ${limit} bytes at most.`);
    yield piece;
  }
}

/** All of it at once. */
export async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  // A buffer of its own, which can be handed to another thread.
  const bytes = new Uint8Array(pieces.reduce((size, { byteLength }) => size + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
