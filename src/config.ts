import { join, resolve } from "node:path";
import type { z } from "zod";
import { type levels, notes, variables } from "./config-variables.js";
import { projectRoot } from "./kernel/project-root.js";
import { StartupError } from "./kernel/startup-error.js";

/** The validated configuration, the same for the launcher, the API and the worker. */
export interface Config {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  /** Absolute. */
  home: string;
  /** Where pre-trained models lie; absolute. */
  models: string;
  /** The bucket of artifacts, where there is one. */
  s3: S3Config | undefined;
  adminEmail: string;
  adminPassword: string | undefined;
  /** A second administrator, where both are set. */
  reviewerEmail: string | undefined;
  reviewerPassword: string | undefined;
  logLevel: (typeof levels)[number];
  secret: string | undefined;
  accessTokenMinutes: number;
  refreshTokenDays: number;
  workerConcurrency: number;
  workerLabels: Record<string, string>;
  introspection: boolean;
  demo: boolean;
  queryCompiler: boolean;
  leaseSeconds: number;
  sessionCheckSeconds: number;
  slowConsumerSeconds: number;
  /** What an hour of one busy core or GPU draws and costs. */
  computeRates: {
    cpu: { watts: number; pricePerHour: string | undefined };
    gpu: { watts: number; pricePerHour: string | undefined };
    currency: string;
  };
  crashesMax: number;
  /** Bytes that the weights of models which are ready to be asked may take in an API process. */
  inferenceBytes: number;
  /** Largest file that may be uploaded. */
  uploadMaxMegabytes: number;
  /** The same of a pre-trained model. */
  checkpointUploadMaxMegabytes: number;
  /** Days; 0 keeps for ever. */
  retention: { history: number; checkpoints: number };
}

/** A bucket and how to reach it; without credentials they come from the AWS SDK's own chain. */
export interface S3Config {
  bucket: string;
  endpoint: string | undefined;
  region: string;
  forcePathStyle: boolean;
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  prefix: string;
}

/** A configuration with everything filled in that a serving process needs. */
export type ServingConfig = Config & { databaseUrl: string; secret: string };

/** Names every faulty variable with what is expected and what was given. */
export class ConfigError extends StartupError {
  override name = "ConfigError";
}

/** Reads the configuration from an environment; an empty variable counts as unset. Throws `ConfigError`. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, text]) => text !== ""));
  const parsed = variables.superRefine(requireWholeBucket).safeParse(given);
  if (!parsed.success) throw new ConfigError(faults(parsed.error, given));
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    home: resolve(projectRoot, values.GROUNDWORK_HOME),
    models: resolve(projectRoot, values.GROUNDWORK_MODELS ?? join(values.GROUNDWORK_HOME, "models")),
    s3: s3Of(values),
    adminEmail: values.GROUNDWORK_ADMIN_EMAIL,
    adminPassword: values.GROUNDWORK_ADMIN_PASSWORD,
    reviewerEmail: values.GROUNDWORK_REVIEWER_EMAIL,
    reviewerPassword: values.GROUNDWORK_REVIEWER_PASSWORD,
    logLevel: values.LOG_LEVEL,
    secret: values.GROUNDWORK_SECRET,
    accessTokenMinutes: values.GROUNDWORK_ACCESS_TOKEN_MINUTES,
    refreshTokenDays: values.GROUNDWORK_REFRESH_TOKEN_DAYS,
    workerConcurrency: values.GROUNDWORK_WORKER_CONCURRENCY,
    workerLabels: labelsOf(values.GROUNDWORK_WORKER_LABELS),
    introspection: values.GROUNDWORK_INTROSPECTION,
    demo: values.GROUNDWORK_DEMO ?? isLoopback(values.HOST),
    queryCompiler: values.GROUNDWORK_QUERY_COMPILER,
    leaseSeconds: values.GROUNDWORK_LEASE_SECONDS,
    sessionCheckSeconds: values.GROUNDWORK_SESSION_CHECK_SECONDS,
    slowConsumerSeconds: values.GROUNDWORK_SLOW_CONSUMER_SECONDS,
    computeRates: {
      cpu: { watts: values.GROUNDWORK_CPU_WATTS, pricePerHour: values.GROUNDWORK_CPU_PRICE_PER_HOUR },
      gpu: { watts: values.GROUNDWORK_GPU_WATTS, pricePerHour: values.GROUNDWORK_GPU_PRICE_PER_HOUR },
      currency: values.GROUNDWORK_CURRENCY,
    },
    crashesMax: values.GROUNDWORK_CRASHES_MAX,
    inferenceBytes: values.GROUNDWORK_INFERENCE_MEGABYTES * 2 ** 20,
    uploadMaxMegabytes: values.GROUNDWORK_UPLOAD_MAX_MB,
    checkpointUploadMaxMegabytes: values.GROUNDWORK_CHECKPOINT_UPLOAD_MAX_MB,
    retention: {
      history: values.GROUNDWORK_RETENTION_DAYS,
      checkpoints: values.GROUNDWORK_CHECKPOINT_RETENTION_DAYS,
    },
  };
}

function s3Of(values: z.infer<typeof variables>): S3Config | undefined {
  const { GROUNDWORK_S3_ACCESS_KEY_ID: accessKeyId, GROUNDWORK_S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (!values.GROUNDWORK_S3_BUCKET) return undefined;
  return {
    bucket: values.GROUNDWORK_S3_BUCKET,
    endpoint: values.GROUNDWORK_S3_ENDPOINT,
    region: values.GROUNDWORK_S3_REGION,
    forcePathStyle: values.GROUNDWORK_S3_FORCE_PATH_STYLE ?? values.GROUNDWORK_S3_ENDPOINT !== undefined,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    prefix: values.GROUNDWORK_S3_PREFIX,
  };
}

function labelsOf(pairs: string | undefined): Record<string, string> {
  return Object.fromEntries(pairs?.split(",").map((pair) => pair.split("=") as [string, string]) ?? []);
}

/** What names a bucket's place or its key is of use only together: a forgotten part must not end in a folder. */
function requireWholeBucket(given: Partial<Record<string, unknown>>, { addIssue }: z.RefinementCtx): void {
  const parts = ["BUCKET", "ENDPOINT", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY"].map((part) => `GROUNDWORK_S3_${part}`);
  const [bucket, endpoint, id, key] = parts.map((name) => given[name] !== undefined);
  const missing = [!bucket && (endpoint || id || key) && parts[0], !id && key && parts[2], id && !key && parts[3]];
  for (const name of missing) if (name) addIssue({ code: "custom", path: [name] });
}

/** True for an address that only this machine reaches. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function faults(error: z.ZodError, given: NodeJS.ProcessEnv): string {
  const names = new Set(error.issues.map((issue) => issue.path[0] as keyof typeof variables.shape));
  const lines = [...names].map((name) => {
    const note = notes.get(variables.shape[name])!;
    const text = given[name] ?? "";
    const shown = note.secret ? `${text.length} characters` : `"${withoutPassword(text)}"`;
    return `  ${name}: expected ${note.expected}, given ${shown}`;
  });
  return ["The configuration is not valid:", ...lines].join("\n");
}

/** Hides the user part and the query of a URL, also of one that does not parse. */
function withoutPassword(text: string): string {
  return text.replace(/^([a-z]+:\/\/)?.*@/i, "$1***@").replace(/\?.*/, "?***");
}

/** Every variable with what a person needs to know of it; `fallback` is empty where there is none. */
export function describedVariables(): { name: string; about: string; expected: string; fallback: string }[] {
  return Object.entries(variables.shape).map(([name, schema]) => {
    const { about, expected } = notes.get(schema)!;
    return { name, about, expected, fallback: String(schema.parse(undefined) ?? "") };
  });
}
