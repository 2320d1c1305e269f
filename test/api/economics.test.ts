import { beforeAll, describe, expect, test } from "@jest/globals";
import { newId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { createModel, createScenario, modelOf, SEATS } from "../harness/economics.js";
import { withProduct } from "../harness/product.js";

const product = withProduct();

const UPDATE = `mutation ($input: UpdateEconomicModelInput!) { updateEconomicModel(input: $input) { revision name } }`;

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

async function faultOf(input: object): Promise<[string, unknown]> {
  const { errors } = await founder.send(
    `mutation ($input: CreateEconomicModelInput!) { createEconomicModel(input: $input) { __typename } }`,
    { input: { ...SEATS, ...input } },
  );
  return [errors![0].extensions.code, errors![0].extensions.field];
}

describe("an economic model", () => {
  test("begins with its template's standards, and what it is told", async () => {
    const { id, revision } = await createModel(founder);
    expect(revision).toBe(1);
    const { inputs } = await modelOf<{ inputs: { spec: { name: string }; standard: boolean; amount: string }[] }>(
      founder,
      id,
      `inputs { spec { name } standard amount }`,
    );
    const of = (name: string) => inputs.find(({ spec }) => spec.name === name);
    expect(of("seatPrice")).toMatchObject({ standard: false, amount: "30" });
    expect(of("churn")).toMatchObject({ standard: true, amount: "0.04" });
  });

  test("answers with exact series and figures", async () => {
    const growing = { name: "seatPrice", growing: { amount: "30", growth: "0.1" } };
    const inputs = [
      ...SEATS.inputs.slice(0, 2),
      growing,
      { name: "churn", constant: "0" },
      { name: "organicCustomers", constant: "0" },
    ];
    const spends = ["advertising", "sales", "partners"].map((channel) => ({ name: `${channel}Spend`, constant: "0" }));
    const { id } = await createModel(founder, { ...SEATS, months: 3, inputs: [...inputs, ...spends] });
    const { series, figures } = await modelOf<{
      series: { name: string; unit: string; values: string[] }[];
      figures: { name: string; value: string | null }[];
    }>(founder, id, `series(outputs: ["revenue", "cac"]) { name unit values } figures { name value }`);
    expect(series).toEqual([
      { name: "revenue", unit: "money", values: ["12000", "13200", "14520"] },
      { name: "cac", unit: "money/customer", values: [null, null, null] },
    ]);
    expect(figures).toContainEqual({ name: "totalRevenue", value: "39720" });
    expect(figures).toContainEqual({ name: "meanCac", value: null });
  });

  test("says where a number comes from, down to what it was told", async () => {
    const { id } = await createModel(founder);
    const ask = (output: string, month?: number) =>
      modelOf<{
        explain: {
          formula: string | null;
          value: string;
          ingredients: { name: string; month: number; value: string }[];
        };
      }>(
        founder,
        id,
        `explain(output: "${output}"${month ? `, month: ${month}` : ""}) { formula value ingredients { name month value } }`,
      ).then(({ explain }) => explain);
    const revenue = await ask("seatRevenue", 1);
    expect(revenue).toMatchObject({ formula: "seats * seatPrice" });
    expect(revenue.ingredients).toContainEqual({ name: "seatPrice", month: 1, value: "30" });
    const [{ value: seats }] = revenue.ingredients;
    expect(Number(revenue.value)).toBeCloseTo(Number(seats) * 30, 6);
    expect(await ask("seatPrice", 1)).toEqual({ formula: null, value: "30", ingredients: [] });
    expect((await ask("totalRevenue")).ingredients).toEqual([{ name: "revenue", month: null, value: null }]);
  });

  test("keeps its versions and says what each changed; what changes nothing is none", async () => {
    const { id } = await createModel(founder);
    const change = (input: object) => founder.query(UPDATE, { input: { id, ...input } });
    await change({ inputs: [{ name: "seatPrice", constant: "35" }], months: 24 });
    await change({ inputs: [{ name: "seatPrice", constant: "35" }] });
    await change({ reset: ["seatPrice"], name: "Other" });
    const { versions, revision } = await modelOf<{ revision: number; versions: { edges: object[] } }>(
      founder,
      id,
      `revision versions(first: 5) { edges { node { revision changed name author { name } } } }`,
    );
    expect(revision).toBe(3);
    expect(versions.edges).toMatchObject([
      { node: { revision: 3, changed: ["name", "seatPrice"], name: "Other" } },
      { node: { revision: 2, changed: ["months", "seatPrice"], name: "Seats" } },
      { node: { revision: 1, changed: ["openingCustomers", "seatsPerCustomer", "seatPrice"] } },
    ]);
    expect(await founder.codes(UPDATE, { input: { id, months: 6, expectedRevision: 2 } })).toEqual(["CONFLICT"]);
  });

  test("is made once for one idempotency key", async () => {
    const key = newId();
    const [first, again] = [
      await createModel(founder, { ...SEATS, idempotencyKey: key }),
      await createModel(founder, { ...SEATS, idempotencyKey: key }),
    ];
    expect(again.id).toBe(first.id);
    expect(await createModel(founder, { ...SEATS, name: "Other", idempotencyKey: key })).toMatchObject({
      __typename: "IdempotencyConflict",
    });
  });

  test("is gone when it is deleted", async () => {
    const { id } = await createModel(founder);
    await founder.query(`mutation ($id: ID!) { deleteEconomicModel(id: $id) }`, { id });
    expect(await modelOf(founder, id, "id")).toBeNull();
  });

  test("is listed with its business model, a page at a time, and its series are not", async () => {
    for (const name of ["A", "B", "C"])
      await createModel(founder, { ...SEATS, businessModel: "training-education", inputs: [], name });
    const page = `economicModels(businessModel: "training-education", first: 2`;
    const { first } = await founder.query<{
      first: { edges: { node: object }[]; totalCount: number; pageInfo: { endCursor: string } };
    }>(`{ first: ${page}) { edges { node { name scenarios { name } } } totalCount pageInfo { endCursor } } }`);
    expect(first.totalCount).toBe(3);
    expect(first.edges.map(({ node }) => node)).toMatchObject([{ name: "C" }, { name: "B" }]);
    const { next } = await founder.query<{ next: { edges: object[] } }>(
      `{ next: ${page}, after: "${first.pageInfo.endCursor}") { edges { node { name } } } }`,
    );
    expect(next.edges).toEqual([{ node: { name: "A" } }]);
    expect(await founder.codes(`{ economicModels { edges { node { figures { value } } } } }`)).toEqual([
      "NOT_IN_LISTS",
    ]);
  });
});

describe("what a model cannot be told is refused by its field", () => {
  const input = (value: object) => ({ inputs: [{ name: "seatPrice", ...value }] });
  test.each([
    ["a kind of business that there is not", { businessModel: "lottery" }, "input.businessModel"],
    ["an empty name", { name: "  " }, "input.name"],
    ["a name that turns text around", { name: "a\u202eb" }, "input.name"],
    ["a hidden character in a number", input({ constant: "1\u200b0" }), "input.inputs.0.constant"],
    ["NaN", input({ constant: "NaN" }), "input.inputs.0.constant"],
    ["Infinity", input({ constant: "Infinity" }), "input.inputs.0.constant"],
    ["an exponent", input({ constant: "1e400" }), "input.inputs.0.constant"],
    ["a huge number", input({ constant: "9".repeat(18) }), "input.inputs.0"],
    ["a negative price", input({ constant: "-0.01" }), "input.inputs.0"],
    ["Chinese digits", input({ constant: "三十" }), "input.inputs.0.constant"],
    ["two kinds at once", input({ constant: "1", growing: { amount: "1", growth: "0" } }), "input.inputs.0"],
    ["nothing", input({}), "input.inputs.0"],
    [
      "an input twice",
      {
        inputs: [
          { name: "churn", constant: "0" },
          { name: "churn", constant: "0" },
        ],
      },
      "input.inputs.1.name",
    ],
    ["an unknown input", { inputs: [{ name: "luck", constant: "1" }] }, "input.inputs.0.name"],
    ["a thirteenth month", input({ dated: [{ month: "2027-13", amount: "1" }] }), "input.inputs.0.dated.0.month"],
    ["no amount for the first month", input({ dated: [{ month: "2027-02", amount: "1" }] }), "input.inputs.0"],
    [
      "a payment after the end",
      { inputs: [{ name: "funding", single: [{ month: "2040-01", amount: "1" }] }] },
      "input.inputs.0.0.month",
    ],
    ["a currency without a rate", input({ constant: "1", currency: "CNY" }), "input.inputs.0"],
    ["a price in another unit", input({ price: { list: "deepseek-api", item: "input" } }), "input.inputs.0"],
    ["61 months", { months: 61 }, "input.months"],
    ["no months", { months: 0 }, "input.months"],
    ["a rate of zero", { rates: [{ currency: "CNY", month: "2027-01", rate: "0" }] }, "input.rates.0.rate"],
    ["too many inputs", { inputs: Array(201).fill({ name: "churn", constant: "0" }) }, "input.inputs"],
  ])("%s", async (_, change, field) => {
    expect(await faultOf(change)).toEqual(["BAD_USER_INPUT", field]);
  });
});

describe("a scenario", () => {
  test("says what it overrides, and how its figures differ", async () => {
    const { id } = await createModel(founder);
    const scenario = await createScenario(founder, id, "Dearer", [{ name: "seatPrice", constant: "60" }]);
    expect(scenario.overridden).toEqual(["seatPrice"]);
    const { differences } = await modelOf<{ differences: Record<string, string | null>[] }>(
      founder,
      id,
      `differences(scenario: "${scenario.id}") { name base scenario difference }`,
    );
    const revenue = differences.find(({ name }) => name === "totalRevenue")!;
    expect(Number(revenue.scenario)).toBeCloseTo(2 * Number(revenue.base), 6);
    expect(Number(revenue.difference)).toBeCloseTo(Number(revenue.base), 6);
    const { series } = await modelOf<{ series: { values: string[] }[] }>(
      founder,
      id,
      `series(outputs: ["seatPrice"], scenario: "${scenario.id}") { values }`,
    );
    expect(series[0].values[0]).toBe("60");
  });

  test("has a name of its own, and one model has 20 at most", async () => {
    const { id } = await createModel(founder);
    for (let at = 0; at < 20; at++) await createScenario(founder, id, `S${at}`, []);
    expect(await createScenario(founder, id, "one more", [])).toMatchObject({ code: "QUOTA_EXCEEDED" });
    const other = (await createModel(founder)).id;
    await createScenario(founder, other, "same", []);
    await expect(createScenario(founder, other, "same", [])).rejects.toThrow(/BAD_USER_INPUT: input\.name/);
  });

  test("belongs to its model alone", async () => {
    const [one, other] = [(await createModel(founder)).id, (await createModel(founder)).id];
    const { id } = await createScenario(founder, one, "mine", []);
    expect(await founder.codes(`query ($id: ID!) { economicModel(id: $id) { figures(scenario: "${id}") { value } } }`, { id: other })).toEqual(["NOT_FOUND"]); // prettier-ignore
  });
});

describe("what if", () => {
  let id: string;
  beforeAll(async () => {
    ({ id } = await createModel(founder));
  });

  test("one input were another: revenue follows the price", async () => {
    const { sensitivity } = await modelOf<{ sensitivity: { input: string; output: string }[] }>(
      founder,
      id,
      `sensitivity(vary: { input: "seatPrice", from: "15", to: "60", steps: 4 }, output: "revenue", month: 1) { input output }`,
    );
    expect(sensitivity.map(({ input }) => input)).toEqual(["15", "30", "45", "60"]);
    const [half, whole] = sensitivity.map(({ output }) => Number(output));
    expect(whole).toBeCloseTo(2 * half, 6);
  });

  test("two were: the grid's corners are what each pair gives", async () => {
    const { grid } = await modelOf<{ grid: { rows: string[]; columns: string[]; outputs: string[][] } }>(
      founder,
      id,
      `grid: sensitivityGrid(rows: { input: "seatPrice", from: "10", to: "20", steps: 2 },
        columns: { input: "seatsPerCustomer", from: "1", to: "3", steps: 3 }, output: "revenue", month: 1) { rows columns outputs }`,
    );
    const [[a, , c], [d, , f]] = grid.outputs.map((row) => row.map(Number));
    expect([c / a, d / a, f / a]).toEqual([3, 2, 6].map((times) => expect.closeTo(times, 9)));
    expect([grid.rows, grid.columns]).toEqual([
      ["10", "20"],
      ["1", "2", "3"],
    ]);
  });

  test("each moved a little: the tornado begins with what matters most", async () => {
    const { tornado } = await modelOf<{
      tornado: { spec: { name: string }; low: string; high: string; outputAtLow: string; outputAtHigh: string }[];
    }>(founder, id, `tornado(output: "totalRevenue") { spec { name } low high outputAtLow outputAtHigh }`);
    const swings = tornado.map(({ outputAtLow, outputAtHigh }) => Math.abs(Number(outputAtHigh) - Number(outputAtLow)));
    expect(swings).toEqual(swings.toSorted((a, b) => b - a));
    const price = tornado.find(({ spec }) => spec.name === "seatPrice")!;
    expect(price).toMatchObject({ low: "27", high: "33" });
    expect(tornado.map(({ spec }) => spec.name)).not.toContain("aiResearcherSalary");
  });

  test("a goal were to be reached: the price that earns so much, computed exactly", async () => {
    const { goal } = await modelOf<{ goal: { reached: boolean; value: string; outcome: string } }>(
      founder,
      id,
      `goal: goalSeek(goal: { input: "seatPrice", output: "totalOperatingResult", target: "100000" }) { reached value outcome }`,
    );
    expect(goal.reached).toBe(true);
    expect(Number(goal.outcome)).toBeCloseTo(100000, 3);
  });

  test("nothing were to be left over: what cancels out of millions counts as zero", async () => {
    const service = await createModel(founder, { businessModel: "api-service", name: "API", months: 60 });
    const { goal } = await modelOf<{ goal: { reached: boolean; outcome: string } }>(
      founder,
      service.id,
      `goal: goalSeek(goal: { input: "outputPrice", output: "finalCash", target: "0" }) { reached outcome }`,
    );
    expect(goal.reached).toBe(true);
    expect(Math.abs(Number(goal.outcome))).toBeLessThan(0.001);
  });

  test("somebody asked for too much of it at once", async () => {
    const many = Array.from({ length: 21 }, (_, at) => `t${at}: tornado(output: "finalCash") { low }`).join(" ");
    expect(await founder.codes(`query ($id: ID!) { economicModel(id: $id) { ${many} } }`, { id })).toEqual(["QUERY_TOO_COSTLY"]); // prettier-ignore
  });

  test("a goal were out of reach: it says so, and how near it comes", async () => {
    const { goal } = await modelOf<{ goal: { reached: boolean; value: string; outcome: string; to: string } }>(
      founder,
      id,
      `goal: goalSeek(goal: { input: "seatPrice", output: "totalOperatingResult", target: "1000000000000" }) { reached value outcome to }`,
    );
    expect(goal).toMatchObject({ reached: false, value: "300", to: "300" });
    expect(Number(goal.outcome)).toBeLessThan(1e12);
  });

  test("a month were to come that no price brings about: a jump over it is not a way there", async () => {
    const { goal } = await modelOf<{ goal: { reached: boolean } }>(
      founder,
      id,
      `goal: goalSeek(goal: { input: "seatPrice", output: "breakEvenMonth", target: "2.5" }) { reached }`,
    );
    expect(goal.reached).toBe(false);
  });

  test.each([
    [`sensitivity(vary: { input: "luck", from: "1", to: "2" }, output: "totalRevenue") { output }`, "vary.input"],
    [`sensitivity(vary: { input: "churn", from: "0", to: "2" }, output: "totalRevenue") { output }`, "vary.to"],
    [
      `sensitivity(vary: { input: "churn", from: "0", to: "1", steps: 62 }, output: "totalRevenue") { output }`,
      "vary.steps",
    ],
    [`sensitivity(vary: { input: "churn", from: "0", to: "1" }, output: "revenue") { output }`, "month"],
    [`sensitivity(vary: { input: "churn", from: "0", to: "1" }, output: "totalRevenue", month: 1) { output }`, "month"],
    [`tornado(output: "luck") { low }`, "output"],
    [`tornado(output: "totalRevenue", share: 0) { low }`, "share"],
    [`goalSeek(goal: { input: "churn", output: "totalRevenue", target: "much" }) { value }`, "target"],
    [`goalSeek(goal: { input: "churn", output: "totalRevenue", target: "1", from: "0.5", to: "0.4" }) { value }`, "to"],
    [`series(outputs: []) { name }`, "outputs"],
    [`series(outputs: ["totalRevenue"]) { name }`, "outputs.0"],
    [`explain(output: "revenue", month: 13) { value }`, "month"],
  ])("%s is refused by its field", async (selection, field) => {
    const { errors } = await founder.send(`query ($id: ID!) { economicModel(id: $id) { ${selection} } }`, { id });
    expect(errors![0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field });
  });
});

test("templates and price lists are there for everybody who is signed in", async () => {
  const found = await founder.query<{
    economicTemplates: { businessModel: string }[];
    priceLists: object[];
    businessModels: { edges: { node: { slug: string } }[] };
  }>(
    `{ economicTemplates { businessModel inputs { name label { zh en } unit } figures { formula } } priceLists { source items { prices { month amount } } }
       businessModels { edges { node { slug } } } }`,
  );
  const slugs = found.businessModels.edges.map(({ node }) => node.slug);
  expect(found.economicTemplates.map(({ businessModel }) => businessModel).toSorted()).toEqual(slugs.toSorted());
  expect(found.priceLists.length).toBeGreaterThan(0);
});
