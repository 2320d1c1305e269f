import { expect, test } from "@jest/globals";
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
  OperationTypeNode,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
} from "graphql";
import { buildApiSchema } from "../../src/schema.js";
import { withProduct } from "../harness/product.js";

const product = withProduct();
const schema = buildApiSchema();

/** What is open to everybody, and why: each of these is how one gets in. */
const OPEN = ["signIn", "refreshSession"];

const fields = Object.values(OperationTypeNode).flatMap((operation) =>
  Object.values(schema.getRootType(operation)!.getFields()).map((field) => ({ operation, field, name: field.name })),
);

/** Short literals of the scalars; of all others a text is one. */
const LITERALS: Record<string, string> = {
  Int: "1",
  Float: "1",
  Boolean: "true",
  JSONObject: "{}",
  Date: '"2026-01-01"',
  DateTime: '"2026-01-01T00:00:00Z"',
};

/** The shortest literal that the schema accepts for a type. */
function literal(input: GraphQLInputType): string {
  const type = getNullableType(input);
  if (isListType(type)) return "[]";
  if (isEnumType(type)) return type.getValues()[0].name;
  if (!isInputObjectType(type)) return LITERALS[type.name] ?? '"x"';
  const required = Object.values(type.getFields()).filter(isRequiredInputField);
  return `{ ${required.map(({ name, type: inner }) => `${name}: ${literal(inner)}`).join(", ")} }`;
}

function document(operation: OperationTypeNode, field: GraphQLField<unknown, unknown>): string {
  const args = field.args.filter(isRequiredArgument).map(({ name, type }) => `${name}: ${literal(type)}`);
  const selection = isLeafType(getNamedType(field.type)) ? "" : "{ __typename }";
  return `${operation} { ${field.name}${args.length > 0 ? `(${args.join(", ")})` : ""} ${selection} }`;
}

/** Takes a file, which only a multipart request can bring: such requests are refused before they are read (datasets.test.ts). */
const WITH_FILE = ["createDataset"];

test.each(fields.filter(({ name }) => ![...OPEN, ...WITH_FILE].includes(name)))(
  "$operation $name is closed to whoever is not signed in",
  async ({ operation, field }) => {
    for await (const { errors } of product.anonymous().subscribe(document(operation, field)))
      expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED", reason: "MISSING_TOKEN" } }]);
  },
);

test("what is open to everybody is what lets one in, and nothing else", async () => {
  const open = fields.filter(({ field }) => field.extensions.public).map(({ name }) => name);
  expect(open.sort()).toEqual([...OPEN].sort());
});
