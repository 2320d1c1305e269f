import { encodeCursor, pageOf, type PageArguments } from "../paging.js";
import type { Connection, Row } from "./reader.js";

/** A page of a short list that is in memory anyway, under the same rules as one that is read from a table. */
export function connectionOfList(rows: (Row & { id?: unknown })[], args: PageArguments): Connection {
  const page = pageOf(args, ["text"]);
  const at = page.from ? rows.findIndex(({ id }) => id === page.from![0]) : -1;
  const rest = page.backward ? rows.slice(0, at < 0 ? rows.length : at) : rows.slice(at + 1);
  const shown = page.backward ? rest.slice(-page.size) : rest.slice(0, page.size);
  const edges = shown.map((node) => ({ cursor: encodeCursor([String(node.id)]), node }));
  const more = rest.length > shown.length;
  return {
    edges,
    pageInfo: {
      hasNextPage: page.backward ? at >= 0 : more,
      hasPreviousPage: page.backward ? more : at >= 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: rows.length,
  };
}
