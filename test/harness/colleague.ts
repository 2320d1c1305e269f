import { randomUUID } from "node:crypto";
import { hashPassword } from "../../src/domains/accounts/passwords.js";
import { newId } from "../../src/kernel/ids.js";
import type { Client } from "./client.js";
import type { Product } from "./product.js";

/** Signs in somebody new of the demo's organisation. */
export async function seedColleague(product: Product, role: "MEMBER" | "VIEWER"): Promise<Client> {
  const { pool } = product.services;
  const user = newId();
  const email = `${randomUUID()}@demo.test`;
  const password = "a colleague's password";
  await pool.query(`insert into user_account (id, email, name, password_hash) values ($1, $2, 'Colleague', $3)`, [
    user,
    email,
    await hashPassword(password),
  ]);
  await pool.query(
    `insert into membership (user_id, organisation_id, role)
     select $1, organisation_id, $2 from membership m join user_account u on u.id = m.user_id
     where u.email = 'founder@demo.local'`,
    [user, role],
  );
  return product.signIn(email, password);
}

/** Lets the demo's organisation have any number of runs at once. */
export async function liftQuota({ services }: Product): Promise<void> {
  await services.pool.query(`update organisation set max_active_runs = 100000`);
}
