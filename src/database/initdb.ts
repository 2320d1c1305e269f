import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { StartupError } from "../kernel/startup-error.js";
import { makeFolder, type Placement } from "./placement.js";

/** The superuser of every embedded cluster. */
export const superuser = "groundwork";

/**
 * Makes the cluster unless it is there: UTF-8, and a password even for local clients (scram-sha-256). It is made under
 * another name first, so that one that was cut short is never taken for whole.
 */
export async function ensureCluster(place: Placement, password: string, flags: string[] = []): Promise<void> {
  if (existsSync(place.data)) return;
  const draft = `${place.data}.draft`;
  const passwordFile = `${place.data}.password`;
  await rm(draft, { recursive: true, force: true });
  await makeFolder(draft, place.user);
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (place.user) await chown(passwordFile, place.user.uid, place.user.gid);
    const locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C"];
    const login = [`--username=${superuser}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    const options = { ...place.user, cwd: draft, env: { LC_ALL: "C" } };
    await promisify(execFile)(
      join(place.programs, "bin/initdb"),
      [`--pgdata=${draft}`, ...locale, ...login, ...flags],
      options,
    );
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    throw new StartupError(`The embedded PostgreSQL could not be set up in ${place.data}: ${stderr.trim() || message}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, place.data);
}
