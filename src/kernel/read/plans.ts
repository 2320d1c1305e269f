import type { FieldNode, GraphQLOutputType, GraphQLResolveInfo } from "graphql";
import { columnsOf, type Columns } from "./compile.js";
import { findSelected, variablesBeneath } from "./selection.js";
import type { Shape } from "./shape.js";

/** What a field of a document makes of a shape, the same for every request that sends this document. */
export interface Plan extends Columns {
  /** Whether `totalCount` is selected beside the objects. */
  counts: boolean;
}

/** A field of a document, read by one shape. */
interface Key {
  shape: Shape;
  path: string;
  type: GraphQLOutputType;
  nodes: readonly FieldNode[];
}

interface Known extends Key {
  /** Variables that the plan may depend on. */
  variables: readonly string[];
  byValues: Map<string, Plan>;
}

/** Most plans of one field that differ by variables. */
const VARIANTS_MAX = 50;

/**
 * Keeps plans by the nodes of the document that they were made for: the server keeps parsed documents, so a text that
 * comes again is compiled once, and a plan goes when its document does.
 */
export class Plans {
  private readonly byNode = new WeakMap<FieldNode, Known[]>();

  /** The plan for the fields selected at `path` beneath the current field. */
  planOf(shape: Shape, info: GraphQLResolveInfo, path: readonly string[]): Plan {
    const { variables, byValues } = this.knownOf(shape, info, path);
    const values = JSON.stringify(variables.map((name) => info.variableValues[name]));
    let plan = byValues.get(values);
    if (!plan) {
      const nodes = path.length ? findSelected(info, path).flatMap((field) => field.nodes) : info.fieldNodes;
      plan = { ...columnsOf(shape, info, nodes), counts: findSelected(info, ["totalCount"]).length > 0 };
      if (byValues.size >= VARIANTS_MAX) byValues.clear();
      byValues.set(values, plan);
    }
    return plan;
  }

  private knownOf(shape: Shape, info: GraphQLResolveInfo, path: readonly string[]): Known {
    const [first] = info.fieldNodes;
    const key = { shape, path: path.join("."), type: info.returnType, nodes: info.fieldNodes };
    const candidates = this.byNode.get(first) ?? [];
    const found = candidates.find((known) => sameKey(known, key));
    if (found) return found;
    const known: Known = { ...key, variables: variablesBeneath(info), byValues: new Map() };
    this.byNode.set(first, [...candidates, known]);
    return known;
  }
}

function sameKey(one: Key, other: Key): boolean {
  return (
    one.shape === other.shape &&
    one.path === other.path &&
    one.type === other.type &&
    one.nodes.length === other.nodes.length &&
    one.nodes.every((node, at) => node === other.nodes[at])
  );
}
