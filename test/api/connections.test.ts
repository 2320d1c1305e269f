import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { create } from "../harness/content.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";

const product = withProduct();
let founder: Client;

interface Page {
  edges: { cursor: string; node: { slug: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

beforeAll(async () => {
  founder = await product.founder();
  const admin = await product.admin();
  for (let at = 0; at < 4; at++) await create(admin, "Checklist", `paged-${at}`);
});

const lists = [
  ...["questions", "businessModels", "talentRoles", "challengeAreas", "complianceFrameworks"],
  "checklists",
];

describe.each(lists)("%s", (list) => {
  async function page(variables: object): Promise<Page> {
    const { page } = await founder.query<{ page: Page }>(
      `query ($first: Int, $after: String, $last: Int, $before: String) {
        page: ${list}(first: $first, after: $after, last: $last, before: $before) {
          edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }`,
      { ...variables },
    );
    return page;
  }

  const slugsOf = ({ edges }: Page) => edges.map(({ node }) => node.slug);

  test("walking forward by first and after visits every row once, in order", async () => {
    const whole = slugsOf(await page({ first: 100 }));
    const walked: string[] = [];
    let current = await page({ first: 2 });
    expect(current.pageInfo.hasPreviousPage).toBe(false);
    for (;;) {
      walked.push(...slugsOf(current));
      if (!current.pageInfo.hasNextPage) break;
      current = await page({ first: 2, after: current.pageInfo.endCursor });
    }
    expect(walked.length).toBeGreaterThan(3);
    expect(walked).toEqual(whole);
    expect(new Set(walked).size).toBe(walked.length);
  });

  test("walking backward by last and before visits every row once, in order", async () => {
    const whole = slugsOf(await page({ first: 100 }));
    const walked: string[] = [];
    let current = await page({ last: 2 });
    expect(current.pageInfo.hasNextPage).toBe(false);
    for (;;) {
      walked.unshift(...slugsOf(current));
      if (!current.pageInfo.hasPreviousPage) break;
      current = await page({ last: 2, before: current.pageInfo.startCursor });
    }
    expect(walked).toEqual(whole);
  });

  test("totalCount counts all rows, in a statement that is only sent when it is selected", async () => {
    const whole = slugsOf(await page({ first: 100 }));
    let totalCount: number | undefined;
    const counting = await countStatements(product, async () => {
      const answer = await founder.query<{ page: { totalCount: number } }>(
        `{ page: ${list}(first: 1) { totalCount edges { node { slug } } } }`,
      );
      totalCount = answer.page.totalCount;
    });
    const listing = await countStatements(product, () =>
      founder.query(`{ ${list}(first: 1) { edges { node { slug } } } }`),
    );
    expect(totalCount).toBe(whole.length);
    expect([listing, counting]).toEqual([1, 2]);
  });
});

test.each([
  ["first of 0", { first: 0 }, "first"],
  ["first of 101", { first: 101 }, "first"],
  ["last of -1", { last: -1 }, "last"],
  ["first with last", { first: 1, last: 1 }, "last"],
  ["first with before", { first: 1, before: "WyIxIl0" }, "before"],
  ["last with after", { last: 1, after: "WyIxIl0" }, "after"],
  ["a cursor that is none", { after: "nonsense" }, "after"],
  ["a cursor of another connection", { after: Buffer.from('["1","2","3"]').toString("base64url") }, "after"],
  ["a cursor whose key is of no such type", { after: Buffer.from('["1"]').toString("base64url") }, "after"],
])("%s is refused naming the argument", async (_name, variables, field) => {
  const { errors } = await founder.send(
    `query ($first: Int, $after: String, $last: Int, $before: String) {
      questions(first: $first, after: $after, last: $last, before: $before) { edges { cursor } }
    }`,
    variables,
  );
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
});
