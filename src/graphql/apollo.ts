import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import type { Context } from "../context.js";
import type { Logger } from "../kernel/logger.js";
import { compiledQueries } from "./compiled-queries.js";
import { publicError } from "./errors.js";
import { requireStorable, storableTexts } from "./storable.js";
import { COST_MAX, operationCost, sizeLimit, TOKENS_MAX } from "./limits.js";

/** Prices each operation before it runs, refuses what is too costly, and shows the price in `extensions.cost`. */
const costPlugin: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    let cost: number | undefined;
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        requireStorable(request.variables ?? {});
        if (operation) cost = operationCost(schema, document, operation, request.variables ?? {});
      },
      async willSendResponse({ response }) {
        if (cost !== undefined && response.body.kind === "single") {
          response.body.singleResult.extensions = {
            ...response.body.singleResult.extensions,
            cost: { requested: cost, limit: COST_MAX },
          };
        }
      },
    };
  },
};

export interface ApolloOptions {
  logger: Logger;
  /** Whether clients may ask for the schema. */
  introspection: boolean;
  /** Whether queries that keep coming are compiled. */
  queryCompiler: boolean;
}

/** GraphQL over HTTP by Apollo Server: limits, prices, and errors that tell a client what it may know. */
export function createApollo(
  schema: GraphQLSchema,
  { logger, introspection, queryCompiler }: ApolloOptions,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: TOKENS_MAX },
    validationRules: [sizeLimit, storableTexts],
    formatError: (_formatted, error) => publicError(error, logger),
    plugins: [
      costPlugin,
      ...(queryCompiler ? [compiledQueries<Context>()] : []),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
    logger,
  });
}
