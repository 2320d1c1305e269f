import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLErrorOptions,
  type GraphQLSchema,
  type ValidationRule,
} from "graphql";
import { requireStorable, storableTexts } from "./storable.js";
import { operationCost, sizeLimit, TOKENS_MAX } from "./limits.js";

/** A request as it comes over WebSocket or server-sent events. */
export interface OperationRequest {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

const DOCUMENTS_MAX = 500;

/**
 * Parses and checks operations under the same limits as over HTTP. Valid documents are kept, so that a thousand equal
 * subscriptions are parsed once.
 */
export class Operations {
  private readonly documents = new Map<string, DocumentNode>();
  private readonly rules: readonly ValidationRule[];

  constructor(
    readonly schema: GraphQLSchema,
    { introspection }: { introspection: boolean },
  ) {
    this.rules = [
      ...specifiedRules,
      sizeLimit,
      storableTexts,
      ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
    ];
  }

  /** What to execute, or what is wrong with it. */
  prepare(
    { query, operationName, variables }: OperationRequest,
    contextValue: unknown,
  ): ExecutionArgs | readonly GraphQLError[] {
    try {
      const document = this.checked(query);
      if (!("kind" in document)) return document;
      const operation = getOperationAST(document, operationName);
      if (!operation) {
        return [coded("OPERATION_RESOLUTION_FAILURE", "operationName must name one of the operations.")];
      }
      const variableValues = variables ?? {};
      requireStorable(variableValues);
      operationCost(this.schema, document, operation, variableValues);
      return { schema: this.schema, document, operationName, variableValues, contextValue };
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  private checked(query: string): DocumentNode | readonly GraphQLError[] {
    const known = this.documents.get(query);
    if (known) return known;
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: TOKENS_MAX });
    } catch (error) {
      return [coded("GRAPHQL_PARSE_FAILED", (error as GraphQLError).message)];
    }
    const faults = validate(this.schema, document, this.rules);
    if (faults.length > 0) {
      return faults.map((fault) =>
        fault.extensions.code ? fault : coded("GRAPHQL_VALIDATION_FAILED", fault.message, fault),
      );
    }
    if (this.documents.size >= DOCUMENTS_MAX) this.documents.clear();
    this.documents.set(query, document);
    return document;
  }
}

function coded(code: string, message: string, options: GraphQLErrorOptions = {}): GraphQLError {
  return new GraphQLError(message, { ...options, extensions: { code } });
}
