import { Client, escapeIdentifier } from "pg";
import { checkExternalPostgres } from "./external-postgres.js";

const schemas = ["groundwork", "bullmq"];

/** Deletes the product's tables and the job queue's from an external database, and nothing else in it. */
export async function dropProductSchemas(url: string): Promise<void> {
  await checkExternalPostgres(url);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`drop schema if exists ${schemas.map(escapeIdentifier).join(", ")} cascade`);
  } finally {
    await client.end();
  }
}
