import type { Client } from "pg";

/** Ids of what is found, the best first, at most `limit`. */
export type Peer = (client: Client, query: string, limit: number) => Promise<string[]>;

const ANSWERS =
  "(select string_agg(a.short::text || a.explanation::text, ' ') from answer a where a.question_id = q.id)";

/** PostgreSQL's own full-text search as most begin with it: the configuration `simple`, all texts in one document, ranked. */
export async function prepareSimple(client: Client): Promise<void> {
  await client.query(`create table bench_simple as
    select q.id, setweight(to_tsvector('simple', q.title::text), 'A') ||
      to_tsvector('simple', q.key_points::text || coalesce(${ANSWERS}, '')) as document
    from question q where q.status = 'PUBLISHED'`);
  await client.query("create index on bench_simple using gin (document)");
}

export const bySimpleWords: Peer = async (client, query, limit) => {
  const { rows } = await client.query<{ id: string }>({
    name: "simple",
    text: `select id from bench_simple, plainto_tsquery('simple', $1) query where document @@ query
      order by ts_rank(document, query) desc, id limit $2`,
    values: [query, limit],
  });
  return rows.map(({ id }) => id);
};

/** Every word somewhere in the texts, the newest first. */
export const byPattern: Peer = async (client, query, limit) => {
  const words = query.split(" ").map((word) => `%${word}%`);
  const holds = (_: string, at: number) =>
    `(q.title::text ilike $${String(at + 2)} or q.key_points::text ilike $${String(at + 2)} or exists (select from answer a
      where a.question_id = q.id and (a.short::text ilike $${String(at + 2)} or a.explanation::text ilike $${String(at + 2)})))`;
  const { rows } = await client.query<{ id: string }>(
    `select q.id from question q where q.status = 'PUBLISHED' and ${words.map(holds).join(" and ")} order by q.id desc limit $1`,
    [limit, ...words],
  );
  return rows.map(({ id }) => id);
};
