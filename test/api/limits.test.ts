import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";

const product = withProduct();
let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

afterEach(async () => {
  const { viewer } = await founder.query<{ viewer: object }>(`{ viewer { email } }`);
  expect(viewer).toEqual({ email: "founder@demo.local" });
});

const nested = (levels: number) => {
  const step = "checklist { items { ";
  return `{ checklists { edges { node { items { ${step.repeat(levels)} slug ${"} } ".repeat(levels)} } } } } }`;
};

/** Each is refused with one error of this code, and the process still answers afterwards (see `afterEach`). */
const refused: [string, string, string][] = [
  ["a query of 10 MB", `{ viewer { id } } #${"x".repeat(10_000_000)}`, "PAYLOAD_TOO_LARGE"],
  ["a query nested 50 deep", nested(25), "QUERY_TOO_DEEP"],
  [
    "a query nested 50 deep through fragments",
    `{ checklists { edges { node { items { ...F0 } } } } }
     ${Array.from({ length: 25 }, (_, at) => `fragment F${at} on ChecklistItem { checklist { items { ${at < 24 ? `...F${at + 1}` : "slug"} } } }`).join("\n")}`,
    "QUERY_TOO_DEEP",
  ],
  [
    "a query with thousands of fields",
    `{ ${Array.from({ length: 300 }, (_, at) => `a${at}: viewer { ...F }`).join(" ")} }
     fragment F on Viewer { id email name role isAdministrator organisation { id slug name } }`,
    "QUERY_TOO_LARGE",
  ],
  [
    "a query that may return too many objects",
    `{ checklists(first: 100) { edges { node { items(first: 100) { citations { framework { slug } } } } } } }`,
    "QUERY_TOO_COSTLY",
  ],
  ["a query that is not GraphQL", `{ viewer { `, "GRAPHQL_PARSE_FAILED"],
  ["a query of too many tokens", `{ ${"a: viewer { id } ".repeat(2_000)} }`, "GRAPHQL_PARSE_FAILED"],
  ["a field that does not exist", `{ viewer { password } }`, "GRAPHQL_VALIDATION_FAILED"],
];

describe("over HTTP", () => {
  test.each(refused)("%s is refused, without a stack trace", async (_name, query, code) => {
    const answer = await founder.send(query);
    expect(answer.errors).toMatchObject([{ extensions: { code } }]);
    expect(answer.data ?? null).toBeNull();
    expect(JSON.stringify(answer)).not.toMatch(/stacktrace|node_modules|\.ts:\d|\.js:\d/);
  });

  test("a body that is not JSON is refused", async () => {
    const response = await fetch(`${product.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: "BAD_REQUEST" } }] },
    ]);
  });

  test("an operation that may be any of several is refused", async () => {
    expect(await founder.codes(`query A { viewer { id } } query B { viewer { id } }`)).toEqual([
      "OPERATION_RESOLUTION_FAILURE",
    ]);
  });

  test("a variable of the wrong type is refused", async () => {
    const query = `query ($first: Int!) { questions(first: $first) { totalCount } }`;
    expect(await founder.codes(query, { first: "many" })).toEqual(["BAD_USER_INPUT"]);
  });

  test("a fault of ours is masked, with a reference instead of its message", async () => {
    const { questions } = product.services;
    const list = questions.bank.list;
    questions.bank.list = () => Promise.reject(new Error("secret of the house"));
    try {
      const answer = await founder.send(`{ questions { totalCount } }`);
      expect(answer.errors).toMatchObject([
        { extensions: { code: "INTERNAL_SERVER_ERROR", reference: expect.any(String) } },
      ]);
      expect(JSON.stringify(answer)).not.toContain("secret of the house");
    } finally {
      questions.bank.list = list;
    }
  });
});

describe("over WebSocket", () => {
  test.each(refused.filter(([, query]) => query.length < 1_000_000))("%s is refused", async (_name, query, code) => {
    const answers = [];
    for await (const answer of founder.subscribe(query)) answers.push(answer);
    expect(answers).toMatchObject([{ errors: [{ extensions: { code } }] }]);
  });
});

test("the price of an operation is shown beside its data", async () => {
  const { extensions } = await founder.send(`{ questions(first: 10) { edges { node { category { slug } } } } }`);
  expect(extensions).toEqual({ cost: { requested: 10 * (1 + 1 + 1 + 1), limit: 20_000 } });
});

test("a list of texts costs as much as one text", async () => {
  const cost = async (field: string) =>
    (await founder.send(`{ businessModel(slug: "api-service") { ${field} { text } } }`)).extensions;
  expect(await cost("risks")).toEqual(await cost("name"));
});
