import { join } from "node:path";
import type { Config } from "./config.js";
import type { ArtifactStore } from "./domains/training/artifacts/artifact-store.js";
import { FolderStore } from "./domains/training/artifacts/folder-store.js";
import type { JobQueues } from "./kernel/jobs/job-queues.js";
import { PostgresJobQueues } from "./kernel/jobs/postgres-job-queues.js";
import { RedisJobQueues } from "./kernel/jobs/redis-job-queues.js";
import type { Logger } from "./kernel/logger.js";
import type { Reader } from "./kernel/read/reader.js";
import { PostgresSignals } from "./kernel/signals/postgres-signals.js";
import { RedisSignals } from "./kernel/signals/redis-signals.js";
import type { Signals } from "./kernel/signals/signals.js";

/** What processes share beside the tables. */
export interface Infrastructure {
  jobs: JobQueues;
  signals: Signals;
  store: ArtifactStore;
}

/**
 * Jobs and signals by PostgreSQL, or both by Redis where there is a `redisUrl`; artifacts in a folder, or in a bucket
 * where there is an `s3`. Throws a `StartupError` when the bucket cannot be used.
 */
export async function openInfrastructure(
  config: Pick<Config, "redisUrl" | "home" | "s3"> & { databaseUrl: string },
  reader: Reader,
  logger: Logger,
): Promise<Infrastructure> {
  const [{ id: installation }] = await reader.query<{ id: string }>(`select id from installation`, []);
  const store = await openStore(config, installation);
  const { databaseUrl, redisUrl } = config;
  if (!redisUrl) {
    const signals = await PostgresSignals.open(databaseUrl, logger);
    return { store, jobs: new PostgresJobQueues(databaseUrl, logger), signals };
  }
  const signals = await RedisSignals.open(redisUrl, installation, logger);
  return { store, jobs: new RedisJobQueues(redisUrl, installation, logger), signals };
}

/** Installations that share a place keep apart by their id, or one's sweep would remove what is another's. */
async function openStore({ home, s3 }: Pick<Config, "home" | "s3">, installation: string): Promise<ArtifactStore> {
  if (!s3) return new FolderStore(join(home, "artifacts", installation));
  // The client takes a while to load: only those who have a bucket wait for it.
  const { S3Store } = await import("./domains/training/artifacts/s3-store.js");
  const prefix = `${[s3.prefix, installation].filter(Boolean).join("/")}/`;
  const store = new S3Store({ ...s3, prefix });
  await store.check();
  return store;
}
