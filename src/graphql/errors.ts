import { randomUUID } from "node:crypto";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { isDatabaseAway } from "../kernel/database-away.js";
import type { Logger } from "../kernel/logger.js";

/** What a client sees of an error, on every transport: a stable code, and never a stack trace or an internal message. */
export function publicError(error: unknown, logger: Logger, fallbackCode?: string): GraphQLFormattedError {
  const graphqlError =
    error instanceof GraphQLError
      ? error
      : new GraphQLError((error as Error).message, { originalError: error as Error });
  const { message, locations, path, extensions } = graphqlError.toJSON();
  const { originalError } = graphqlError;
  // Apollo puts its own code over that of a validation rule.
  const ruleCode = originalError instanceof GraphQLError ? originalError.extensions.code : undefined;
  const code = (ruleCode ?? extensions?.code ?? (originalError ? undefined : fallbackCode)) as string | undefined;
  if (code && code !== "INTERNAL_SERVER_ERROR") {
    const details: Record<string, unknown> = { ...extensions, code };
    delete details.stacktrace;
    delete details.http;
    return { message, locations, path, extensions: details };
  }
  if (isDatabaseAway(originalError ?? error)) {
    const extensions = { code: "SERVICE_UNAVAILABLE" };
    return { message: "The database cannot be reached; try again in a moment.", locations, path, extensions };
  }
  const reference = randomUUID();
  logger.error({ err: originalError ?? error, path, reference }, "a resolver failed");
  return {
    message: `Something went wrong on our side; quote ${reference} to the operator.`,
    locations,
    path,
    extensions: { code: "INTERNAL_SERVER_ERROR", reference },
  };
}
