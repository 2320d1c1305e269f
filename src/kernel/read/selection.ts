import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  Kind,
  visit,
  type ASTNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from "graphql";

/** One selected field: its arguments, and what is selected beneath it. */
export interface Selected {
  /** Alias, or name. */
  key: string;
  name: string;
  args: Record<string, unknown>;
  /** Field nodes that were merged under this key. */
  nodes: readonly FieldNode[];
}

/** The fields that a request asks of an object of type `typeName`, fragments resolved, `@skip` and `@include` applied. */
export function selectedFields(info: GraphQLResolveInfo, typeName: string, nodes: readonly FieldNode[]): Selected[] {
  const type = info.schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is not an object type`);
  const merged = new Map<string, FieldNode[]>();
  for (const node of nodes) if (node.selectionSet) collect(info, type, node.selectionSet, merged);
  return [...merged].map(([key, found]) => {
    const name = found[0].name.value;
    const field = type.getFields()[name];
    const args = field && found[0].arguments?.length ? getArgumentValues(field, found[0], info.variableValues) : {};
    return { key, name, args, nodes: found };
  });
}

/** True when a dotted path such as `edges.node` or `totalCount` is selected beneath the current field. */
export function findSelected(info: GraphQLResolveInfo, path: readonly string[]): Selected[] {
  let type: GraphQLNamedType = getNamedType(info.returnType);
  let nodes: readonly FieldNode[] = info.fieldNodes;
  let found: Selected[] = [];
  for (const name of path) {
    if (!isObjectType(type)) return [];
    found = selectedFields(info, type.name, nodes).filter((field) => field.name === name);
    if (found.length === 0) return [];
    nodes = found.flatMap((field) => field.nodes);
    type = getNamedType(type.getFields()[name].type);
  }
  return found;
}

/** Names of the variables that stand anywhere beneath the current field; the field's own arguments are not meant. */
export function variablesBeneath(info: GraphQLResolveInfo): string[] {
  const names = new Set<string>();
  const look = (node: ASTNode) =>
    visit(node, {
      Variable: ({ name }) => void names.add(name.value),
      FragmentSpread: ({ name }) => void look(info.fragments[name.value]),
    });
  for (const { selectionSet } of info.fieldNodes) if (selectionSet) look(selectionSet);
  return [...names];
}

function collect(
  info: GraphQLResolveInfo,
  type: GraphQLNamedType,
  { selections }: SelectionSetNode,
  into: Map<string, FieldNode[]>,
): void {
  for (const node of selections) {
    if (node.directives?.length && !included(info, node)) continue;
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      const found = into.get(key);
      if (found) found.push(node);
      else into.set(key, [node]);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : info.fragments[node.name.value];
    const condition = fragment.typeCondition?.name.value;
    if (condition && condition !== type.name && !implementsType(info, type, condition)) continue;
    collect(info, type, fragment.selectionSet, into);
  }
}

function implementsType(info: GraphQLResolveInfo, type: GraphQLNamedType, condition: string): boolean {
  const abstract = info.schema.getType(condition);
  return isAbstractType(abstract) && isObjectType(type) && info.schema.isSubType(abstract, type);
}

function included(info: GraphQLResolveInfo, node: SelectionSetNode["selections"][number]): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues);
  if (skip?.if === true) return false;
  const include = getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues);
  return include?.if !== false;
}
