import {
  getOperationAST,
  Kind,
  visit,
  type DocumentNode,
  type ExecutionArgs,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import type { NumberedEvents } from "./numbered-events.js";

/** What every request that sends a document's subscription has in common. */
interface Known {
  number: number;
  numbered: NumberedEvents | undefined;
  /** Variables that only say which events come. */
  selecting: readonly string[];
}

const known = new WeakMap<DocumentNode, Map<string, Known>>();
let documents = 0;

/** How a subscription numbers its events, if it does. */
export function numberedEventsOf({ schema, document, operationName }: ExecutionArgs): NumberedEvents | undefined {
  return knownOf(schema, document, operationName).numbered;
}

/**
 * Equal for subscriptions whose results are the same: document (by identity, since equal texts are parsed once), operation,
 * variables and the viewer's scope. Variables that only say from where, or how often, events come make no difference.
 */
export function sharedKey({ schema, document, operationName, variableValues }: ExecutionArgs, scope: string): string {
  const { number, selecting } = knownOf(schema, document, operationName);
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => !selecting.includes(name));
  return JSON.stringify([number, scope, variables.sort(([one], [other]) => (one < other ? -1 : 1))]);
}

function knownOf(schema: GraphQLSchema, document: DocumentNode, operationName: string | null | undefined): Known {
  const operations = known.get(document) ?? new Map<string, Known>();
  known.set(document, operations);
  let found = operations.get(operationName ?? "");
  if (!found) {
    const operation = getOperationAST(document, operationName)!;
    const root = rootField(document, operation.selectionSet)!;
    const field = schema.getSubscriptionType()!.getFields()[root.name.value];
    const numbered = field.extensions.numberedEvents as NumberedEvents | undefined;
    found = { number: (documents += 1), numbered, selecting: selectingVariables(document, operation, root, numbered) };
    operations.set(operationName ?? "", found);
  }
  return found;
}

/** A valid subscription has one root field, perhaps within a fragment. */
function rootField(document: DocumentNode, { selections }: SelectionSetNode): FieldNode | undefined {
  const [first] = selections;
  if (first.kind === Kind.FIELD) return first;
  if (first.kind === Kind.INLINE_FRAGMENT) return rootField(document, first.selectionSet);
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === first.name.value)
      return rootField(document, definition.selectionSet);
  return undefined;
}

function selectingVariables(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  root: FieldNode,
  numbered: NumberedEvents | undefined,
): string[] {
  const uses = new Map<string, number>();
  const count = {
    Variable: ({ name }: { name: { value: string } }) => void uses.set(name.value, (uses.get(name.value) ?? 0) + 1),
  };
  visit(operation.selectionSet, count);
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) visit(definition, count);
  return (root.arguments ?? []).flatMap(({ name, value }) =>
    value.kind === Kind.VARIABLE && numbered?.selectedBy.includes(name.value) && uses.get(value.name.value) === 1
      ? [value.name.value]
      : [],
  );
}
