/** How files begin that are told by their first bytes. Office documents are ZIP archives. */
const BEGINNINGS: readonly [mediaType: string, bytes: readonly number[]][] = [
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["application/zip", [0x50, 0x4b, 0x03, 0x04]],
];

/** What a text may hold besides what is printed: tabs and ends of lines. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/; // eslint-disable-line no-control-regex

/** The media type by the content, whatever the file is called: PDF, PNG, JPEG, ZIP or UTF-8 text; undefined for all else. */
export function mediaTypeOf(bytes: Uint8Array): string | undefined {
  const known = BEGINNINGS.find(([, beginning]) => beginning.every((byte, at) => bytes[at] === byte));
  if (known) return known[0];
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.trim() === "" || CONTROL.test(text) ? undefined : "text/plain; charset=utf-8";
  } catch {
    return undefined;
  }
}
