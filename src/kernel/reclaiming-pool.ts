import type { Pool, PoolClient } from "pg";

/**
 * Makes a pool take back each connection that ends while somebody holds it. Kysely's transactions never release one whose
 * `begin`, `commit` or `rollback` failed, nor does BullMQ always release its listener: each restart of the server would
 * leave the pool with less, until it had none to give. Whoever holds such a connection has its statements refused, and may
 * release it again.
 */
export function reclaiming(pool: Pool): Pool {
  const lend = pool.connect.bind(pool) as { (): Promise<PoolClient>; (callback: Callback): void };
  // What ends a connection is told to whoever waits for a statement; to the others it is no error.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.connect = ((callback?: Callback) => (callback ? lend(callback) : lend().then(reclaimAtEnd))) as Pool["connect"];
  return pool;
}

type Callback = Parameters<Pool["connect"]>[0];

function reclaimAtEnd(client: PoolClient): PoolClient {
  const release = client.release.bind(client);
  let held = true;
  client.release = (error) => {
    if (!held) return;
    held = false;
    client.off("end", onEnd);
    release(error);
  };
  const onEnd = () => client.release(true);
  client.once("end", onEnd);
  return client;
}
