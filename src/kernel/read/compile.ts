import type { FieldNode, GraphQLResolveInfo } from "graphql";
import { InvalidInput } from "../errors.js";
import { selectedFields } from "./selection.js";
import type { Many, Shape } from "./shape.js";

/** A statement under construction: text, and the values of its `$n`. */
export class Statement {
  readonly values: unknown[] = [];
  private aliases = 0;

  /** Adds a value and returns its place, e.g. `$3`. */
  value(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  /** A fresh row alias. */
  alias(): string {
    return `t${this.aliases++}`;
  }
}

/** Where a list with arguments is kept in its parent's JSON: two aliases of one field may ask for different rows. */
export function listKey(field: string, responseKey: string): string {
  return `${field}@${responseKey}`;
}

/**
 * SQL of a JSON object with the selected fields of `row`. Every object carries `__typename`, and its row id as `_id`
 * where a field is selected that the shape leaves to a resolver.
 */
export function objectSql(
  statement: Statement,
  shape: Shape,
  row: string,
  info: GraphQLResolveInfo,
  nodes: readonly FieldNode[],
): string {
  const pairs = new Map<string, string>([["__typename", `'${shape.type}'`]]);
  const children = new Map<string, FieldNode[]>();
  for (const field of selectedFields(info, shape.type, nodes)) {
    const many = shape.many?.[field.name];
    if (many?.limit) {
      const sql = listSql(statement, many, row, info, field.nodes, limitOf(many, field.name, field.args));
      pairs.set(listKey(field.name, field.key), sql);
    } else if (many ?? shape.one?.[field.name]) {
      children.set(field.name, [...(children.get(field.name) ?? []), ...field.nodes]);
    } else if (shape.columns[field.name]) {
      pairs.set(field.name, shape.columns[field.name](row));
    } else if (field.name !== "__typename") {
      pairs.set("_id", `${row}.id`);
    }
  }
  for (const [name, found] of children) {
    const many = shape.many?.[name];
    if (many) {
      pairs.set(name, listSql(statement, many, row, info, found, many.max));
      continue;
    }
    const { shape: target, on } = shape.one![name];
    const child = statement.alias();
    const object = objectSql(statement, target(), child, info, found);
    pairs.set(name, `(select ${object} from ${target().table} ${child} where ${on(row, child)})`);
  }
  return `json_build_object(${[...pairs].map(([key, sql]) => `'${key}', ${sql}`).join(", ")})`;
}

function listSql(
  statement: Statement,
  many: Many,
  row: string,
  info: GraphQLResolveInfo,
  nodes: readonly FieldNode[],
  limit: number,
): string {
  const target = many.shape();
  const child = statement.alias();
  const list = statement.alias();
  const object = objectSql(statement, target, child, info, nodes);
  const from = many.from?.(child) ?? `${target.table} ${child}`;
  const rows = `select ${object} as o from ${from} where ${many.on(row, child)}
    order by ${many.order(child, row)} limit ${statement.value(limit)}`;
  return `(select coalesce(json_agg(${list}.o), '[]'::json) from (${rows}) ${list})`;
}

function limitOf(many: Many, field: string, args: Record<string, unknown>): number {
  const { argument, default: fallback } = many.limit!;
  const limit = (args[argument] as number | null | undefined) ?? fallback;
  if (limit < 1 || limit > many.max)
    throw new InvalidInput(`${field}.${argument}`, `must be from 1 to ${many.max}, not ${limit}.`);
  return limit;
}
