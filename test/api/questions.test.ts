import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { countStatements } from "../harness/statements.js";
import { withProduct } from "../harness/product.js";

const product = withProduct();
let admin: Client;
let founder: Client;

const text = (en: string) => ({ en, zh: `${en}（中文）` });

async function createQuestion(slug: string, changes: object = {}): Promise<{ id: string; revision: number }> {
  const { createQuestion } = await admin.query<{ createQuestion: { id: string; revision: number } }>(
    `mutation ($input: CreateQuestionInput!) { createQuestion(input: $input) { id revision } }`,
    {
      input: {
        slug,
        category: "foundations",
        difficulty: "EASY",
        status: "PUBLISHED",
        title: text(`What is ${slug}?`),
        answers: [1, 2, 3, 4].map((n) => ({
          short: text(`${slug} ${n}`),
          explanation: text(`${slug} ${n} explained`),
        })),
        ...changes,
      },
    },
  );
  return createQuestion;
}

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
});

const NESTED = `query ($first: Int!) {
  questions(first: $first, filter: { title: "What is made" }) {
    edges { node { id title { text } category { name { en } } tags { slug } answers(first: 3) { short { zh } author { name } } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

test("the nested list of questions costs the same number of statements however many rows it returns", async () => {
  for (let at = 0; at < 12; at++) await createQuestion(`made-${at}`, { tags: ["transformer"] });
  await founder.query(NESTED, { first: 1 });
  const one = await countStatements(product, () => founder.query(NESTED, { first: 1 }));
  const ten = await countStatements(product, () => founder.query(NESTED, { first: 10 }));
  expect(one).toBe(1);
  expect(ten).toBe(one);
  const { questions } = await founder.query<{
    questions: { edges: { node: { answers: unknown[]; tags: object[] } }[] };
  }>(NESTED, { first: 10 });
  expect(questions.edges).toHaveLength(10);
  expect(questions.edges[9].node).toMatchObject({
    title: { text: "What is made-9?" },
    tags: [{ slug: "transformer" }],
    answers: [1, 2, 3].map((n) => ({ short: { zh: `made-9 ${n}（中文）` }, author: { name: "Administrator" } })),
  });
});
