import type { Pool, PoolClient } from "pg";
import type { Product } from "./product.js";

/** How many SQL statements the API sent to its database while `work` ran, transactions' begin and commit included. */
export async function countStatements({ services }: Product, work: () => Promise<unknown>): Promise<number> {
  const clients = await clientPrototype(services.pool);
  const query = clients.query;
  let count = 0;
  clients.query = function (this: PoolClient, ...args: unknown[]) {
    count += 1;
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    clients.query = query;
  }
  return count;
}

async function clientPrototype(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  client.release();
  return Object.getPrototypeOf(client) as PoolClient;
}
