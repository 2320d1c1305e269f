import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { change, create, creation, text } from "../harness/content.js";
import { countStatements } from "../harness/statements.js";
import { withProduct } from "../harness/product.js";

const product = withProduct();
let admin: Client;
let founder: Client;

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
});

async function slugsOf(client: Client, filter: object): Promise<string[]> {
  const { questions } = await client.query<{ questions: { edges: { node: { slug: string } }[] } }>(
    `query ($filter: QuestionFilter!) { questions(first: 100, filter: $filter) { edges { node { slug } } } }`,
    { filter },
  );
  return questions.edges.map(({ node }) => node.slug);
}

async function read(slug: string, fields: string, headers?: Record<string, string>): Promise<Record<string, unknown>> {
  const { data } = await founder.send<{ question: Record<string, unknown> }>(
    `query ($slug: String!) { question(slug: $slug) { ${fields} } }`,
    { slug },
    headers,
  );
  return data!.question;
}

describe("the list", () => {
  beforeAll(async () => {
    await create(admin, "Question", "easy-one", { title: text("Filtered 100%"), tags: ["transformer"] });
    await create(admin, "Question", "hard-one", {
      title: text("Filtered once more"),
      difficulty: "HARD",
      kind: "CODING",
      category: "business",
      tags: ["transformer", "deep-learning"],
    });
    await create(admin, "Question", "draft-one", { title: text("Filtered draft"), status: "DRAFT" });
  });

  test.each([
    ["difficulty", { difficulty: "HARD" }, ["hard-one"]],
    ["kind", { kind: "KNOWLEDGE" }, ["easy-one"]],
    ["category", { category: "business" }, ["hard-one"]],
    ["one tag", { tags: ["transformer"] }, ["easy-one", "hard-one"]],
    ["all of several tags", { tags: ["transformer", "deep-learning"] }, ["hard-one"]],
    ["a category that is not there", { category: "nowhere" }, []],
  ])("narrows to %s", async (_name, filter, expected) => {
    expect(await slugsOf(founder, { title: "Filtered", ...filter })).toEqual(expected);
  });

  test("finds a part of the title in either language, whatever its case", async () => {
    expect(await slugsOf(founder, { title: "FILTERED ONCE" })).toEqual(["hard-one"]);
    expect(await slugsOf(founder, { title: "once more（中文" })).toEqual(["hard-one"]);
  });

  test("takes the wildcards of SQL in a title for what they are", async () => {
    expect(await slugsOf(founder, { title: "100%" })).toEqual(["easy-one"]);
    expect(await slugsOf(founder, { title: "Filtered_100" })).toEqual([]);
  });

  test("shows drafts to administrators alone, also when asked for", async () => {
    expect(await slugsOf(founder, { title: "Filtered", status: "DRAFT" })).toEqual([]);
    expect(await slugsOf(admin, { title: "Filtered", status: "DRAFT" })).toEqual(["draft-one"]);
  });
});

describe("a text", () => {
  beforeAll(async () => {
    await create(admin, "Question", "bilingual", { title: { en: "In English", zh: "用中文" } });
  });

  test("comes in both languages", async () => {
    expect(await read("bilingual", "title { zh en }")).toEqual({ title: { zh: "用中文", en: "In English" } });
  });

  test.each([
    ["zh-CN,zh;q=0.9,en;q=0.8", "用中文"],
    ["fr, en;q=0.5, zh;q=0.7", "用中文"],
    ["en-GB", "In English"],
    ["fr", "In English"],
  ])("comes in the language of Accept-Language: %s", async (header, expected) => {
    expect(await read("bilingual", "title { text }", { "accept-language": header })).toEqual({
      title: { text: expected },
    });
  });

  test("comes in the language of the argument, whatever Accept-Language says", async () => {
    expect(await read("bilingual", "title { text(locale: EN) }", { "accept-language": "zh" })).toEqual({
      title: { text: "In English" },
    });
  });
});

describe("editing", () => {
  const answer = (name: string) => ({ short: text(name), explanation: text(`${name}, explained`) });

  test("keeps everything that was said", async () => {
    const said = {
      kind: "CASE",
      difficulty: "MEDIUM",
      keyPoints: [text("First"), text("Second")],
      links: { recipes: ["cnn-image-classification"], businessModels: [], checklistItems: [], talentRoles: [] },
      citations: [{ title: "A book", url: null, reference: "Chapter 1", checkedOn: "2026-11-22" }],
    };
    await create(admin, "Question", "complete", {
      ...said,
      tags: ["transformer", "deep-learning"],
      answers: [answer("One")],
    });
    const fields = `kind difficulty keyPoints { en zh } links { recipes businessModels checklistItems talentRoles }
      citations { title url reference checkedOn } category { slug } tags { slug } answers { short { en } } author { name }`;
    expect(await read("complete", fields)).toEqual({
      ...said,
      category: { slug: "foundations" },
      tags: [{ slug: "transformer" }, { slug: "deep-learning" }],
      answers: [{ short: { en: "One" } }],
      author: { name: "Administrator" },
    });
  });

  test("replaces tags as a whole, in the order given", async () => {
    const { id } = await create(admin, "Question", "retagged", { tags: ["transformer", "deep-learning"] });
    await admin.query(...change("Question", { id, tags: ["computer-vision", "transformer"] }));
    expect(await read("retagged", "tags { slug }")).toEqual({
      tags: [{ slug: "computer-vision" }, { slug: "transformer" }],
    });
  });

  test("keeps the row of an answer that changes, and removes those that are gone", async () => {
    const { id } = await create(admin, "Question", "reanswered", { answers: [answer("One"), answer("Two")] });
    const before = (await read("reanswered", "answers { id }")) as { answers: { id: string }[] };
    await admin.query(...change("Question", { id, answers: [answer("One, better")] }));
    expect(await read("reanswered", "answers { id short { en } }")).toEqual({
      answers: [{ id: before.answers[0].id, short: { en: "One, better" } }],
    });
  });

  test.each([
    ["an unknown category", { category: "nowhere" }, "input.category"],
    ["an unknown tag", { tags: ["transformer", "nothing"] }, "input.tags.1"],
    [
      "a citation without a date",
      { citations: [{ title: "A book", checkedOn: "soon" }] },
      "input.citations.0.checkedOn",
    ],
    ["too many answers", { answers: Array.from({ length: 21 }, () => answer("One")) }, "input.answers"],
  ])("refuses %s naming the field", async (name, changes, field) => {
    const { errors } = await admin.send(...creation("Question", name.replaceAll(" ", "-"), changes));
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
  });

  test("brings back what was archived", async () => {
    const { id } = await create(admin, "Question", "revived", { status: "ARCHIVED" });
    expect(await read("revived", "id")).toBeNull();
    await admin.query(`mutation ($id: ID!) { restoreContent(id: $id) { status } }`, { id });
    expect(await read("revived", "status")).toEqual({ status: "PUBLISHED" });
  });
});

describe("a list inside a question", () => {
  test("answers two aliases with the rows that each asked for", async () => {
    await create(admin, "Question", "aliased", {
      answers: ["One", "Two", "Three"].map((name) => ({ short: text(name), explanation: text(name) })),
    });
    expect(await read("aliased", "best: answers(first: 1) { short { en } } all: answers { short { en } }")).toEqual({
      best: [{ short: { en: "One" } }],
      all: [{ short: { en: "One" } }, { short: { en: "Two" } }, { short: { en: "Three" } }],
    });
  });

  test("is refused beyond its bound, naming the argument", async () => {
    const { errors } = await founder.send(`{ questions { edges { node { answers(first: 21) { id } } } } }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "answers.first" } }]);
  });
});

test("questions with category, tags, answers and authors are one statement however many rows they are", async () => {
  const answers = [1, 2, 3, 4].map((n) => ({ short: text(`Answer ${n}`), explanation: text(`Answer ${n} explained`) }));
  for (let at = 0; at < 12; at++) {
    await create(admin, "Question", `made-${at}`, { title: text(`Nested ${at}`), tags: ["transformer"], answers });
  }
  const nested = `query ($first: Int!) {
    questions(first: $first, filter: { title: "Nested" }) {
      edges { node { id title { text } category { name { en } } tags { slug } answers(first: 3) { short { en } author { name } } } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  type Nested = { questions: { edges: { node: object }[] } };
  let found: Nested | undefined;
  const one = await countStatements(product, () => founder.query(nested, { first: 1 }));
  const ten = await countStatements(product, async () => (found = await founder.query<Nested>(nested, { first: 10 })));
  expect([one, ten]).toEqual([1, 1]);
  expect(found!.questions.edges).toHaveLength(10);
  expect(found!.questions.edges[9].node).toMatchObject({
    title: { text: "Nested 9" },
    tags: [{ slug: "transformer" }],
    answers: [1, 2, 3].map((n) => ({ short: { en: `Answer ${n}` }, author: { name: "Administrator" } })),
  });
});
