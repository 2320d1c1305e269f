import type { GraphQLResolveInfo } from "graphql";
import { parseGlobalId } from "../ids.js";
import type { Row } from "./reader.js";

/** Reads one object of a type by its row id, as far as the viewer may see it. */
export interface NodeReader<V> {
  read(viewer: V, id: string, info: GraphQLResolveInfo): Promise<Row | null> | Row | null;
}

/** The reader of each type that a domain makes readable by id, by the type's name. */
export type NodeReaders<V> = Record<string, NodeReader<V>>;

/** Finds the reader of an object by the type that its global id names. */
export class Nodes<V> {
  private readonly readers: ReadonlyMap<string, NodeReader<V>>;

  constructor(
    readers: NodeReaders<V>,
    /** For ids that are names of their own, such as a recipe's. */
    private readonly named: NodeReader<V>,
  ) {
    this.readers = new Map(Object.entries(readers));
  }

  read(viewer: V, id: string, info: GraphQLResolveInfo): Promise<Row | null> | Row | null {
    const parsed = parseGlobalId(id);
    if (!parsed) return this.named.read(viewer, id, info);
    return this.readers.get(parsed.type)?.read(viewer, parsed.id, info) ?? null;
  }
}
