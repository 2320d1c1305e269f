import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * 32 random bytes in hex, kept in `folder` where only the owner can read them: made by the first call and the same ever
 * after, also when two processes ask at once.
 */
export async function keptSecret(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  const kept = await readFile(file, "utf8").catch(unless("ENOENT"));
  if (kept) return kept;
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, randomBytes(32).toString("hex"), { mode: 0o600 });
  await link(draft, file).catch(unless("EEXIST"));
  await rm(draft);
  return readFile(file, "utf8");
}

function unless(code: string) {
  return (error: NodeJS.ErrnoException) => {
    if (error.code !== code) throw error;
  };
}
