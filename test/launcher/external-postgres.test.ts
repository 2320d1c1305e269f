import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { checkExternalPostgres, requireDatabase } from "../../src/database/external-postgres.js";
import { migrateDatabase } from "../../src/database/migrate.js";
import { startTemporaryDatabase } from "../../src/database/temporary-database.js";

let database: Awaited<ReturnType<typeof startTemporaryDatabase>>;

beforeAll(async () => {
  database = await startTemporaryDatabase();
});

afterAll(() => database.stop());

function changed(parts: Partial<URL>): string {
  return Object.assign(new URL(database.url), parts).href;
}

test("a server that fits is accepted", async () => {
  await expect(checkExternalPostgres(database.url)).resolves.toBeUndefined();
});

test("a server that does not answer is refused with its address and what to do", async () => {
  await expect(checkExternalPostgres("postgres://me:hunter2@127.0.0.1:1/db")).rejects.toThrow(
    /^No PostgreSQL can be reached at 127\.0\.0\.1:1 \(.*ECONNREFUSED.*\): start it, correct DATABASE_URL, or unset it/,
  );
});

test("a database that does not exist is refused with the command that makes it", async () => {
  const { hostname, port } = new URL(database.url);
  await expect(checkExternalPostgres(changed({ pathname: "/nowhere" }))).rejects.toThrow(
    `There is no database "nowhere" at ${hostname}:${port}: create it (createdb -h ${hostname} -p ${port} -U groundwork nowhere)`,
  );
});

test("a wrong password is refused without showing it", async () => {
  const refusal = await checkExternalPostgres(changed({ password: "hunter2" })).catch((error: Error) => error.message);
  expect(refusal).toMatch(/refuses the user "groundwork" .*: correct DATABASE_URL\.$/);
  expect(refusal).not.toContain("hunter2");
});

test("a server that is too old is refused with both versions", async () => {
  const old = await serverThatSays("14.12", "UTF8");
  await expect(checkExternalPostgres(old.url)).rejects.toThrow(/is version 14\.12: Groundwork needs 15 or newer\.$/);
  old.server.close();
});

test("a database that cannot hold Chinese is refused", async () => {
  const latin = await serverThatSays("16.2", "LATIN1");
  await expect(checkExternalPostgres(latin.url)).rejects.toThrow(/is encoded in LATIN1: Groundwork needs UTF8\.$/);
  latin.server.close();
});

test("a process started alone is told which migrations its database lacks, and accepts it afterwards", async () => {
  await expect(requireDatabase(database.url)).rejects.toThrow(
    /^The database lacks \d+ migrations of this version, from Migration20261122000001_accounts on: npm run migrate/,
  );
  await migrateDatabase(database.url);
  expect(await requireDatabase(database.url)).toBe(database.url);
});

test("a process started alone is told that it needs DATABASE_URL", async () => {
  await expect(requireDatabase(undefined)).rejects.toThrow("DATABASE_URL is not set");
});

/** Answers every query with one row: as much of the protocol (PostgreSQL manual, chapter 55) as `select` needs. */
async function serverThatSays(version: string, encoding: string): Promise<{ url: string; server: Server }> {
  const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
  const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value & 65_535)]);
  const message = (type: string, ...body: Buffer[]) => {
    const content = Buffer.concat(body);
    return Buffer.concat([Buffer.from(type), int32(content.length + 4), content]);
  };
  const column = (name: string) => [
    Buffer.from(`${name}\0`),
    int32(0),
    int16(0),
    int32(25),
    int32(0xffffffff),
    int16(0),
    int16(0),
  ];
  const value = (text: string) => [int32(text.length), Buffer.from(text)];
  const ready = message("Z", Buffer.from("I"));
  const server = createServer((socket) => {
    socket.once("data", () => {
      socket.write(Buffer.concat([message("R", int32(0)), ready]));
      socket.once("data", () => {
        const row = message("D", int16(2), ...value(version), ...value(encoding));
        const shape = message("T", int16(2), ...column("version"), ...column("encoding"));
        socket.write(Buffer.concat([shape, row, message("C", Buffer.from("SELECT 1\0")), ready]));
      });
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `postgres://me@127.0.0.1:${(server.address() as AddressInfo).port}/db`, server };
}
