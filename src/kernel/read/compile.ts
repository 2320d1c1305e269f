import { createHash } from "node:crypto";
import type { FieldNode, GraphQLResolveInfo } from "graphql";
import { InvalidInput } from "../errors.js";
import { selectedFields } from "./selection.js";
import type { Many, Shape } from "./shape.js";

/** Alias of the row that a statement is about. */
export const ROOT = "t0";

/** What to select of a row, and what its table is joined with for it. */
export interface Columns {
  columns: string;
  joins: string;
}

/** What a compilation works on. */
interface Compilation {
  info: GraphQLResolveInfo;
  /** A fresh row alias. */
  alias: () => string;
}

/** PostgreSQL cuts longer names off. */
const NAME_MAX = 63;

/** Where a list with arguments is kept in its parent's JSON: two aliases of one field may ask for different rows. */
export function listKey(field: string, responseKey: string): string {
  const key = `${field}@${responseKey}`;
  return key.length <= NAME_MAX ? key : `@${createHash("sha256").update(key).digest("base64url")}`;
}

/**
 * The columns that hold the selected fields of `ROOT`, a row of the shape, so that the row as JSON is the object. It
 * carries `__typename`, and its row id as `_id` where a field is selected that the shape leaves to a resolver. The SQL
 * takes no values: numbers of rows stand in it as they are, since a planner that knows them need not plan each time.
 */
export function columnsOf(shape: Shape, info: GraphQLResolveInfo, nodes: readonly FieldNode[]): Columns {
  let aliases = 0;
  const alias = () => `t${++aliases}`;
  const { columns, joins } = selectColumns({ info, alias }, shape, ROOT, nodes);
  const typename = `'${shape.type}' as "__typename"`;
  return { columns: columns ? `${typename}, ${columns}` : typename, joins };
}

function selectColumns(compilation: Compilation, shape: Shape, row: string, nodes: readonly FieldNode[]): Columns {
  const columns = new Map<string, string>();
  const joins: string[] = [];
  const children = new Map<string, FieldNode[]>();
  for (const field of selectedFields(compilation.info, shape.type, nodes)) {
    const many = shape.many?.[field.name];
    if (many?.limit) {
      const limit = limitOf(many, field.name, field.args);
      columns.set(listKey(field.name, field.key), listSql(compilation, many, row, field.nodes, limit));
    } else if (many ?? shape.one?.[field.name]) {
      children.set(field.name, [...(children.get(field.name) ?? []), ...field.nodes]);
    } else if (shape.columns[field.name]) {
      columns.set(field.name, shape.columns[field.name](row));
    } else if (field.name !== "__typename") {
      columns.set("_id", `${row}.id`);
    }
  }
  for (const [name, found] of children) {
    const many = shape.many?.[name];
    if (many) {
      columns.set(name, listSql(compilation, many, row, found, many.max));
      continue;
    }
    const { shape: target, on } = shape.one![name];
    const child = compilation.alias();
    const object = compilation.alias();
    const joined = compilation.alias();
    const rows = rowsSql(compilation, target(), child, found, on(row, child));
    joins.push(`left join lateral (select row_to_json(${object}) as json from (${rows}) ${object}) ${joined} on true`);
    columns.set(name, `${joined}.json`);
  }
  return { columns: [...columns].map(([key, sql]) => `${sql} as "${key}"`).join(", "), joins: joins.join(" ") };
}

function listSql(
  compilation: Compilation,
  many: Many,
  row: string,
  nodes: readonly FieldNode[],
  limit: number,
): string {
  const child = compilation.alias();
  const objects = compilation.alias();
  const from = many.from?.(child);
  const rows = rowsSql(compilation, many.shape(), child, nodes, many.on(row, child), from);
  const sorted = `${rows} order by ${many.order(child, row)} limit ${limit}`;
  return `(select coalesce(json_agg(${objects}), '[]'::json) from (${sorted}) ${objects})`;
}

function rowsSql(
  compilation: Compilation,
  shape: Shape,
  row: string,
  nodes: readonly FieldNode[],
  where: string,
  from = `${shape.table} ${row}`,
): string {
  const { columns, joins } = selectColumns(compilation, shape, row, nodes);
  return `select ${columns} from ${from} ${joins} where ${where}`;
}

function limitOf(many: Many, field: string, args: Record<string, unknown>): number {
  const { argument, default: fallback } = many.limit!;
  const limit = (args[argument] as number | null | undefined) ?? fallback;
  if (limit < 1 || limit > many.max)
    throw new InvalidInput(`${field}.${argument}`, `must be from 1 to ${many.max}, not ${limit}.`);
  return limit;
}
