import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";

const product = withProduct();
let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

interface Reason {
  rule: string;
  holds: boolean | null;
  citations: { framework: string; locator: string }[];
  answers: {
    title: { en: string };
    expected: { en: string; zh: string };
    answer: { en: string } | null;
    holds: boolean | null;
  }[];
}

interface Scoped {
  item: { slug: string };
  applicability: string;
  rules: Reason[];
  missing: { slug: string }[];
}

const SCOPE = `query ($answers: JSONObject!, $applicability: Applicability) {
  complianceScope(answers: $answers, applicability: $applicability) {
    items { item { slug } applicability missing { slug }
      rules { rule holds citations { framework locator } answers { title { en } expected { en zh } answer { en } holds } } }
    openQuestions { slug }
  }
}`;

async function scopeOf(answers: object, applicability?: string): Promise<{ items: Scoped[]; open: string[] }> {
  const { complianceScope } = await founder.query<{
    complianceScope: { items: Scoped[]; openQuestions: { slug: string }[] };
  }>(SCOPE, { answers, applicability });
  return { items: complianceScope.items, open: complianceScope.openQuestions.map(({ slug }) => slug) };
}

/** What is said of one item. */
async function of(slug: string, answers: object): Promise<Scoped> {
  const { items } = await scopeOf(answers);
  return items.find(({ item }) => item.slug === slug)!;
}

const exporting = (people: number, sensitive: number) => ({
  ...{ jurisdictions: ["CN"], "personal-data": true, "data-leaves-china": true },
  ...{ "exported-people": people, "exported-sensitive-people": sensitive },
});

test("the questionnaire is asked in order, each question with what its kind needs", async () => {
  const { scopingQuestions } = await founder.query<{
    scopingQuestions: { slug: string; kind: string; options: { value: string }[]; unit: { zh: string } | null }[];
  }>(`{ scopingQuestions { slug kind title { zh en } help { zh } options { value label { zh } } unit { zh } } }`);
  expect(scopingQuestions.slice(0, 3).map(({ slug }) => slug)).toEqual(["jurisdictions", "roles", "risk-class"]);
  expect(scopingQuestions[0].options.map(({ value }) => value)).toEqual(["EU", "CN", "US"]);
  expect(scopingQuestions.find(({ slug }) => slug === "training-flops")).toMatchObject({
    kind: "NUMBER",
    unit: { zh: "次浮点运算" },
  });
});

describe("an item", () => {
  test("applies by a rule that is shown: the answers in words, and the source", async () => {
    const inventory = await of("cross-border-transfer", { ...exporting(1_000_000, 0), "data-leaves-eu": false });
    expect(inventory).toMatchObject({ applicability: "APPLIES", missing: [] });
    expect(inventory.rules).toHaveLength(1);
    const [{ rule, citations, answers }] = inventory.rules;
    expect(rule).toBe("order-16-assessment");
    expect(citations).toEqual([{ framework: "cn-cac-order-16", locator: "Art. 7" }]);
    expect(answers).toContainEqual({
      title: {
        en: "Of how many people has non-sensitive personal information left China since 1 January of this year?",
      },
      expected: { en: "at least 1,000,000 people", zh: "不少于1,000,000 人" },
      answer: { en: "1,000,000 people" },
      holds: true,
    });
  });

  test("that nothing is known of cannot be told yet, and says which answers are missing", async () => {
    const disclosure = await of("environmental-claims", { jurisdictions: ["EU"] });
    expect(disclosure).toMatchObject({ applicability: "UNDECIDED", missing: [{ slug: "makes-green-claims" }] });
    expect(disclosure.rules).toMatchObject([{ rule: "green-claims-in-the-union", holds: null }]);
  });

  test("does not apply only where the open answers cannot matter", async () => {
    const elsewhere = await of("environmental-claims", { jurisdictions: ["CN", "US"] });
    expect(elsewhere).toMatchObject({ applicability: "DOES_NOT_APPLY", missing: [] });
    expect(elsewhere.rules).toMatchObject([{ rule: "green-claims-in-the-union", holds: false }]);
  });

  test("of good practice applies to everybody", async () => {
    expect(await of("threat-model", {})).toMatchObject({
      applicability: "APPLIES",
      rules: [{ rule: "everyone-security" }],
    });
  });
});

describe("thresholds", () => {
  test.each([
    [99_999, 0, "order-16-exempt"],
    [100_000, 0, "order-16-contract"],
    [999_999, 9_999, "order-16-contract"],
    [0, 1, "order-16-contract"],
    [0, 10_000, "order-16-assessment"],
    [1_000_000, 0, "order-16-assessment"],
  ])("of CAC Order 16 for %d people and %d with sensitive data: %s", async (people, sensitive, rule) => {
    const { rules } = await of("cross-border-transfer", exporting(people, sensitive));
    expect(rules.map((found) => found.rule)).toEqual([rule]);
  });

  test.each([
    [1e25, false],
    [1.1e25, true],
  ])("of systemic risk: %d FLOPs", async (flops, presumed) => {
    const answers = {
      jurisdictions: ["EU"],
      roles: ["PROVIDER"],
      "general-purpose-model": true,
      "training-flops": flops,
    };
    const { rules } = await of("general-purpose-model-duties", answers);
    expect(rules.some(({ rule }) => rule === "systemic-risk")).toBe(presumed);
  });
});

test("open questions are those whose answers would still change something", async () => {
  const asked = (await scopeOf({})).open;
  expect(asked).toContain("jurisdictions");
  const { open } = await scopeOf({
    jurisdictions: ["US"],
    roles: ["DEPLOYER"],
    "personal-data": false,
    "trains-models": false,
  });
  expect(open).toContain("decides-about-people");
  for (const decided of ["data-leaves-eu", "exported-people", "training-flops", "others-content", "roles"])
    expect(open).not.toContain(decided);
});

test("the list narrows to what applies, and is two statements more however many items it has", async () => {
  const { items } = await scopeOf({ jurisdictions: ["CN"] }, "APPLIES");
  expect(items.length).toBeGreaterThan(20);
  expect(new Set(items.map(({ applicability }) => applicability))).toEqual(new Set(["APPLIES"]));
  expect(await countStatements(product, () => scopeOf({ jurisdictions: ["EU", "CN", "US"] }))).toBe(5);
});

describe("an answer that does not fit its question is refused by name", () => {
  test.each([
    ["an unknown question", { colour: "blue" }, "answers.colour"],
    ["no option", { "risk-class": "SAFE" }, "answers.risk-class"],
    ["one where several are asked for", { jurisdictions: "EU" }, "answers.jurisdictions"],
    ["the same twice", { jurisdictions: ["EU", "EU"] }, "answers.jurisdictions"],
    ["a number for yes or no", { "personal-data": 1 }, "answers.personal-data"],
    ["a negative number", { "training-flops": -1 }, "answers.training-flops"],
    ["a number beyond all measure", { "training-flops": 1e300 }, "answers.training-flops"],
    ["a text for a number", { "exported-people": "100000" }, "answers.exported-people"],
    ["an object", { minors: { "==": [1, 1] } }, "answers.minors"],
    ["the engine's own words", { constructor: true }, "answers.constructor"],
  ])("%s", async (_name, answers, field) => {
    const { errors } = await founder.send(SCOPE, { answers });
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: "BAD_USER_INPUT", field }]);
  });
});
