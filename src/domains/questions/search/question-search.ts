import type { GraphQLResolveInfo } from "graphql";
import { z } from "zod";
import { checkInput } from "../../../kernel/input.js";
import type { Locale } from "../../../kernel/localized.js";
import { encodeCursor, pageOf, type PageArguments } from "../../../kernel/paging.js";
import type { Connection, Reader } from "../../../kernel/read/reader.js";
import { findSelected } from "../../../kernel/read/selection.js";
import { Statement } from "../../../kernel/read/statement.js";
import { querySql, searchQuery } from "../../../kernel/search/search-query.js";
import type { Viewer } from "../../accounts/viewer.js";
import { listedStatuses, publishedTo } from "../../content/content.policy.js";
import type { QuestionCriteria } from "../questions.views.js";
import { questionShape } from "../questions.shapes.js";
import { highlightsOf, SEARCHED_TEXTS, type Highlight, type SearchedTexts } from "./highlights.js";
import { mark } from "./question-index.js";
import { understand, type Correction } from "./question-words.js";

/** A page of what a search finds, the best first. */
export interface SearchPage extends Connection {
  edges: (Connection["edges"][number] & { rank: number; highlights?: Highlight[] })[];
  corrections: Correction[];
}

/** What is searched for, and what the result is narrowed to. */
export interface Search {
  query: string;
  filter: Omit<QuestionCriteria, "title">;
  /** The language of the highlights; both without one. */
  locale?: Locale | null;
}

interface Ranked {
  id: string;
  rank: number;
  key: string;
}

/**
 * So many of those that hold the words in their title, and of those that hold them anywhere, the newest, are ranked; the rest
 * of a search that finds half the bank follows by age. It keeps the worst search from reading every document.
 */
const RANKED_MAX = 500;
const query = z.string().max(500, "must be at most 500 characters long.");
const NOTHING: SearchPage = {
  edges: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: 0,
  corrections: [],
};

/** Full-text search over the bank in both languages at once. */
export class QuestionSearch {
  constructor(private readonly reader: Reader) {}

  /**
   * The questions that hold all the words, those that hold them in title, tags or category first. A text without a word finds
   * nothing; a word that stands nowhere gives way to those a slip of the keys away. Three statements, however many it finds.
   */
  async page(
    viewer: Viewer,
    { query: text, filter, locale }: Search,
    args: Pick<PageArguments, "first" | "after">,
    info: GraphQLResolveInfo,
  ): Promise<SearchPage> {
    const page = pageOf(args, ["float8", "uuid"]);
    const checked = checkInput(query, text, "query");
    const { corrections, replaced, terms } = await understand(this.reader, checked);
    const sought = searchQuery(checked, replaced);
    if (!sought || listedStatuses(viewer, filter.status).length === 0) return NOTHING;

    const statement = new Statement();
    const marked = querySql(sought, statement, marksOf(viewer, filter));
    const ranking = querySql(sought, statement);
    const after = page.from ? page.from.map((part) => statement.value(part)) : undefined;
    const ranked = await this.reader.query<Ranked>(rankSql(marked, ranking, page.size + 1, after), statement.values);
    const more = ranked.length > page.size;
    if (more) ranked.pop();

    const wantsHighlights = findSelected(info, ["edges", "highlights"]).length > 0;
    const found = await this.reader.annotated<SearchedTexts | null>(
      questionShape,
      ranked.map(({ id }) => id),
      { where: publishedTo(viewer), facts: wantsHighlights ? SEARCHED_TEXTS : () => "null::json" },
      info,
      ["edges", "node"],
    );
    const byId = new Map(found.map((row) => [row.id, row]));
    const edges = ranked.flatMap(({ id, rank, key }) => {
      const { row, facts } = byId.get(id) ?? {};
      const highlights = facts ? highlightsOf(facts, terms, locale) : [];
      return row ? [{ cursor: encodeCursor([key, id]), node: row, rank, highlights }] : [];
    });
    const counts = findSelected(info, ["totalCount"]).length > 0;
    return {
      edges,
      pageInfo: {
        hasNextPage: more,
        hasPreviousPage: page.from !== undefined,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
      ...(counts ? { totalCount: await this.count(viewer, sought, filter) } : {}),
      corrections,
    };
  }

  /** The row ids of what a search finds, ranked or not: the oldest `max`, in the order of their creation. */
  async ids(viewer: Viewer, { query: text, filter }: Omit<Search, "locale">, max: number): Promise<string[]> {
    const checked = checkInput(query, text, "input.query");
    const { replaced } = await understand(this.reader, checked);
    const sought = searchQuery(checked, replaced);
    if (!sought) return [];
    const statement = new Statement();
    const marked = querySql(sought, statement, marksOf(viewer, filter));
    const found = `select question_id as id from question_search where question_words(document) @@ (${marked})`;
    const rows = await this.reader.query<{ id: string }>(
      `${found} order by question_id limit ${max}`,
      statement.values,
    );
    return rows.map(({ id }) => id);
  }

  private async count(
    viewer: Viewer,
    sought: NonNullable<ReturnType<typeof searchQuery>>,
    filter: Search["filter"],
  ): Promise<number> {
    const statement = new Statement();
    const marked = querySql(sought, statement, marksOf(viewer, filter));
    const text = `select count(*)::int as n from question_search where question_words(document) @@ (${marked})`;
    const [{ n }] = await this.reader.query<{ n: number }>(text, statement.values);
    return n;
  }
}

/** Others than administrators find published questions alone, and nobody archived ones without asking for them. */
function marksOf(viewer: Viewer, { category, tags, difficulty, kind, status }: Search["filter"]): string[][] {
  return [
    listedStatuses(viewer, status).map(mark.status),
    ...(category == null ? [] : [[mark.category(category)]]),
    ...(tags ?? []).map((tag) => [mark.tag(tag)]),
    ...(difficulty == null ? [] : [[mark.difficulty(difficulty)]]),
    ...(kind == null ? [] : [[mark.kind(kind)]]),
  ];
}

/**
 * Rank: 2 and more in the title, 1 and more anywhere, 0 for what is not ranked; below 1 between them (`32`: r / (r + 1)).
 * What comes later is looked for only when what comes first does not fill the page.
 */
function rankSql(marked: string, ranking: string, size: number, after?: string[]): string {
  const rank = (column: string) => `ts_rank(${column}, ${ranking}, 32)::float8`;
  const holding = (column: string) =>
    `select question_id as id from question_search where question_words(${column}) @@ (${marked})`;
  const page = (found: string) => `select id, rank from (${found}) found
    ${after ? `where (rank, id) < (${after[0]}::float8, ${after[1]}::uuid)` : ""} order by rank desc, id desc limit ${size}`;
  return `
    with in_title as materialized (select id from (${holding("title")} offset 0) s order by id desc limit ${RANKED_MAX}),
    first as materialized (${page(
      `select id, 2 + ${rank("title")} as rank from in_title join question_search on question_id = id`,
    )}),
    anywhere as materialized (
      select id from (${holding("document")} and (select count(*) from first) < ${size} offset 0) s
      order by id desc limit ${RANKED_MAX}
    ),
    second as materialized (${page(
      `select id, 1 + ${rank("document")} as rank from anywhere join question_search on question_id = id
        where id not in (select id from in_title)`,
    )}),
    third as (${page(
      `select id, 0::float8 as rank from (${holding("document")}
        and (select count(*) from first) + (select count(*) from second) < ${size}
        and (select count(*) from anywhere) = ${RANKED_MAX} offset 0) s
      where id < (select id from anywhere order by id limit 1) and id not in (select id from in_title)`,
    )})
    select id, rank, rank::text as key
    from (select * from first union all select * from second union all select * from third) found
    order by rank desc, id desc limit ${size}`;
}
