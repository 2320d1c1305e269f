/**
 * How a GraphQL type is read from tables. A shape lists, for each field, where its value lives; the compiler turns a
 * shape and the fields that a request selects into one JSON statement, so a list costs one statement however deep the
 * selection is. Fields that a shape does not know are left to their resolvers (computed values, DataLoader).
 */
export interface Shape {
  /** Name of the GraphQL type. */
  type: string;
  table: string;
  /** SQL expression of each plain field, over the row's alias. */
  columns: Record<string, (row: string) => string>;
  /** Fields that hold one other object, or null. */
  one?: Record<string, One>;
  /** Fields that hold a bounded list of other objects. */
  many?: Record<string, Many>;
}

export interface One {
  shape: () => Shape;
  /** Condition that joins the child to the parent, e.g. ``child.id = parent.category_id``. */
  on: (parent: string, child: string) => string;
}

export interface Many extends One {
  /** What the list is read from, where that is more than the child's table, e.g. a link table joined with it. */
  from?: (child: string) => string;
  /** Sort of the list, e.g. ``child.position``. */
  order: (child: string, parent: string) => string;
  /** Name of the argument that bounds the list; `max` bounds lists without one. */
  limit?: { argument: string; default: number };
  max: number;
}

/** The `id` field of a type: its global id, built by the database so that no resolver has to run. */
export function idColumn(type: string): (row: string) => string {
  return (row) => `'${type}_' || ${row}.id`;
}

/** `{ updatedAt: updated_at }` and the like: plain fields named after their columns. */
export function plainColumns(...fields: string[]): Record<string, (row: string) => string> {
  return Object.fromEntries(
    fields.map((field) => {
      const column = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return [field, (row: string) => `${row}.${column}`];
    }),
  );
}

/** An instant as RFC 3339 in UTC with milliseconds. */
export function instantColumn(column: string): (row: string) => string {
  return (row) => `to_char(${row}.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
