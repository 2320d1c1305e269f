import type { GraphQLResolveInfo } from "graphql";
import { listKey } from "../kernel/read/compile.js";

/** The list that look-ahead read for this field and alias: resolvers of list fields with arguments return it. */
export function loadedList<T>(parent: object, info: GraphQLResolveInfo): T[] {
  return (parent as Record<string, T[]>)[listKey(info.fieldName, String(info.path.key))];
}
