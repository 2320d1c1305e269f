import { expect, test } from "@jest/globals";
import { buildSchema, getOperationAST, parse } from "graphql";
import { compiledQueries } from "../../src/graphql/compiled-queries.js";

const schema = buildSchema(`type Query { double(of: Int!): Int! fails: Int } type Mutation { double(of: Int!): Int! }`);
const root = { double: ({ of }: { of: number }) => 2 * of, fails: () => Promise.reject(new Error("no")) };
for (const type of [schema.getQueryType()!, schema.getMutationType()!])
  for (const field of Object.values(type.getFields()))
    field.resolve = (_source, args) => root[field.name as keyof typeof root](args as { of: number });

/** Sends one request after another through the plugin: the data that it answered with, or null where it left it to Apollo. */
async function answers(source: string, ...variables: object[]): Promise<unknown[]> {
  const document = parse(source);
  const operation = getOperationAST(document);
  const plugin = compiledQueries();
  const found: unknown[] = [];
  for (const each of variables) {
    const listener = await plugin.requestDidStart!({} as never);
    const request = { schema: schema, document, operation, request: { variables: each } };
    const response = await listener!.responseForOperation!({ ...request, contextValue: {} } as never);
    found.push(response && (response.body as { singleResult: { data: unknown } }).singleResult.data);
  }
  return found;
}

const times = (count: number, variables: object = {}): object[] => Array.from({ length: count }, () => variables);
const DOUBLE = `query ($of: Int!) { double(of: $of) }`;

test("a query is compiled the fourth time it comes, and answers with each request's variables", async () => {
  expect(await answers(DOUBLE, ...times(3, { of: 1 }), { of: 2 }, { of: 3 })).toEqual([
    ...[null, null, null],
    ...[{ double: 4 }, { double: 6 }],
  ]);
});

test("a query that fails is left to graphql-js, for its errors", async () => {
  expect((await answers(`{ double(of: 2) fails }`, ...times(6))).slice(4)).toEqual([null, null]);
});

test("variables of the wrong type are left to graphql-js, for its errors", async () => {
  expect((await answers(DOUBLE, ...times(5, { of: 1 }), { of: "1" })).slice(4)).toEqual([{ double: 2 }, null]);
});

test("a mutation is never compiled, so that it cannot run twice", async () => {
  expect(await answers(`mutation { double(of: 2) }`, ...times(6))).toEqual(times(6).map(() => null));
});

test("a document that has no such operation is left to Apollo", async () => {
  expect(await answers(`query A { fails } query B { fails }`, ...times(6))).toEqual(times(6).map(() => null));
});
