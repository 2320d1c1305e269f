import type { PoolClient } from "pg";
import type { Product } from "./product.js";

/** The look-up of who asks. It comes once in five seconds whatever is asked, and is not counted. */
const WHO_ASKS = /from session s\b/;

/**
 * How many SQL statements the API sent to its database while `work` ran, transactions' begin and commit included. A worker
 * in this process has a pool of its own, which is not counted.
 */
export async function countStatements({ services }: Product, work: () => Promise<unknown>): Promise<number> {
  const { pool } = services;
  let count = 0;
  const counted = new Map<PoolClient, PoolClient["query"]>();
  const countFor = (client: PoolClient) => {
    if (counted.has(client)) return;
    const query = client.query;
    counted.set(client, query);
    client.query = function (this: PoolClient, ...args: unknown[]) {
      if (!WHO_ASKS.test(textOf(args[0]))) count += 1;
      return Reflect.apply(query, this, args);
    } as typeof query;
  };
  pool.on("acquire", countFor);
  try {
    await work();
  } finally {
    pool.off("acquire", countFor);
    for (const [client, query] of counted) client.query = query;
  }
  return count;
}

function textOf(query: unknown): string {
  return typeof query === "string" ? query : ((query as { text?: string } | undefined)?.text ?? "");
}
