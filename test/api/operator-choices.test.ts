import { describe, expect, test } from "@jest/globals";
import { withProduct } from "../harness/product.js";

const product = withProduct({ introspection: false, demo: false });

const SCHEMA = "{ __schema { queryType { name } } }";

describe("an operator who keeps the schema to themselves", () => {
  test("has it refused over HTTP", async () => {
    expect(await (await product.admin()).codes(SCHEMA)).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
  });

  test("has it refused over WebSocket", async () => {
    for await (const { errors } of (await product.admin()).subscribe(SCHEMA))
      expect(errors![0].extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  });
});

test("an operator who wants no demo has nobody whose password everybody knows", async () => {
  await expect(product.founder()).rejects.toThrow("wrong");
});
