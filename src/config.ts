import { resolve } from "node:path";
import { z } from "zod";
import { projectRoot } from "./kernel/project-root.js";
import { StartupError } from "./kernel/startup-error.js";

/** What a person needs to know of a variable. A secret one is never repeated in a message. */
const notes = z.registry<{ about: string; expected: string; secret?: true }>();

const wholeNumber = (least: number, most: number, fallback: number, about: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .default(fallback)
    .register(notes, { about, expected: `a whole number from ${least} to ${most}` });

const serverUrl = (protocols: string[], example: string, about: string) =>
  z
    .string()
    .refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ""))
    .optional()
    .register(notes, { about, expected: `a URL such as ${example}` });

const secret = (length: number, about: string) =>
  z
    .string()
    .min(length)
    .optional()
    .register(notes, { about, expected: `at least ${length} characters`, secret: true });

const levels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Every variable that the product reads; `.env.example` is generated from it. */
const variables = z.object({
  PORT: wholeNumber(0, 65_535, 4000, "Port of the API; 0 takes any free one."),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default("127.0.0.1")
    .register(notes, {
      about: "Address that the API listens on; 0.0.0.0 lets other machines in.",
      expected: "a host name or an IP address",
    }),
  DATABASE_URL: serverUrl(
    ["postgres:", "postgresql:"],
    "postgres://user:password@host:5432/database",
    "PostgreSQL 15 or newer; when unset, an embedded PostgreSQL runs in GROUNDWORK_HOME.",
  ),
  REDIS_URL: serverUrl(
    ["redis:", "rediss:"],
    "redis://host:6379",
    "Redis for jobs and signals, to scale past one machine; when unset, PostgreSQL carries both.",
  ),
  GROUNDWORK_HOME: z.string().default(".groundwork").register(notes, {
    about: "Where the embedded database and artifacts live; a relative path starts at the checkout.",
    expected: "a path",
  }),
  GROUNDWORK_ADMIN_EMAIL: z.email().default("admin@groundwork.local").register(notes, {
    about: "Sign-in name of the administrator that the first start creates.",
    expected: "an e-mail address",
  }),
  GROUNDWORK_ADMIN_PASSWORD: secret(12, "Password of that administrator; when unset, a random one, shown once."),
  LOG_LEVEL: z
    .enum(levels)
    .default("info")
    .register(notes, { about: "Least severe log line that is written.", expected: `one of ${levels.join(", ")}` }),
  GROUNDWORK_SECRET: secret(
    32,
    "Signs tokens, the same for every API process; when unset, a random one, kept in GROUNDWORK_HOME.",
  ),
  GROUNDWORK_ACCESS_TOKEN_MINUTES: wholeNumber(1, 1440, 15, "How long an access token is valid, in minutes."),
  GROUNDWORK_REFRESH_TOKEN_DAYS: wholeNumber(1, 365, 30, "How long a sign-in can be refreshed, in days."),
  GROUNDWORK_WORKER_CONCURRENCY: wholeNumber(1, 64, 1, "Training runs that one worker process executes at once."),
  GROUNDWORK_INTROSPECTION: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .default(true)
    .register(notes, { about: "Whether clients may ask the API for its schema.", expected: "true or false" }),
  GROUNDWORK_DEMO: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional()
    .register(notes, {
      about:
        "Whether seeding creates the demo organisation, whose password everybody knows; when unset, only on a loopback HOST.",
      expected: "true or false",
    }),
  GROUNDWORK_QUERY_COMPILER: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .default(true)
    .register(notes, { about: "Whether queries that keep coming are compiled.", expected: "true or false" }),
  GROUNDWORK_LEASE_SECONDS: wholeNumber(2, 3600, 8, "Seconds of silence after which another worker takes over a run."),
});

/** The validated configuration, the same for the launcher, the API and the worker. */
export interface Config {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  /** Absolute. */
  home: string;
  adminEmail: string;
  adminPassword: string | undefined;
  logLevel: (typeof levels)[number];
  secret: string | undefined;
  accessTokenMinutes: number;
  refreshTokenDays: number;
  workerConcurrency: number;
  introspection: boolean;
  demo: boolean;
  queryCompiler: boolean;
  leaseSeconds: number;
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
  const parsed = variables.safeParse(given);
  if (!parsed.success) throw new ConfigError(faults(parsed.error, given));
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    home: resolve(projectRoot, values.GROUNDWORK_HOME),
    adminEmail: values.GROUNDWORK_ADMIN_EMAIL,
    adminPassword: values.GROUNDWORK_ADMIN_PASSWORD,
    logLevel: values.LOG_LEVEL,
    secret: values.GROUNDWORK_SECRET,
    accessTokenMinutes: values.GROUNDWORK_ACCESS_TOKEN_MINUTES,
    refreshTokenDays: values.GROUNDWORK_REFRESH_TOKEN_DAYS,
    workerConcurrency: values.GROUNDWORK_WORKER_CONCURRENCY,
    introspection: values.GROUNDWORK_INTROSPECTION,
    demo: values.GROUNDWORK_DEMO ?? isLoopback(values.HOST),
    queryCompiler: values.GROUNDWORK_QUERY_COMPILER,
    leaseSeconds: values.GROUNDWORK_LEASE_SECONDS,
  };
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

/** The text of `.env.example`: every variable, commented out, with its default. */
export function exampleEnvironment(): string {
  const entries = Object.entries(variables.shape).map(([name, schema]) => {
    const { about, expected } = notes.get(schema)!;
    const fallback = schema.parse(undefined) ?? "";
    return `# ${about}\n# Expected: ${expected}.\n# ${name}=${fallback}\n`;
  });
  return [
    "# Generated from src/config.ts by `npm run config:example`. Copy to .env and change what you need.\n",
    ...entries,
  ].join("\n");
}
