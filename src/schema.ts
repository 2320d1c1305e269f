import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { AccountsResolver, SessionResolver } from "./domains/accounts/accounts.resolver.js";
import { QuestionsResolver } from "./domains/questions/questions.resolver.js";
import { requireViewers } from "./graphql/guard.js";
import { LocalizedTextResolver } from "./graphql/localized-text.types.js";
import { NodeResolver } from "./graphql/node.resolver.js";

/** The API's schema; every root field that is not marked public needs a viewer. */
export function buildApiSchema(): GraphQLSchema {
  return requireViewers(
    buildSchemaSync({
      resolvers: [AccountsResolver, SessionResolver, NodeResolver, LocalizedTextResolver, QuestionsResolver],
      validate: false,
    }),
  );
}
