import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { create, text } from "../harness/content.js";
import { withProduct } from "../harness/product.js";

const product = withProduct();
let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
  const answers = ["One", "Two", "Three"].map((short) => ({ short: text(short), explanation: text("Long") }));
  await create(await product.admin(), "Question", "repeated", { answers });
});

/** A response's body as it stands on the wire, but for the references of errors, which are new each time. */
async function body(query: string, variables: object): Promise<string> {
  const response = await fetch(`${product.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${founder.accessToken!}` },
    body: JSON.stringify({ query, variables }),
  });
  return `${response.status} ${await response.text()}`;
}

const EVERYTHING = `query ($first: Int!, $few: Int, $authors: Boolean = true) {
  questions(first: $first) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { cursor node { ...shown again: answers(first: $few) { id } } }
  }
  recipes { edges { node { __typename id title { text(locale: zh) } } } }
  viewer { name organisation { slug } }
}
fragment shown on Question {
  __typename id title { en text } tags { slug } links { recipes } citations { checkedOn }
  answers(first: 2) { short { zh } author @include(if: $authors) { name } }
  ... on Node { id }
}`;

test.each([
  ["a query with fragments, aliases, directives and several roots", EVERYTHING, { first: 3, few: 1 }],
  ["a variable of the wrong type", EVERYTHING, { first: "three" }],
  ["a missing variable", EVERYTHING, {}],
  ["an argument out of range within a list", EVERYTHING, { first: 3, few: 99 }],
  ["a page that is too large", EVERYTHING, { first: 1000 }],
  ["an object that is not there", `query ($slug: String!) { question(slug: $slug) { id } }`, { slug: "nowhere" }],
  ["a fault in one of two roots", `{ viewer { name } question(slug: "repeated") { answers(first: 99) { id } } }`, {}],
  ["introspection", `{ __schema { queryType { name fields { name } } } __type(name: "Question") { kind } }`, {}],
])("%s answers the same to the letter however often it comes", async (_name, query, variables) => {
  const first = await body(query, variables);
  for (let time = 0; time < 6; time++) expect(await body(query, variables)).toBe(first);
});

test("a document that comes again with other variables gets what these ask for", async () => {
  const query = `query ($few: Int!, $authors: Boolean!) {
    question(slug: "repeated") { answers(first: $few) { short { en } author @include(if: $authors) { name } } }
  }`;
  for (let time = 0; time < 6; time++) {
    const few = 1 + (time % 3);
    const authors = time % 2 === 0;
    const { question } = await founder.query<{ question: { answers: object[] } }>(query, { few, authors });
    expect(question.answers).toEqual(
      ["One", "Two", "Three"]
        .slice(0, few)
        .map((en) => ({ short: { en }, ...(authors ? { author: { name: "Administrator" } } : {}) })),
    );
  }
});

test("aliases longer than PostgreSQL's names hold each their own rows", async () => {
  const alias = "a".repeat(80);
  const { question } = await founder.query<{ question: Record<string, object[]> }>(
    `{ question(slug: "repeated") { ${alias}1: answers(first: 1) { id } ${alias}2: answers(first: 2) { id } } }`,
  );
  expect([question[`${alias}1`].length, question[`${alias}2`].length]).toEqual([1, 2]);
});
