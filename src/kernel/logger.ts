import { pino, type Logger as PinoLogger } from "pino";

export type Logger = PinoLogger;

/** Structured logs as JSON lines on stderr, so that stdout stays free for what a person reads. Secrets are cut out. */
export function createLogger(name: string, level: string): Logger {
  return pino(
    {
      name,
      level,
      redact: [
        "password",
        "*.password",
        "accessToken",
        "*.accessToken",
        "refreshToken",
        "*.refreshToken",
        "req.headers.authorization",
      ],
    },
    pino.destination(2),
  );
}
