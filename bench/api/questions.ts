import { ask } from "../harness/product.js";

/** A GraphQL server under measure, and how it is asked for the same rows as the other. */
export interface Contestant {
  name: string;
  url: string;
  headers: Record<string, string>;
  /** 20 questions with category, tags, the first 3 answers and their authors; `$after` is a cursor. */
  list: string;
  /** One question by `$slug`. */
  one: string;
  /** The rows of an answer, in one form for all contestants. */
  plain(data: object): unknown;
}

const TEXT = "{ en zh }";

export const ours = {
  list: `query ($after: String) { questions(first: 20, after: $after) {
    edges { cursor node {
      id slug kind difficulty title ${TEXT}
      category { id slug name ${TEXT} }
      tags { id slug name ${TEXT} }
      answers(first: 3) { id short ${TEXT} explanation ${TEXT} author { id name } }
    } }
    pageInfo { hasNextPage endCursor }
  } }`,
  one: `query ($slug: String!) { question(slug: $slug) {
    id slug kind difficulty title ${TEXT} keyPoints ${TEXT} category { id slug name ${TEXT} }
  } }`,
  plain: (data: object): unknown =>
    withoutCursors(data, (value) => value.replace(/^[A-Z][A-Za-z]+_(?=[0-9a-f]{8}-)/, "")),
};

/** The nested lists are plain lists, without edges, as ours are; bilingual texts are JSON, without a selection. */
export const postgraphile = {
  list: `query ($after: Cursor) { questions: allQuestions(
      first: 20, after: $after, condition: { status: "PUBLISHED" }, orderBy: [PRIMARY_KEY_ASC]) {
    edges { cursor node {
      id: rowId slug kind difficulty title
      category: questionCategoryByCategoryId { id: rowId slug name }
      tags: questionTagsByQuestionIdList(orderBy: [POSITION_ASC]) { tag: tagByTagId { id: rowId slug name } }
      answers: answersByQuestionIdList(first: 3, orderBy: [POSITION_ASC]) {
        id: rowId short explanation author: userAccountByAuthorId { id: rowId name }
      }
    } }
    pageInfo { hasNextPage endCursor }
  } }`,
  one: `query ($slug: String!) { question: questionBySlug(slug: $slug) {
    id: rowId slug kind difficulty title keyPoints category: questionCategoryByCategoryId { id: rowId slug name }
  } }`,
  plain: (data: object): unknown => withoutCursors(data, (value) => value),
};

/** The bodies of requests for different pages, or different questions: they take turns, so that nothing answers from a memory. */
export async function bodiesOf({ url, headers, list, one }: Contestant): Promise<Record<"list" | "one", object[]>> {
  const pages: object[] = [];
  let after: string | null = null;
  for (let page = 0; page < PAGES; page++) {
    const body: object = { query: list, variables: { after } };
    pages.push(body);
    const { questions } = await ask<{ questions: { pageInfo: { endCursor: string } } }>(url, body, headers);
    after = questions.pageInfo.endCursor;
  }
  const slugs = Array.from({ length: 100 }, (_, index) => `bench-question-${String(1 + index * 37)}`);
  return { list: pages, one: slugs.map((slug) => ({ query: one, variables: { slug } })) };
}
const PAGES = 20;

/** Cursors are opaque and so differ; everything else must be equal. */
function withoutCursors(data: unknown, text: (value: string) => string): unknown {
  return JSON.parse(JSON.stringify(data), (key, value: unknown) => {
    if (key === "cursor" || key === "endCursor") return undefined;
    if (key === "tags") return (value as { tag?: object }[]).map((entry) => entry.tag ?? entry);
    return typeof value === "string" ? text(value) : value;
  });
}
