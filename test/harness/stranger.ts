import { randomUUID } from "node:crypto";
import pg from "pg";
import { hashPassword } from "../../src/domains/accounts/passwords.js";
import { newId } from "../../src/kernel/ids.js";
import type { Client } from "./client.js";
import type { Product } from "./product.js";

/** Signs in the owner of a new organisation that has nothing to do with the demo's. */
export async function seedStranger(product: Product, { maxActiveRuns = 20 } = {}): Promise<Client> {
  const [user, organisation] = [newId(), newId()];
  const email = `${randomUUID()}@elsewhere.test`;
  const password = "a stranger's password";
  const client = new pg.Client({ connectionString: product.config.databaseUrl, options: "-c search_path=groundwork" });
  await client.connect();
  try {
    await client.query(`insert into organisation (id, slug, name, max_active_runs) values ($1, $2, 'Elsewhere', $3)`, [
      organisation,
      organisation,
      maxActiveRuns,
    ]);
    await client.query(`insert into user_account (id, email, name, password_hash) values ($1, $2, 'Stranger', $3)`, [
      user,
      email,
      await hashPassword(password),
    ]);
    await client.query(`insert into membership (user_id, organisation_id, role) values ($1, $2, 'OWNER')`, [
      user,
      organisation,
    ]);
  } finally {
    await client.end();
  }
  return product.signIn(email, password);
}
