import {
  getNamedType,
  GraphQLError,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from "graphql";
import { PAGE_DEFAULT, PAGE_MAX } from "../kernel/paging.js";

/** Most tokens of a document that are parsed at all. */
export const TOKENS_MAX = 5_000;
/** Most levels of fields. */
export const DEPTH_MAX = 14;
/** Most objects that one operation may ask for, as estimated by `operationCost`. */
export const COST_MAX = 20_000;
/** Most fields of one document, aliases and fragments expanded. */
export const FIELDS_MAX = 2_000;

/** Field extension: the field holds a series or a blob, and may not be asked for inside a list. */
export const NOT_IN_LISTS = { notInLists: true };

/** Type extension: its objects are parts of their parent's row, so that a list of them costs what one does. */
export const PART_OF_ROW = { partOfRow: true };

/** Field extension: about how many rows a list without a bound holds, where that is far from `PAGE_DEFAULT`. */
export function rowsAbout(rows: number): { rows: number } {
  return { rows };
}

/** Field extension: computing the field takes about as long as reading so many objects. */
export function weighing(objects: number): { weight: number } {
  return { weight: objects };
}

/** Validation rule: refuses documents nested deeper than `DEPTH_MAX`, or with more than `FIELDS_MAX` fields once fragments are expanded. */
export function sizeLimit(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const count = { fields: 0 };
      const deep = tooDeep(context, operation.selectionSet, 1, count, []);
      if (deep) {
        context.reportError(
          new GraphQLError(`The query is nested more than ${DEPTH_MAX} levels deep.`, {
            nodes: deep,
            extensions: { code: "QUERY_TOO_DEEP", limit: DEPTH_MAX },
          }),
        );
      } else if (count.fields > FIELDS_MAX) {
        context.reportError(
          new GraphQLError(`The query has more than ${FIELDS_MAX} fields.`, {
            nodes: operation,
            extensions: { code: "QUERY_TOO_LARGE", limit: FIELDS_MAX },
          }),
        );
      }
      return false;
    },
  };
}

function tooDeep(
  context: ValidationContext,
  { selections }: SelectionSetNode,
  depth: number,
  count: { fields: number },
  spreads: readonly string[],
): FieldNode | undefined {
  for (const node of selections) {
    if (count.fields > FIELDS_MAX) return undefined;
    if (node.kind === Kind.FIELD) {
      if (node.name.value.startsWith("__")) continue;
      count.fields += 1;
      if (depth > DEPTH_MAX) return node;
      const deep = node.selectionSet && tooDeep(context, node.selectionSet, depth + 1, count, spreads);
      if (deep) return deep;
      continue;
    }
    const name = node.kind === Kind.FRAGMENT_SPREAD ? node.name.value : undefined;
    if (name && spreads.includes(name)) continue;
    const selectionSet =
      node.kind === Kind.FRAGMENT_SPREAD ? context.getFragment(name!)?.selectionSet : node.selectionSet;
    const deep = selectionSet && tooDeep(context, selectionSet, depth, count, name ? [...spreads, name] : spreads);
    if (deep) return deep;
  }
  return undefined;
}

/**
 * Objects that an operation may return at most: each object field counts 1, a list of rows multiplies what is beneath it by
 * those it was asked for. Throws for a series asked for inside a list, and beyond `COST_MAX`.
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  const costOf = ({ selections }: SelectionSetNode, type: GraphQLNamedType, inList: boolean): number => {
    let cost = 0;
    for (const node of selections) {
      if (node.kind !== Kind.FIELD) {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)! : node;
        const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
        cost += costOf(fragment.selectionSet, condition ?? type, inList);
        continue;
      }
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
      if (!field) continue;
      if (inList && field.extensions.notInLists) {
        throw new GraphQLError(`${type.name}.${field.name} holds a series and cannot be asked for inside a list.`, {
          nodes: node,
          extensions: { code: "NOT_IN_LISTS", field: field.name },
        });
      }
      const target = getNamedType(field.type);
      if (!isCompositeType(target) || !node.selectionSet) continue;
      const rows = rowsOf(field, node, variables);
      const factor = target.extensions.partOfRow ? 1 : (rows ?? 1);
      cost += factor * (1 + costOf(node.selectionSet, target, inList || rows !== undefined));
      cost += (field.extensions.weight as number | undefined) ?? 0;
    }
    return cost;
  };

  const root = schema.getRootType(operation.operation)!;
  const cost = costOf(operation.selectionSet, root, false);
  if (cost > COST_MAX) {
    throw new GraphQLError(`The operation may return ${cost} objects; ${COST_MAX} are allowed. Ask for fewer rows.`, {
      extensions: { code: "QUERY_TOO_COSTLY", cost, limit: COST_MAX },
    });
  }
  return cost;
}

/** Rows that a field may return, or undefined for a single object. */
function rowsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Record<string, unknown>,
): number | undefined {
  const bound = field.args.find(({ name }) => name === "first" || name === "limit");
  const type = isNonNullType(field.type) ? field.type.ofType : field.type;
  if (!bound) {
    const about = (field.extensions.rows as number | undefined) ?? PAGE_DEFAULT;
    return isListType(type) && field.name !== "edges" ? about : undefined;
  }
  const given = node.arguments?.find(({ name }) => ["first", "last", "limit"].includes(name.value))?.value;
  const value =
    given?.kind === Kind.INT
      ? Number(given.value)
      : given?.kind === Kind.VARIABLE
        ? variables[given.name.value]
        : undefined;
  const rows =
    typeof value === "number" ? value : typeof bound.defaultValue === "number" ? bound.defaultValue : PAGE_DEFAULT;
  return Math.min(Math.max(rows, 1), PAGE_MAX);
}
