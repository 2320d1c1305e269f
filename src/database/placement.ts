import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, cp, lstat, mkdir, readdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { packagedBinaries, type Binaries } from "./binaries.js";

/** Where a cluster lives and who runs it. */
export interface Placement {
  /** Holds bin, lib and share. */
  programs: string;
  /** Absolute, without symbolic links: the server's command line shows it, which is how an orphan is recognised. */
  data: string;
  /** Set when this process is root, as whom PostgreSQL refuses to run. */
  user: { uid: number; gid: number } | undefined;
}

const pointer = "postgres-location";

/**
 * Finds a place that the server's user can reach. That is the home itself, save for root: the server then runs as the
 * owner of the data, at first `nobody`, and where that user cannot enter the home (one under /root, say), the data goes to
 * /var/lib/groundwork, which the file `postgres-location` in the home records. Programs out of reach are copied there too.
 */
export async function placeCluster(home: string): Promise<Placement> {
  await mkdir(home, { recursive: true });
  const inside = await realpath(home);
  const packaged = await packagedBinaries();
  if (process.getuid?.() !== 0) return { programs: packaged.folder, data: join(inside, "postgres"), user: undefined };

  const nobody = await nobodyIds();
  const base = staysInside(inside, nobody) ? inside : await outside(inside);
  const data = join(base, "postgres");
  const user = await ownerOf(data, nobody);
  const programs = reaches(user, join(packaged.folder, "bin/postgres"))
    ? packaged.folder
    : await copyPrograms(packaged, base);
  return { programs, data, user };
}

/** Makes an empty folder that belongs to the server's user. */
export async function makeFolder(folder: string, user: Placement["user"]): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  if (user) await chown(folder, user.uid, user.gid);
}

/** The folders that may hold the cluster of a home. */
export async function clusterBases(home: string): Promise<[inside: string, outside: string]> {
  const inside = await realpath(home).catch(() => home);
  return [inside, locationFor(inside)];
}

async function nobodyIds(): Promise<{ uid: number; gid: number }> {
  const id = async (flag: string) => Number((await promisify(execFile)("id", [flag, "nobody"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

async function ownerOf(folder: string, fallback: { uid: number; gid: number }) {
  const found = await stat(folder).catch(() => undefined);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : fallback;
}

/** Asks as that user, so that access lists and mounts count as well. */
function reaches(user: { uid: number; gid: number }, path: string): boolean {
  return spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", path], { ...user, cwd: "/" }).status === 0;
}

/** Data that are there already stay where they are. */
function staysInside(home: string, nobody: { uid: number; gid: number }): boolean {
  if (existsSync(join(home, "postgres"))) return true;
  return !existsSync(join(locationFor(home), "postgres")) && reaches(nobody, home);
}

function locationFor(home: string): string {
  return join("/var/lib/groundwork", createHash("sha256").update(home).digest("hex").slice(0, 16));
}

async function outside(home: string): Promise<string> {
  const location = locationFor(home);
  await mkdir(location, { recursive: true });
  for (const folder of ["/var/lib/groundwork", location]) await chmod(folder, 0o755);
  await writeFile(join(home, pointer), location);
  return location;
}

/** Copies under another name first, so that a copy that was cut short is never taken for whole. */
async function copyPrograms({ folder, version }: Binaries, base: string): Promise<string> {
  const target = join(base, `postgres-programs-${version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.draft`;
  await rm(draft, { recursive: true, force: true });
  await cp(folder, draft, { recursive: true, verbatimSymlinks: true });
  for (const name of ["", ...(await readdir(draft, { recursive: true }))]) {
    const path = join(draft, name);
    if (!(await lstat(path)).isSymbolicLink()) await chmod(path, 0o755);
  }
  await rename(draft, target);
  return target;
}
