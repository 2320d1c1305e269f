import { Redis } from "ioredis";
import type { Product } from "./product.js";

/** Wipes all that the queues hold, as a Redis that was not saved comes back: waiting jobs, running ones, their locks. */
export async function wipeQueues({ config, services: { pool } }: Product): Promise<void> {
  if (!config.redisUrl) {
    await pool.query(`delete from bullmq.job`);
    return;
  }
  const { rows } = await pool.query<{ id: string }>(`select id from installation`);
  const redis = new Redis(config.redisUrl);
  try {
    const keys = await redis.keys(`groundwork-${rows[0].id}*`);
    if (keys.length > 0) await redis.del(keys);
  } finally {
    redis.disconnect();
  }
}
