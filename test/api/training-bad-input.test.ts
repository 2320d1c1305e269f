import { beforeAll, describe, expect, test } from "@jest/globals";
import { SignJWT } from "jose";
import { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { EVENTS, firstAnswer, launch, SMALL } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct();

let founder: Client;
let stranger: Client;

beforeAll(async () => {
  founder = await product.founder();
  stranger = await seedStranger(product);
});

async function runCount(): Promise<number> {
  const { trainingRuns } = await founder.query<{ trainingRuns: { totalCount: number } }>(
    `{ trainingRuns { totalCount } }`,
  );
  return trainingRuns.totalCount;
}

describe("a launch that asks for what there is not", () => {
  test.each([
    ["an unknown recipe", { ...SMALL, recipe: "crystal-ball" }, "recipe", "UNKNOWN_RECIPE"],
    ["an unknown data set", { ...SMALL, dataset: "imagenet" }, "dataset", "UNKNOWN_DATASET"],
    ["a parameter out of range", { ...SMALL, parameters: { epochs: 0 } }, "parameters.epochs", "OUT_OF_RANGE"],
    ["a parameter of the wrong type", { ...SMALL, parameters: { epochs: "five" } }, "parameters.epochs", "WRONG_TYPE"],
    ["an unknown choice", { ...SMALL, parameters: { variant: "huge" } }, "parameters.variant", "OUT_OF_RANGE"],
    ["an unknown parameter", { ...SMALL, parameters: { epoch: 5 } }, "parameters.epoch", "UNKNOWN_PARAMETER"],
    [
      "a constructor for a parameter",
      { ...SMALL, parameters: { constructor: {} } },
      "parameters.constructor",
      "UNKNOWN_PARAMETER",
    ],
    ["a negative seed", { ...SMALL, seed: -1 }, "seed", "OUT_OF_RANGE"],
    ["an endless name", { ...SMALL, name: "x".repeat(1000) }, "name", "OUT_OF_RANGE"],
  ])("such as %s is refused by its field, and queues nothing", async (_what, input, field, code) => {
    const before = await runCount();
    expect(await launch(founder, input)).toMatchObject({
      __typename: "InvalidParameters",
      code: "INVALID_PARAMETERS",
      errors: [{ field, code, message: expect.any(String) }],
    });
    expect(await runCount()).toBe(before);
    expect(await product.services.jobs.waiting("training")).toHaveLength(before);
  });

  test("names every faulty field at once", async () => {
    const refused = await launch(founder, { ...SMALL, seed: -1, parameters: { epochs: 1.5, learningRate: 7 } });
    expect(refused.errors!.map(({ field }) => field)).toEqual(["parameters.epochs", "parameters.learningRate", "seed"]);
  });

  test("such as a seed beyond 32 bits is refused by the schema", async () => {
    expect(
      await founder.codes(`mutation { launchTrainingRun(input: { recipe: "x", seed: 3000000000 }) { __typename } }`),
    ).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
  });
});

describe("an idempotency key", () => {
  test("makes two equal launches one run, also when both come at once", async () => {
    const input = { ...SMALL, idempotencyKey: "one and the same" };
    const queued = await product.services.jobs.waiting("training");
    const launched = await Promise.all([launch(founder, input), launch(founder, input), launch(founder, input)]);
    expect(new Set(launched.map(({ id }) => id)).size).toBe(1);
    expect((await launch(founder, input)).id).toBe(launched[0].id);
    expect(await product.services.jobs.waiting("training")).toEqual([...queued, "train-run"]);
  });

  test("is refused for another input", async () => {
    await launch(founder, { ...SMALL, idempotencyKey: "twice" });
    expect(await launch(founder, { ...SMALL, seed: 1, idempotencyKey: "twice" })).toMatchObject({
      __typename: "IdempotencyConflict",
      code: "IDEMPOTENCY_CONFLICT",
    });
  });

  test("of another organisation is another key", async () => {
    const mine = await launch(founder, { ...SMALL, idempotencyKey: "shared" });
    const theirs = await launch(stranger, { ...SMALL, idempotencyKey: "shared" });
    expect(theirs).toMatchObject({ __typename: "TrainingRun" });
    expect(theirs.id).not.toBe(mine.id);
  });
});

test("an organisation at its quota is refused another run, which queues nothing", async () => {
  const limited = await seedStranger(product, { maxActiveRuns: 1 });
  expect(await launch(limited)).toMatchObject({ __typename: "TrainingRun", status: "QUEUED" });
  expect(await launch(limited)).toMatchObject({ __typename: "QuotaExceeded", code: "QUOTA_EXCEEDED" });
  const { trainingRuns } = await limited.query<{ trainingRuns: object }>(`{ trainingRuns { totalCount } }`);
  expect(trainingRuns).toEqual({ totalCount: 1 });
});

describe("another organisation's run", () => {
  let runId: string;
  beforeAll(async () => {
    runId = (await launch(founder)).id;
  });

  test("is not there by id, by node, in lists or by its name", async () => {
    const found = await stranger.query(
      `query ($id: ID!) { trainingRun(id: $id) { id } node(id: $id) { id } trainingRuns(filter: { name: "cnn" }) { edges { node { id } } } }`,
      { id: runId },
    );
    expect(found).toEqual({ trainingRun: null, node: null, trainingRuns: expect.anything() });
    expect(JSON.stringify(found)).not.toContain(runId);
  });

  test("cannot be cancelled: it does not exist", async () => {
    const cancel = `mutation ($id: ID!) { cancelTrainingRun(id: $id) { status } }`;
    expect(await stranger.codes(cancel, { id: runId })).toEqual(["NOT_FOUND"]);
    const { trainingRun } = await founder.query<{ trainingRun: object }>(
      `query ($id: ID!) { trainingRun(id: $id) { status } }`,
      { id: runId },
    );
    expect(trainingRun).toEqual({ status: "QUEUED" });
  });

  test("cannot be followed: it does not exist", async () => {
    expect((await firstAnswer(stranger, { runId })).errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
  });
});

describe("a subscription", () => {
  test("to a run that does not exist says so", async () => {
    const runId = "TrainingRun_01937c1e-0000-7000-8000-000000000000";
    expect((await firstAnswer(founder, { runId })).errors).toMatchObject([
      { extensions: { code: "NOT_FOUND", id: runId } },
    ]);
  });

  test.each(["", "nonsense", "Question_01937c1e-0000-7000-8000-000000000000", "TrainingRun_1"])(
    "to %p, which is no run's id, says so",
    async (runId) => {
      expect((await firstAnswer(founder, { runId })).errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
    },
  );

  test.each([1000, -1])("after %p, which the run has not reached, says how far it may go", async (after) => {
    const { id: runId } = await launch(founder);
    const { errors } = await firstAnswer(founder, { runId, after });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "after" } }]);
    expect(errors![0].message).toContain("from 0 to 1");
  });

  test("without a token is refused, with the reason", async () => {
    const answer = await firstAnswer(product.anonymous(), { runId: "TrainingRun_1" });
    expect(answer.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED", reason: "MISSING_TOKEN" } }]);
  });

  test("with an expired token is refused, with the reason", async () => {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer("groundwork")
      .setSubject("01937c1e-0000-7000-8000-000000000000")
      .setExpirationTime(new Date(Date.now() - 1000))
      .sign(new TextEncoder().encode(product.config.secret));
    const answer = await firstAnswer(new Client(product.url, token), { runId: "TrainingRun_1" });
    expect(answer.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED", reason: "EXPIRED_TOKEN" } }]);
  });

  test("nested too deep is refused before it runs", async () => {
    const deep = `subscription { trainingRunEvents(runId: "x") ${"{ a".repeat(50)} ${"}".repeat(50)} }`;
    for await (const { errors } of founder.subscribe(deep))
      expect(errors!.map(({ extensions }) => extensions.code)).toContain("QUERY_TOO_DEEP");
  });

  test("over server-sent events gives the same errors", async () => {
    const response = await fetch(`${product.url}/graphql/stream`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        authorization: `Bearer ${founder.accessToken}`,
      },
      body: JSON.stringify({ query: EVENTS, variables: { runId: "nonsense" } }),
    });
    const text = await response.text();
    expect(text).toContain(`"code":"NOT_FOUND"`);
    expect(text).not.toMatch(/stack|\.ts:|\.js:/);
  });
});

test("a series asked for inside a list is refused before anything is read", async () => {
  const query = `{ trainingRuns { edges { node { metric(name: "loss") { points { value } } } } } }`;
  expect(await founder.codes(query)).toEqual(["NOT_IN_LISTS"]);
});

test("a series of too many points is refused by its argument", async () => {
  const { id } = await launch(founder);
  const { errors } = await founder.send(
    `query ($id: ID!) { trainingRun(id: $id) { metric(name: "loss", maxPoints: 1000000) { name } } }`,
    { id },
  );
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "maxPoints" } }]);
});

test.each([
  [
    "a variable",
    `mutation ($name: String!) { launchTrainingRun(input: { recipe: "${SMALL.recipe}", name: $name }) { __typename } }`,
  ],
  [
    "the query",
    `mutation { launchTrainingRun(input: { recipe: "${SMALL.recipe}", name: "nul\\u0000" }) { __typename } }`,
  ],
])("a text in %s that no database stores is refused for what it is", async (_where, query) => {
  const variables = query.includes("$name") ? { name: "nul\u0000" } : undefined;
  const { errors } = await founder.send(query, variables);
  expect(errors).toMatchObject([
    { extensions: { code: "BAD_USER_INPUT" }, message: expect.stringContaining("U+0000") },
  ]);
  const found = await founder.query(`{ trainingRuns(filter: { name: "nul" }) { totalCount } }`);
  expect(found).toEqual({ trainingRuns: { totalCount: 0 } });
});
