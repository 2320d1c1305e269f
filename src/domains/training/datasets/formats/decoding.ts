import type { Faults } from "./faults.js";

/** The encodings of `encodingOption`. */
export type Encoding = "utf-8" | "gb18030" | "utf-16le";

const UNDECODABLE = "\uFFFD";

/** The text of these bytes. Faults: bytes that are not of the encoding, and the character U+0000, which no text here may hold. */
export function decoded(bytes: Uint8Array, encoding: Encoding, faults: Faults): string {
  const text = new TextDecoder(encoding).decode(bytes);
  const undecodable = placeOf(text, UNDECODABLE);
  // The mark may stand in the file itself; only the strict decoder tells.
  if (undecodable && !decodes(bytes, encoding)) {
    const message = `this is not ${encoding.toUpperCase()}; save the file as UTF-8, or say in which encoding it is.`;
    faults.add({ message, line: undecodable });
  }
  const nul = placeOf(text, "\0");
  if (nul) faults.add({ message: "the character U+0000, which no text here may hold.", line: nul });
  return nul ? text.replaceAll("\0", " ") : text;
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The number of the line that first has the character; 0 where none has. */
function placeOf(text: string, character: string): number {
  const at = text.indexOf(character);
  return at < 0 ? 0 : text.slice(0, at).split("\n").length;
}
