import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder that holds package.json, found upwards from this file: the same one from the sources and from `dist`.
 * Run-time files that the compiler does not copy (content packs, `.wasm` kernels, `.env`) are read from here.
 */
export const projectRoot = holderOfPackageJson(dirname(fileURLToPath(import.meta.url)));

function holderOfPackageJson(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("no package.json above " + fileURLToPath(import.meta.url));
  return holderOfPackageJson(parent);
}
