import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedPostgres } from "./embedded-postgres.js";
import { removeCluster } from "./remove-cluster.js";

/**
 * Starts a throwaway cluster with an empty database, for tests: nothing is synced to disk, `url` names a superuser, and
 * `stop` removes everything, as does the end of this process in any other way.
 */
export async function startTemporaryDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), "groundwork-"));
  // As root the server runs as another user, who has to pass through.
  await chmod(home, 0o755);
  const onLost = (error: Error) => {
    throw error;
  };
  const postgres = await EmbeddedPostgres.start(home, { durable: false, onLost });
  // Reads until this process is gone, even by kill -9.
  const cleanUp = 'read _; kill -QUIT "$0"; sleep 1; rm -rf "$1"';
  const guard = spawn("/bin/sh", ["-c", cleanUp, String(postgres.pid), home], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.unref();
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      guard.kill();
      await removeCluster(home);
      await rm(home, { recursive: true });
    },
  };
}
