import { HeaderMap, type ApolloServerPlugin, type BaseContext } from "@apollo/server";
import {
  getVariableValues,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { compileQuery, isCompiledQuery, type CompiledQuery } from "graphql-jit";

/** How often an operation has to come before it is worth compiling. */
const HOT_AFTER = 3;
/** Most compiled operations that are kept; those that come least go first. */
const COMPILED_MAX = 300;

/** What is known of an operation: how often it came, or what it was compiled to; undefined when it cannot be. */
type Known = number | CompiledQuery | undefined;

/**
 * Answers queries that come again and again by functions that graphql-jit makes of them, which walk no document and look
 * up no field. They answer only what is faultless: a query that fails, in whole or in part, is executed again by
 * graphql-js, so that every error is graphql-js's own. Queries read; mutations and subscriptions are never compiled.
 */
export function compiledQueries<C extends BaseContext>(): ApolloServerPlugin<C> {
  const known = new Map<OperationDefinitionNode, Known>();

  function compiledFor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): CompiledQuery | undefined {
    let entry = known.has(operation) ? known.get(operation) : 0;
    known.delete(operation);
    if (typeof entry === "number") {
      entry += 1;
      if (entry > HOT_AFTER) entry = compile(schema, document, operation);
    }
    known.set(operation, entry);
    if (known.size > COMPILED_MAX) known.delete(known.keys().next().value!);
    return typeof entry === "number" ? undefined : entry;
  }

  return {
    async requestDidStart() {
      return {
        async responseForOperation({ schema, document, operation, request, contextValue }) {
          // Apollo asks here too when the request names no operation of the document.
          if ((operation as OperationDefinitionNode | undefined)?.operation !== OperationTypeNode.QUERY) return null;
          const compiled = compiledFor(schema, document, operation);
          if (!compiled) return null;
          const variables = request.variables ?? {};
          if (getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors) return null;
          const result = await compiled.query(undefined, contextValue, variables);
          if (result.errors) return null;
          return {
            http: { status: undefined, headers: new HeaderMap() },
            body: { kind: "single", singleResult: { data: result.data } },
          };
        },
      };
    },
  };
}

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledQuery | undefined {
  const compiled = compileQuery(schema, document, operation.name?.value);
  return isCompiledQuery(compiled) ? compiled : undefined;
}
