import type { z } from "zod";
import { InvalidInput } from "./errors.js";

/** Checks input against its spec; the first fault becomes `InvalidInput` with the path of its field. */
export function checkInput<S extends z.ZodType>(spec: S, input: unknown, field = "input"): z.output<S> {
  return checkGiven(spec, withoutNulls(input), field);
}

/** Like `checkInput`, for specs that tell null, which takes something away, from absent, which leaves it. */
export function checkGiven<S extends z.ZodType>(spec: S, input: unknown, field = "input"): z.output<S> {
  const parsed = spec.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InvalidInput([field, ...issue.path.map(String)].join("."), issue.message);
}

/** A copy without the keys that hold null: GraphQL tells null from absent, specs treat both as absent. Makes plain objects. */
export function withoutNulls<T>(value: T): T;
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => withoutNulls(entry));
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry != null)
      .map(([key, entry]) => [key, withoutNulls(entry)]),
  );
}
