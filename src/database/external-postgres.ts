import { Client } from "pg";
import { pendingMigrations } from "./pending-migrations.js";
import { StartupError } from "../kernel/startup-error.js";

const oldest = 15;
const timeoutMs = 10_000;

/** Makes sure that a PostgreSQL the product can use answers at `url`. Throws a `StartupError` that says what to do. */
export async function checkExternalPostgres(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: timeoutMs });
  const where = `${client.host}:${client.port}`;
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; encoding: string }>(
      "select current_setting('server_version') as version, current_setting('server_encoding') as encoding",
    );
    const { version, encoding } = rows[0];
    if (Number.parseInt(version) < oldest)
      throw new StartupError(`PostgreSQL at ${where} is version ${version}: Groundwork needs ${oldest} or newer.`);
    if (encoding !== "UTF8")
      throw new StartupError(
        `Database "${client.database}" at ${where} is encoded in ${encoding}: Groundwork needs UTF8.`,
      );
  } catch (error) {
    throw error instanceof StartupError
      ? error
      : new StartupError(explain(error as Error & { code?: string }, client, where));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * The database of a process that is started alone: only the launcher runs an embedded one, and it or `npm run migrate`
 * brings the tables. Newer tables than this version's are accepted, so that versions can follow each other in service.
 * Throws `StartupError`.
 */
export async function requireDatabase(databaseUrl: string | undefined): Promise<string> {
  if (!databaseUrl) {
    throw new StartupError(
      "DATABASE_URL is not set: a process started alone needs it. npm start runs everything, with an embedded database.",
    );
  }
  await checkExternalPostgres(databaseUrl);
  const missing = await pendingMigrations(databaseUrl);
  if (missing.length > 0) {
    throw new StartupError(
      `The database lacks ${missing.length === 1 ? "a migration" : `${missing.length} migrations`} of this version, from ${missing[0]} on: npm run migrate makes them.`,
    );
  }
  return databaseUrl;
}

/** Error codes: PostgreSQL, appendix A. */
function explain(error: Error & { code?: string }, client: Client, where: string): string {
  const { user, database } = client;
  switch (error.code) {
    case "3D000":
      return `There is no database "${database}" at ${where}: create it (createdb -h ${client.host} -p ${client.port} -U ${user} ${database}), or correct DATABASE_URL.`;
    case "28000":
    case "28P01":
      return `PostgreSQL at ${where} refuses the user "${user}" (${error.message}): correct DATABASE_URL.`;
    default:
      return `No PostgreSQL can be reached at ${where} (${error.message || error.code}): start it, correct DATABASE_URL, or unset it to use the embedded one.`;
  }
}
