/**
 * Faults that a caller can do something about. graphql-js copies `extensions` of a thrown error into the response, on
 * every transport alike; whatever is thrown without a code is ours, and is masked (`graphql/errors.ts`).
 */
export abstract class Fault extends Error {
  readonly extensions: Record<string, unknown>;

  constructor(message: string, code: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = new.target.name;
    this.extensions = { code, ...details };
  }

  get code(): string {
    return this.extensions.code as string;
  }
}

/** Why a request counts as signed out. */
export type UnauthenticatedReason =
  "MISSING_TOKEN" | "MALFORMED_TOKEN" | "EXPIRED_TOKEN" | "REVOKED_SESSION" | "ACCESS_CHANGED";

/** Nobody is signed in. */
export class Unauthenticated extends Fault {
  constructor(reason: UnauthenticatedReason, message: string) {
    super(message, "UNAUTHENTICATED", { reason });
  }
}

/** Signed in, and not allowed to. */
export class Forbidden extends Fault {
  constructor(message: string) {
    super(message, "FORBIDDEN");
  }
}

/** There is no such object, or none that this viewer may know of: the two are not told apart. */
export class NotFound extends Fault {
  constructor(what: string, id: string) {
    super(`${what} ${id} does not exist.`, "NOT_FOUND", { id });
  }
}

/** An argument that no schema type can rule out. `field` is its path, e.g. `input.tags.0`. */
export class InvalidInput extends Fault {
  constructor(field: string, message: string) {
    super(`${field}: ${message}`, "BAD_USER_INPUT", { field });
  }
}

/** The object has moved on since the caller read it. */
export class Conflict extends Fault {
  constructor(message: string) {
    super(message, "CONFLICT");
  }
}
