import { extname } from "node:path";

/** Programs and threads are TypeScript or JavaScript as this file is. */
const EXTENSION = extname(import.meta.url);

/** What Node has to be told to run them. */
export const NODE_ARGUMENTS =
  EXTENSION === ".ts"
    ? ["--import", new URL("../../scripts/typescript.mjs", import.meta.url).href]
    : ["--enable-source-maps"];

/** A program or a thread that is started, not imported: `path` is relative to the module that starts it, without an extension. */
export function programAt(path: string, module: string): URL {
  return new URL(`${path}${EXTENSION}`, module);
}
