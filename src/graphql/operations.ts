import {
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from "graphql";
import { operationCost, sizeLimit, TOKENS_MAX } from "./limits.js";

/** A request as it comes over WebSocket or server-sent events. */
export interface OperationRequest {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

const rules = [...specifiedRules, sizeLimit];
const documents = new Map<string, DocumentNode>();
const DOCUMENTS_MAX = 500;

/**
 * Parses and checks an operation under the same limits as over HTTP. Returns what to execute, or what is wrong with it.
 * Valid documents are kept, so that a thousand equal subscriptions are parsed once.
 */
export function prepareOperation(
  schema: GraphQLSchema,
  request: OperationRequest,
  contextValue: unknown,
): ExecutionArgs | readonly GraphQLError[] {
  try {
    const document = checkedDocument(schema, request.query);
    if (!("kind" in document)) return document;
    const operation = getOperationAST(document, request.operationName);
    if (!operation) {
      return [
        new GraphQLError("operationName must name one of the operations.", {
          extensions: { code: "OPERATION_RESOLUTION_FAILURE" },
        }),
      ];
    }
    const variableValues = request.variables ?? {};
    operationCost(schema, document, operation, variableValues);
    return { schema, document, operationName: request.operationName, variableValues, contextValue };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function checkedDocument(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  const known = documents.get(query);
  if (known) return known;
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: TOKENS_MAX });
  } catch (error) {
    return [new GraphQLError((error as GraphQLError).message, { extensions: { code: "GRAPHQL_PARSE_FAILED" } })];
  }
  const faults = validate(schema, document, rules);
  if (faults.length > 0) {
    return faults.map((fault) =>
      fault.extensions.code
        ? fault
        : new GraphQLError(fault.message, { ...fault, extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }),
    );
  }
  if (documents.size >= DOCUMENTS_MAX) documents.clear();
  documents.set(query, document);
  return document;
}
