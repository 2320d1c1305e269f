import { z } from "zod";

/** What a person needs to know of a variable. A secret one is never repeated in a message. */
export const notes = z.registry<{ about: string; expected: string; secret?: true }>();

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

const price = (about: string) =>
  z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/)
    .optional()
    .register(notes, { about, expected: "a decimal such as 0.085" });

export const levels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Every variable that the product reads; `.env.example` is generated from it. */
export const variables = z.object({
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
  GROUNDWORK_MODELS: z.string().optional().register(notes, {
    about:
      "Folder of pre-trained models, one folder for each; when unset, the folder models in GROUNDWORK_HOME. Workers read it, nothing is downloaded.",
    expected: "a path",
  }),
  GROUNDWORK_HOME: z.string().default(".groundwork").register(notes, {
    about: "Where the embedded database and artifacts live; a relative path starts at the checkout.",
    expected: "a path",
  }),
  GROUNDWORK_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional()
    .register(notes, {
      about: "Bucket that artifacts are kept in, for all machines alike; when unset, a folder in GROUNDWORK_HOME.",
      expected: "a bucket's name",
    }),
  GROUNDWORK_S3_ENDPOINT: serverUrl(
    ["http:", "https:"],
    "https://minio.example:9000",
    "Where an S3 server answers that is not Amazon's.",
  ),
  GROUNDWORK_S3_REGION: z
    .string()
    .regex(/^[\w-]+$/)
    .default("us-east-1")
    .register(notes, { about: "Region of the bucket.", expected: "a region's name" }),
  GROUNDWORK_S3_FORCE_PATH_STYLE: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional()
    .register(notes, {
      about: "Whether the bucket's name stands in the path; when unset, only with GROUNDWORK_S3_ENDPOINT.",
      expected: "true or false",
    }),
  GROUNDWORK_S3_ACCESS_KEY_ID: secret(
    3,
    "Access key for the bucket; when unset, the AWS SDK's own chain finds one (environment, profile, instance role).",
  ),
  GROUNDWORK_S3_SECRET_ACCESS_KEY: secret(3, "Its secret; both are set, or neither."),
  GROUNDWORK_S3_PREFIX: z
    .string()
    .regex(/^([\w.-]+\/)*[\w.-]*$/)
    .default("groundwork")
    .register(notes, {
      about: "Put before all keys in the bucket, to share it with others.",
      expected: "a path such as team/groundwork",
    }),
  GROUNDWORK_ADMIN_EMAIL: z.email().default("admin@groundwork.local").register(notes, {
    about: "Sign-in name of the administrator that the first start creates.",
    expected: "an e-mail address",
  }),
  GROUNDWORK_ADMIN_PASSWORD: secret(12, "Password of that administrator; when unset, a random one, shown once."),
  GROUNDWORK_REVIEWER_EMAIL: z.email().optional().register(notes, {
    about: "Sign-in name of a second administrator, who reviews what the first one writes; made by the next start.",
    expected: "an e-mail address",
  }),
  GROUNDWORK_REVIEWER_PASSWORD: secret(12, "Password of that second administrator; without one nobody is made."),
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
  GROUNDWORK_WORKER_LABELS: z
    .string()
    .regex(/^[\w.-]{1,63}=[\w.-]{1,63}(,[\w.-]{1,63}=[\w.-]{1,63}){0,15}$/)
    .optional()
    .register(notes, {
      about: "What the operator says of this worker; administrators see it and filter by it.",
      expected: "up to 16 pairs such as zone=b,owner=research",
    }),
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
  GROUNDWORK_SESSION_CHECK_SECONDS: wholeNumber(
    1,
    300,
    15,
    "How soon a subscription ends whose session has ended, or whose viewer may do less, in seconds.",
  ),
  GROUNDWORK_SLOW_CONSUMER_SECONDS: wholeNumber(
    1,
    60,
    10,
    "How long a subscriber may leave unread what was sent before it is disconnected, in seconds.",
  ),
  GROUNDWORK_CPU_WATTS: wholeNumber(0, 100_000, 10, "What a busy processor core draws, with its share of the machine."),
  GROUNDWORK_GPU_WATTS: wholeNumber(0, 100_000, 300, "What a busy GPU draws, with its share of the machine."),
  GROUNDWORK_CPU_PRICE_PER_HOUR: price("Price of an hour of a processor core; when unset, runs have no price."),
  GROUNDWORK_GPU_PRICE_PER_HOUR: price("Price of an hour of a GPU; when unset, runs on it have no price."),
  GROUNDWORK_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default("USD")
    .register(notes, { about: "Currency of the prices.", expected: "an ISO 4217 code such as USD" }),
  GROUNDWORK_RETENTION_DAYS: wholeNumber(
    0,
    36_500,
    0,
    "Days after a run's end for which its metric points, metric events and log lines are kept; 0 keeps them for ever.",
  ),
  GROUNDWORK_CHECKPOINT_RETENTION_DAYS: wholeNumber(
    0,
    36_500,
    0,
    "Days after a run's end for which its checkpoints but the newest and the best are kept; 0 keeps them for ever.",
  ),
  GROUNDWORK_INFERENCE_MEGABYTES: wholeNumber(
    1,
    3000,
    512,
    "What the weights of models that are ready to be asked may take in an API process, in megabytes.",
  ),
  GROUNDWORK_UPLOAD_MAX_MB: wholeNumber(
    1,
    100_000,
    200,
    "Largest file that may be uploaded, in megabytes; pre-trained models have a limit of their own.",
  ),
  GROUNDWORK_CHECKPOINT_UPLOAD_MAX_MB: wholeNumber(
    1,
    4_000,
    1_000,
    "Largest pre-trained model, a data set of the kind CHECKPOINT, that may be uploaded, in megabytes.",
  ),
  GROUNDWORK_LEASE_SECONDS: wholeNumber(2, 3600, 6, "Seconds of silence after which another worker takes over a run."),
  GROUNDWORK_CRASHES_MAX: wholeNumber(
    0,
    1000,
    3,
    "How often in a row, without a checkpoint in between, a run may lose its process or its worker before it fails.",
  ),
});
