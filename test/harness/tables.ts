import type { Product } from "./product.js";

/** How many rows each of the product's tables holds. */
export async function rowCounts({ services: { pool } }: Product): Promise<Record<string, number>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'groundwork' order by 1`,
  );
  const counted = tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from groundwork.${name}`);
  const { rows } = await pool.query<{ name: string; rows: number }>(counted.join(" union all "));
  return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]));
}
