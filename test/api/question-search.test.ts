import { beforeAll, describe, expect, test } from "@jest/globals";
import { seed } from "../../seeds/main.js";
import type { Client } from "../harness/client.js";
import { archival, change, create, text } from "../harness/content.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";

const product = withProduct();
let admin: Client;
let founder: Client;

interface Page {
  edges: {
    cursor: string;
    rank: number;
    node: { slug: string };
    highlights: { field: string; locale: string; parts: { text: string; match: boolean }[] }[];
  }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  totalCount: number;
  corrections: { word: string; replacements: string[] }[];
}

const SEARCH = `query ($query: String!, $filter: QuestionSearchFilter, $first: Int, $after: String, $locale: Locale) {
  searchQuestions(query: $query, filter: $filter, first: $first, after: $after, locale: $locale) {
    edges { cursor rank node { slug } highlights { field locale parts { text match } } }
    pageInfo { hasNextPage hasPreviousPage endCursor } totalCount corrections { word replacements }
  }
}`;

async function search(query: string, variables: object = {}, client = founder): Promise<Page> {
  return (await client.query<{ searchQuestions: Page }>(SEARCH, { query, first: 100, ...variables })).searchQuestions;
}
const slugs = async (query: string, variables: object = {}, client = founder) =>
  (await search(query, variables, client)).edges.map(({ node }) => node.slug);

/** Snippets with what was found in brackets. */
const shown = ({ edges }: Page) =>
  edges.map(({ highlights }) =>
    highlights.map(({ parts }) => parts.map(({ text, match }) => (match ? `[${text}]` : text)).join("")),
  );

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
  const answer = (en: string, zh: string) => ({
    short: { en, zh },
    explanation: { en: `${en} Indeed.`, zh: `${zh}的确如此。` },
  });
  await create(admin, "Question", "penguin-title", {
    title: { en: "Which quantised penguins swim?", zh: "哪些量化企鹅会游泳？" },
    tags: ["compression"],
    difficulty: "HARD",
  });
  await create(admin, "Question", "penguin-answer", {
    title: { en: "Which birds swim?", zh: "哪些鸟会游泳？" },
    kind: "CODING",
    category: "business",
    keyPoints: [{ en: "Wings as flippers", zh: "以翅为鳍" }],
    answers: [answer("A penguin swims, whatever its marshmallow weighs.", "企鹅会游泳，与棉花糖的重量无关。")],
  });
  await create(admin, "Question", "penguin-draft", { title: text("Penguins in a draft"), status: "DRAFT" });
});

describe("a search", () => {
  test.each([
    ["企鹅", ["penguin-title", "penguin-answer"], "a Chinese word of two characters, in the title first"],
    ["棉花糖", ["penguin-answer"], "a word of an answer"],
    ["量化企鹅游泳", ["penguin-title"], "Chinese words written together, though a character stands between"],
    ["鳍", ["penguin-answer"], "a single character that ends a text"],
    ["糖", ["penguin-answer"], "a single character within a word"],
    ["penguin", ["penguin-title", "penguin-answer"], "an English word by its stem"],
    ["swimming penguins", ["penguin-title", "penguin-answer"], "other forms of words"],
    ["PENGUIN marsh", ["penguin-answer"], "the last word by its beginning"],
    ["flippers 企鹅", ["penguin-answer"], "words of both languages in one question"],
    ["penguin compression", ["penguin-title"], "a tag"],
    ["penguin 模型压缩", ["penguin-title"], "a tag by its Chinese name"],
    ["ｐｅｎｇｕｉｎ 棉花", ["penguin-answer"], "full-width letters"],
    ["pen\u200bguin 棉\u200b花", ["penguin-answer"], "words with zero-width spaces in them"],
    ["\u202epenguin\u202c 棉花", ["penguin-answer"], "words within marks of direction"],
    ["penguin' | !(:*\\ marshmallow", ["penguin-answer"], "words among operators and quotes"],
    ["penguin cathedral", [], "nothing where one of the words is nowhere"],
  ])("for %j finds %j: %s", async (query, expected) => {
    expect(await slugs(query)).toEqual(expected);
  });

  test.each([
    ["", "nothing"],
    [" \u200b\u200f\u2060 ", "what nobody sees"],
    ["'|&!<->():*\\", "operators"],
    ["😀 — …", "signs"],
  ])("for %j finds an empty page: %s", async (query) => {
    expect(await search(query)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: null },
      totalCount: 0,
      corrections: [],
    });
  });

  test("for words that stand everywhere finds all that hold them", async () => {
    const { totalCount, edges } = await search("is the of");
    expect(totalCount).toBeGreaterThan(20);
    expect(edges).toHaveLength(totalCount);
  });

  test("of more than 500 characters is refused naming the field, however long it is", async () => {
    for (const query of ["x".repeat(501), "学".repeat(200_000)]) {
      const { errors } = await founder.send(SEARCH, { query });
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "query" } }]);
    }
  });

  test.each([
    ["a page of none", { first: 0 }, "first"],
    ["a page of too many", { first: 101 }, "first"],
    ["a cursor of something else", { after: "bm9uZQ" }, "after"],
  ])("refuses %s naming the field", async (_name, variables, field) => {
    const { errors } = await founder.send(SEARCH, { query: "penguin", ...variables });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
  });
});

describe("a slip of the keys", () => {
  test.each([
    ["pengiun", ["penguin", "penguins"]],
    ["pnguins", ["penguins"]],
    ["marshmalow", ["marshmallow"]],
    ["mrashmalow", ["marshmallow"]],
  ])("in %s is taken for %j, and said", async (word, replacements) => {
    const { edges, corrections } = await search(`${word} 企鹅`);
    expect(edges.map(({ node }) => node.slug)).toContain("penguin-answer");
    expect(corrections).toEqual([{ word, replacements: expect.arrayContaining([replacements[0]]) }]);
  });

  test("is not looked for in a word that stands in the bank, or that one begins with", async () => {
    expect((await search("penguins marshm")).corrections).toEqual([]);
    expect((await search("swim")).corrections).toEqual([]);
  });

  test("is not looked for in short words and in what is like nothing", async () => {
    expect(await search("zq")).toMatchObject({ corrections: [], edges: [] });
    expect(await search("xylophonist")).toMatchObject({ corrections: [], edges: [] });
  });
});

describe("a filter", () => {
  test.each([
    ["difficulty", { difficulty: "HARD" }, ["penguin-title"]],
    ["kind", { kind: "CODING" }, ["penguin-answer"]],
    ["category", { category: "foundations" }, ["penguin-title"]],
    ["tags", { tags: ["compression"] }, ["penguin-title"]],
    ["a tag that no question has", { tags: ["compression", "' | 'x"] }, []],
    ["status", { status: "DRAFT" }, []],
  ])("narrows to %s", async (_name, filter, expected) => {
    expect(await slugs("penguin", { filter })).toEqual(expected);
  });

  test("shows drafts to administrators alone, and narrows to them", async () => {
    expect(await slugs("penguin", {}, admin)).toContain("penguin-draft");
    expect(await slugs("penguin", { filter: { status: "DRAFT" } }, admin)).toEqual(["penguin-draft"]);
  });
});

describe("highlights", () => {
  test("mark what was found, in both languages, the weightiest text first", async () => {
    const { edges } = await search("penguin 游泳");
    expect(shown({ edges } as Page)).toEqual([
      ["哪些量化企鹅会[游泳]？", "Which quantised [penguins] swim?"],
      ["哪些鸟会[游泳]？", "企鹅会[游泳]，与棉花糖的重量无关。", "A [penguin] swims, whatever its marshmallow weighs."],
    ]);
    expect(edges[1].highlights.map(({ field, locale }) => [field, locale])).toEqual([
      ["TITLE", "ZH"],
      ["SHORT_ANSWER", "ZH"],
      ["SHORT_ANSWER", "EN"],
    ]);
  });

  test("come in one language where one is asked for", async () => {
    const { edges } = await search("penguin", { locale: "EN", filter: { difficulty: "HARD" } });
    expect(edges[0].highlights.map(({ locale }) => locale)).toEqual(["EN"]);
  });

  test("mark the word that a slip of the keys was taken for", async () => {
    expect(shown(await search("marshmalow", { locale: "EN" }))).toEqual([
      [
        "A penguin swims, whatever its [marshmallow] weighs.",
        "A penguin swims, whatever its [marshmallow] weighs. Indeed.",
      ],
    ]);
  });
});

describe("pages", () => {
  test("one after the other are the whole, each question once, the best first", async () => {
    const whole = await search("model");
    expect(whole.edges.length).toBeGreaterThan(10);
    expect(whole.totalCount).toBe(whole.edges.length);
    const ranks = whole.edges.map(({ rank }) => rank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const { edges, pageInfo }: Page = await search("model", { first: 7, after });
      paged.push(...edges.map(({ node }) => node.slug));
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(paged).toEqual(whole.edges.map(({ node }) => node.slug));
  });

  test("hold everything also of a search that finds more than is ranked", async () => {
    await product.services.pool.query(`
      insert into question (id, slug, category_id, kind, difficulty, status, title)
      select gen_random_uuid(), 'swarm-' || n, (select id from question_category order by slug limit 1), 'KNOWLEDGE', 'EASY', 'PUBLISHED',
        jsonb_build_object('en', case when n % 400 = 0 then 'A zygomorphic title' else 'Number ' || n end, 'zh', '之' || n)
      from generate_series(1, 1300) n`);
    await product.services.pool.query(`
      insert into answer (id, question_id, position, short, explanation)
      select gen_random_uuid(), id, 0, '{"en": "zygomorphic", "zh": "对称"}', '{"en": "Yes", "zh": "是"}' from question where slug like 'swarm-%'`);
    await seed(product.config, product.config.databaseUrl);
    const found: string[] = [];
    const ranks: number[] = [];
    let after: string | null = null;
    do {
      const { edges, pageInfo }: Page = await search("zygomorphic", { after });
      found.push(...edges.map(({ node }) => node.slug));
      ranks.push(...edges.map(({ rank }) => rank));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(new Set(found).size).toBe(1300);
    expect(found).toHaveLength(1300);
    expect(ranks.slice(0, 3).every((rank) => rank > 2)).toBe(true);
    expect(ranks.at(-1)).toBe(0);
    await product.services.pool.query(`delete from question where slug like 'swarm-%'`);
  });
});

describe("the index", () => {
  test("follows a change at once, and no longer has what was", async () => {
    const { id } = await create(admin, "Question", "moving", { title: text("Quokka"), tags: ["hardware"] });
    expect(await slugs("quokka")).toEqual(["moving"]);
    await admin.query(...change("Question", { id, title: text("Numbat"), tags: ["privacy"], difficulty: "MEDIUM" }));
    expect([await slugs("quokka"), await slugs("numbat privacy", { filter: { difficulty: "MEDIUM" } })]).toEqual([
      [],
      ["moving"],
    ]);
    await admin.query(...archival("Question", id));
    expect([await slugs("numbat"), await slugs("numbat", {}, admin)]).toEqual([[], []]);
  });

  test("is filled for questions that were there before it", async () => {
    await product.services.pool.query("delete from question_search");
    expect(await slugs("penguin")).toEqual([]);
    await seed(product.config, product.config.databaseUrl);
    expect(await slugs("penguin")).toEqual(["penguin-title", "penguin-answer"]);
  });
});

test("a page is three statements, however many questions it has", async () => {
  const of = (first: number) =>
    countStatements(product, () => founder.query(SEARCH.replace("totalCount", ""), { query: "model", first }));
  expect([await of(1), await of(20)]).toEqual([3, 3]);
});
