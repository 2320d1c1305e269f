import type { GraphQLResolveInfo } from "graphql";
import { parseGlobalId } from "../ids.js";
import type { Row } from "./reader.js";

/** Reads one object of a type by its row id, as far as the viewer may see it. */
export type ReadNode<V> = (viewer: V, id: string, info: GraphQLResolveInfo) => Promise<Row | null> | Row | null;

/** Finds the reader of an object by the type that its global id names. */
export class Nodes<V> {
  constructor(
    private readonly readers: Record<string, ReadNode<V>>,
    /** For ids that are names of their own, such as a recipe's. */
    private readonly named: ReadNode<V>,
  ) {}

  read(viewer: V, id: string, info: GraphQLResolveInfo): Promise<Row | null> | Row | null {
    const parsed = parseGlobalId(id);
    if (!parsed) return this.named(viewer, id, info);
    return this.readers[parsed.type]?.(viewer, parsed.id, info) ?? null;
  }
}
