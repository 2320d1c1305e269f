import type { GraphQLResolveInfo } from "graphql";
import type { Pool, QueryResultRow } from "pg";
import { encodeCursor, pageOf, type KeyType, type PageArguments } from "../paging.js";
import { ROOT } from "./compile.js";
import { Plans } from "./plans.js";
import type { Shape } from "./shape.js";
import { Statement } from "./statement.js";

/** A row as its GraphQL type sees it: plain JSON under the field names, with `__typename`. */
export type Row = Record<string, unknown> & { __typename: string };

/** A condition over a row's alias; the statement takes the values. */
export type Condition = (row: string, statement: Statement) => string;

/** Holds when every one of the conditions holds. */
export function allOf(...conditions: (Condition | undefined)[]): Condition {
  const given = conditions.filter((condition) => condition !== undefined);
  return (row, statement) => given.map((condition) => `(${condition(row, statement)})`).join(" and ") || "true";
}

/** The row has this id. */
export function hasId(id: string): Condition {
  return (row, statement) => `${row}.id = ${statement.value(id)}`;
}

/** The row has this value in a column; `undefined` and null ask for nothing. */
export function has(column: string, value: unknown): Condition | undefined {
  return value == null ? undefined : (row, statement) => `${row}.${column} = ${statement.value(value)}`;
}

/** A bilingual column contains a text, in either language, whatever its case. */
export function contains(column: string, text: string | null | undefined): Condition | undefined {
  if (!text) return undefined;
  const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return (row, statement) => {
    const value = statement.value(pattern);
    return `${row}.${column}->>'en' ilike ${value} or ${row}.${column}->>'zh' ilike ${value}`;
  };
}

/** An array column holds this value; null asks for nothing. */
export function lists(column: string, value: string | null | undefined): Condition | undefined {
  return value == null ? undefined : (row, statement) => `${statement.value(value)} = any(${row}.${column})`;
}

/** Oldest first: ids sort by creation. */
export const byCreation: Order = { by: [{ sql: (row) => `${row}.id`, type: "uuid" }], descending: false };

/** Newest first. */
export const newestFirst: Order = { ...byCreation, descending: true };

/** As the editors arranged them. */
export const byPosition: Order = {
  by: [{ sql: (row) => `${row}.position`, type: "int" }, ...byCreation.by],
  descending: false,
};

/** A Relay connection as plain JSON. `totalCount` is there only when it was asked for. */
export interface Connection {
  edges: { cursor: string; node: Row }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount?: number;
}

/** The sort of a connection: expressions over the row, cast to text in the cursor; the last is unique. */
export interface Order {
  by: readonly { sql: (row: string, statement: Statement) => string; type: KeyType }[];
  descending: boolean;
}

const NAMED_STATEMENTS_MAX = 1000;
const EDGES = ["edges", "node"];

/** Reads what a request selects, in one prepared statement, as plain rows: the home of every list and hot read. */
export class Reader {
  private readonly names = new Map<string, string>();
  private readonly plans = new Plans();

  constructor(private readonly pool: Pool) {}

  /** The one object that meets the condition, with the fields selected at `path` beneath the current field. */
  async one(
    shape: Shape,
    condition: Condition,
    info: GraphQLResolveInfo,
    path: readonly string[] = [],
  ): Promise<Row | null> {
    const statement = new Statement();
    const { columns, joins } = this.plans.planOf(shape, info, path);
    const found = `select ${columns} from ${shape.table} ${ROOT} ${joins} where ${condition(ROOT, statement)}`;
    const [row] = await this.query<{ json: Row }>(asJson(found), statement.values);
    return row?.json ?? null;
  }

  /** The objects of these ids that meet the condition, in the order of the ids, with the fields selected at `path`. */
  async several(
    shape: Shape,
    ids: readonly string[],
    condition: Condition,
    info: GraphQLResolveInfo,
    path: readonly string[] = [],
  ): Promise<Row[]> {
    const statement = new Statement();
    const { columns, joins } = this.plans.planOf(shape, info, path);
    const wanted = `${statement.value(ids)}::uuid[]`;
    const found = `select ${columns} from ${shape.table} ${ROOT} ${joins}
      where ${ROOT}.id = any(${wanted}) and ${condition(ROOT, statement)} order by array_position(${wanted}, ${ROOT}.id)`;
    const rows = await this.query<{ json: Row }>(asJson(found), statement.values);
    return rows.map(({ json }) => json);
  }

  /** The objects of these ids that meet `where`, newest first, each with its row id and `facts`, an expression that makes JSON. */
  async annotated<F>(
    shape: Shape,
    ids: readonly string[],
    { where, facts }: { where: Condition; facts: Condition },
    info: GraphQLResolveInfo,
    path: readonly string[] = [],
  ): Promise<{ id: string; facts: F; row: Row }[]> {
    const statement = new Statement();
    const { columns, joins } = this.plans.planOf(shape, info, path);
    const row = `select row_to_json(t) from (select ${columns} from (values (1)) one ${joins}) t`;
    return this.query<{ id: string; facts: F; row: Row }>(
      `select ${ROOT}.id, ${facts(ROOT, statement)} as facts, (${row}) as row from ${shape.table} ${ROOT}
       where ${ROOT}.id = any(${statement.value(ids)}::uuid[]) and ${where(ROOT, statement)} order by ${ROOT}.id desc`,
      statement.values,
    );
  }

  /** One page of the objects that meet the condition. Counts them only when `totalCount` is selected. */
  async page(
    shape: Shape,
    condition: Condition,
    order: Order,
    args: PageArguments,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    const page = pageOf(
      args,
      order.by.map(({ type }) => type),
    );
    const statement = new Statement();
    const { columns, joins, counts } = this.plans.planOf(shape, info, EDGES);
    const where = condition(ROOT, statement);
    const keys = order.by.map(({ sql }) => sql(ROOT, statement));
    const descending = order.descending !== page.backward;
    const from = page.from
      ? ` and (${keys.join(", ")}) ${descending ? "<" : ">"} (${page.from.map((part, at) => `${statement.value(part)}::${order.by[at].type}`).join(", ")})`
      : "";
    const sort = keys.map((key) => `${key} ${descending ? "desc" : "asc"}`).join(", ");
    const rows = `select ${columns}, array[${keys.map((key) => `(${key})::text`).join(", ")}] as "_key"
      from ${shape.table} ${ROOT} ${joins} where ${where}${from} order by ${sort} limit ${page.size + 1}`;
    const found = await this.query<{ json: Row & { _key: string[] } }>(asJson(rows), statement.values);
    const totalCount = counts ? await this.count(shape, condition) : undefined;

    const more = found.length > page.size;
    if (more) found.pop();
    if (page.backward) found.reverse();
    const edges = found.map(({ json }) => ({ cursor: encodeCursor(json._key), node: json }));
    return {
      edges,
      pageInfo: {
        hasNextPage: page.backward ? page.from !== undefined : more,
        hasPreviousPage: page.backward ? more : page.from !== undefined,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
      totalCount,
    };
  }

  /** The objects of these ids in one statement, each with all its plain fields: what a DataLoader batches. */
  async byIds(shape: Shape, ids: readonly string[]): Promise<(Row | null)[]> {
    const fields = Object.entries(shape.columns).map(([field, sql]) => `'${field}', ${sql("t")}`);
    const object = `json_build_object('__typename', '${shape.type}', '_id', t.id, ${fields.join(", ")})`;
    const rows = await this.query<{ id: string; o: Row }>(
      `select t.id, ${object} as o from ${shape.table} t where t.id = any($1::uuid[])`,
      [ids],
    );
    const found = new Map(rows.map(({ id, o }) => [id, o]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** Rows of a hand-written statement, prepared under a name the first time. */
  async query<R extends QueryResultRow>(text: string, values: unknown[]): Promise<R[]> {
    let name = this.names.get(text);
    if (!name && this.names.size < NAMED_STATEMENTS_MAX) {
      name = `read_${this.names.size}`;
      this.names.set(text, name);
    }
    const { rows } = await this.pool.query<R>({ name, text, values });
    return rows;
  }

  private async count(shape: Shape, condition: Condition): Promise<number> {
    const statement = new Statement();
    const text = `select count(*)::int as n from ${shape.table} ${ROOT} where ${condition(ROOT, statement)}`;
    const [{ n }] = await this.query<{ n: number }>(text, statement.values);
    return n;
  }
}

/** Each row as one JSON object, by which the database spares this process the work of building it. */
function asJson(rows: string): string {
  return `select row_to_json(t) as json from (${rows}) t`;
}
