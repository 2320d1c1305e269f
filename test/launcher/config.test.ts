import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ConfigError, loadConfig } from "../../src/config.js";
import { environmentExample, withSettings } from "../../scripts/settings.js";
import { projectRoot } from "../../src/kernel/project-root.js";

function fault(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("accepted");
}

test("nothing needs to be set", () => {
  expect(loadConfig({})).toEqual({
    port: 4000,
    host: "127.0.0.1",
    databaseUrl: undefined,
    redisUrl: undefined,
    home: join(projectRoot, ".groundwork"),
    models: join(projectRoot, ".groundwork/models"),
    s3: undefined,
    adminEmail: "admin@groundwork.local",
    adminPassword: undefined,
    logLevel: "info",
    secret: undefined,
    accessTokenMinutes: 15,
    refreshTokenDays: 30,
    workerConcurrency: 1,
    workerLabels: {},
    introspection: true,
    demo: true,
    queryCompiler: true,
    computeRates: {
      cpu: { watts: 10, pricePerHour: undefined },
      gpu: { watts: 300, pricePerHour: undefined },
      currency: "USD",
    },
    leaseSeconds: 6,
    crashesMax: 3,
    inferenceBytes: 512 * 2 ** 20,
    retention: { history: 0, checkpoints: 0 },
    sessionCheckSeconds: 15,
    slowConsumerSeconds: 10,
    uploadMaxMegabytes: 200,
    checkpointUploadMaxMegabytes: 1_000,
  });
});

test("values are read from the environment", () => {
  const config = loadConfig({
    PORT: "0",
    GROUNDWORK_INTROSPECTION: "false",
    GROUNDWORK_HOME: "/var/lib/x",
    LOG_LEVEL: "warn",
  });
  expect(config).toMatchObject({ port: 0, introspection: false, home: "/var/lib/x", logLevel: "warn" });
});

const BUCKET = { GROUNDWORK_S3_BUCKET: "artifacts" };

test("a bucket is Amazon's, unless an endpoint says otherwise", () => {
  const amazon = { bucket: "artifacts", endpoint: undefined, region: "us-east-1", forcePathStyle: false };
  expect(loadConfig(BUCKET).s3).toEqual({ ...amazon, credentials: undefined, prefix: "groundwork" });
  const other = loadConfig({
    ...BUCKET,
    GROUNDWORK_S3_ENDPOINT: "http://minio:9000",
    GROUNDWORK_S3_ACCESS_KEY_ID: "someone",
    GROUNDWORK_S3_SECRET_ACCESS_KEY: "secret",
  });
  expect(other.s3).toMatchObject({
    endpoint: "http://minio:9000",
    forcePathStyle: true,
    credentials: { accessKeyId: "someone", secretAccessKey: "secret" },
  });
});

test.each([
  [{ GROUNDWORK_S3_ENDPOINT: "http://minio:9000" }, "GROUNDWORK_S3_BUCKET"],
  [{ ...BUCKET, GROUNDWORK_S3_ACCESS_KEY_ID: "someone" }, "GROUNDWORK_S3_SECRET_ACCESS_KEY"],
  [{ ...BUCKET, GROUNDWORK_S3_SECRET_ACCESS_KEY: "hunter2" }, "GROUNDWORK_S3_ACCESS_KEY_ID"],
])("%j lacks %s", (env, missing) => {
  const message = fault(env);
  expect(message).toContain(`  ${missing}: expected`);
  expect(message).not.toContain("hunter2");
});

test("an empty variable counts as unset", () => {
  expect(loadConfig({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 4000, databaseUrl: undefined });
});

test("every fault is reported at once, with the variable, what is expected and what was given", () => {
  expect(fault({ PORT: "70000", DATABASE_URL: "mysql://host/db", LOG_LEVEL: "loud", HOST: "a b" }).split("\n")).toEqual(
    [
      "The configuration is not valid:",
      '  PORT: expected a whole number from 0 to 65535, given "70000"',
      '  HOST: expected a host name or an IP address, given "a b"',
      '  DATABASE_URL: expected a URL such as postgres://user:password@host:5432/database, given "mysql://host/db"',
      '  LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent, given "loud"',
    ],
  );
});

test.each(["1e3", "-1", "4000.5", "0x10", " 4000"])("PORT=%j is no whole number", (text) => {
  expect(fault({ PORT: text })).toContain("PORT");
});

test("secrets are never repeated", () => {
  const message = fault({ GROUNDWORK_ADMIN_PASSWORD: "hunter2", GROUNDWORK_SECRET: "short" });
  expect(message).toContain("GROUNDWORK_ADMIN_PASSWORD: expected at least 12 characters, given 7 characters");
  expect(message).not.toMatch(/hunter2|short/);
});

test.each([
  "http://me:hunter2@host/db",
  "me:hunter2@host",
  "http://me:h@hunter2/@host",
  "http://host?password=hunter2",
])("the password in %j is not repeated", (text) =>
  expect(fault({ DATABASE_URL: text })).toMatch(/given "(?!.*hunter2).*host/),
);

test(".env.example is current", () => {
  expect(readFileSync(join(projectRoot, ".env.example"), "utf8")).toBe(environmentExample());
});

test("the settings in the operator's guide are current", () => {
  const page = readFileSync(join(projectRoot, "docs/OPERATIONS.md"), "utf8");
  expect(page).toContain("| `GROUNDWORK_LEASE_SECONDS` |");
  expect(page).toBe(withSettings(page));
});

test("a product that others can reach has no demo unless it is asked for", () => {
  expect(loadConfig({ HOST: "127.0.0.1" }).demo).toBe(true);
  expect(loadConfig({ HOST: "0.0.0.0" }).demo).toBe(false);
  expect(loadConfig({ HOST: "0.0.0.0", GROUNDWORK_DEMO: "true" }).demo).toBe(true);
});
