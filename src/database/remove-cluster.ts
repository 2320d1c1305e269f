import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { clusterBases } from "./placement.js";
import { findServer, stopServer } from "./server.js";

/** Removes the embedded cluster of a home with all its data, wherever it is, ending a server that was left behind. */
export async function removeCluster(home: string): Promise<void> {
  const [inside, outside] = await clusterBases(home);
  for (const base of [inside, outside]) {
    const server = await findServer(join(base, "postgres"));
    if (server) await stopServer(server);
  }
  await rm(outside, { recursive: true, force: true });
  const names = (await readdir(inside).catch(() => [])).filter((name) => name.startsWith("postgres"));
  for (const name of names) await rm(join(inside, name), { recursive: true });
}
