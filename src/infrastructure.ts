import type { Config } from "./config.js";
import { PostgresJobQueues, RedisJobQueues, type JobQueues } from "./kernel/jobs/job-queues.js";
import type { Logger } from "./kernel/logger.js";
import type { Reader } from "./kernel/read/reader.js";
import { PostgresSignals } from "./kernel/signals/postgres-signals.js";
import { RedisSignals } from "./kernel/signals/redis-signals.js";
import type { Signals } from "./kernel/signals/signals.js";

/** Jobs and signals by PostgreSQL, or both by Redis where there is a `redisUrl`. */
export async function openInfrastructure(
  { databaseUrl, redisUrl }: Pick<Config, "redisUrl"> & { databaseUrl: string },
  reader: Reader,
  logger: Logger,
): Promise<{ jobs: JobQueues; signals: Signals }> {
  if (!redisUrl) {
    return { jobs: new PostgresJobQueues(databaseUrl), signals: await PostgresSignals.open(databaseUrl, logger) };
  }
  const [{ id }] = await reader.query<{ id: string }>(`select id from installation`, []);
  return { jobs: new RedisJobQueues(redisUrl, id), signals: await RedisSignals.open(redisUrl, id, logger) };
}
