import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { InvalidPacks } from "../../seeds/faults.js";
import { loadPacks } from "../../seeds/load.js";

const CONTENT = join(import.meta.dirname, "../../seeds/content");

const CHECKLIST = "checklists/data-protection.yaml";
const GDPR = "frameworks/gdpr.yaml";
const QUESTION = "questions/generalisation.md";
const CODING = "questions/code-play-pong.md";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "packs-"));
  await cp(CONTENT, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** Replaces the first `from` in a file of the copy, and returns the line on which the replacement begins. */
async function change(file: string, from: string, to: string): Promise<number> {
  const text = await readFile(join(folder, file), "utf8");
  const at = text.indexOf(from);
  if (at < 0) throw new Error(`${file} does not contain ${from}`);
  await writeFile(join(folder, file), text.slice(0, at) + to + text.slice(at + from.length));
  return text.slice(0, at).split("\n").length;
}

/** The faults of the copy, as `file:line message`. */
async function faults(): Promise<string[]> {
  const error: unknown = await loadPacks(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InvalidPacks)) throw new Error(`expected InvalidPacks, got ${String(error)}`);
  for (const { file, line } of error.faults) expect(error.message).toContain(`${file}:${line}:`);
  return error.faults.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

test("the packs hold what the catalogue counts", async () => {
  const packs = await loadPacks(CONTENT);
  expect(packs.businessModels).toHaveLength(8);
  expect(packs.talentRoles).toHaveLength(6);
  expect(packs.challengeAreas).toHaveLength(5);
  expect(packs.questions.filter(({ kind }) => kind === "KNOWLEDGE")).toHaveLength(27);
  expect(packs.questions.filter(({ kind }) => kind === "CODING")).toHaveLength(16);
  expect(packs.checklists.map(({ slug }) => slug)).toEqual([
    "algorithm-transparency",
    "data-protection",
    "energy-and-environment",
    "ethics-review",
    "fairness",
    "intellectual-property",
    "model-and-data-security",
    "regulatory-compliance",
  ]);
  expect(packs.frameworks).toHaveLength(22);
});

test("a question joins its front matter with the sections of its body", async () => {
  const { questions } = await loadPacks(CONTENT);
  const metrics = questions.find(({ slug }) => slug === "evaluation-metrics");
  expect(metrics).toMatchObject({
    category: "evaluation",
    difficulty: "MEDIUM",
    title: { zh: "如何衡量模型的质量？" },
  });
  expect(metrics?.shortAnswer.en).toMatch(/^For classification: accuracy .* results per class\.$/);
  expect(metrics?.explanation.zh).toMatch(/^一切从\*\*混淆矩阵\*\*开始/);
});

test("every explanation of a knowledge question is a page, in both languages", async () => {
  const { questions } = await loadPacks(CONTENT);
  for (const { explanation } of questions.filter(({ kind }) => kind === "KNOWLEDGE")) {
    expect(explanation.en.split(/\s+/).length).toBeGreaterThanOrEqual(250);
    expect(explanation.en.split(/\s+/).length).toBeLessThanOrEqual(500);
    expect(explanation.zh.match(/\p{Script=Han}/gu)?.length).toBeGreaterThanOrEqual(400);
  }
});

test("a citation is open-ended and unamended unless it says otherwise", async () => {
  const { checklists } = await loadPacks(CONTENT);
  const dataProtection = checklists.find(({ slug }) => slug === "data-protection")!;
  const citations = dataProtection.items.flatMap((item) => item.citations);
  expect(citations.find(({ locator }) => locator === "Art. 35")).toMatchObject({ effectiveTo: null, amendedBy: [] });
  expect(citations.find(({ locator }) => locator === "Art. 27")).toMatchObject({
    effectiveFrom: "2027-12-02",
    amendedBy: ["Regulation (EU) 2026/1744"],
  });
});

test("one error lists the faults of every file, each with its line", async () => {
  const roles = "talent-roles.yaml";
  const api = "business-models/api-service.yaml";
  const metrics = "questions/evaluation-metrics.md";
  const gdpr = "frameworks/gdpr.yaml";
  const noChinese = await change(roles, "name: { en: Data scientist, zh: 数据科学家 }", "name: { en: Data scientist }");
  const wrongType = await change(api, "talentRoles: [software-engineer,", "talentRoles: [7,");
  const noRecipe = await change(metrics, "recipes: [cnn-image-classification", "recipes: [alchemy");
  const badYaml = await change(gdpr, "jurisdiction: EU", "jurisdiction: EU: CN");
  expect(await faults()).toEqual([
    `${api}:${wrongType} talentRoles[0]: expected string, received number`,
    expect.stringMatching(new RegExp(`^${gdpr}:${badYaml} is not valid YAML: `)),
    `${metrics}:${noRecipe} links.recipes[0]: no recipe is called "alchemy"`,
    `${roles}:${noChinese} name.zh: missing, expected string`,
  ]);
});

test.each([
  ["category", QUESTION, "category: training", "category: school"],
  ["tag", QUESTION, "tags: [regularisation", "tags: [rules"],
  ["business model", QUESTION, "businessModels: [model-customisation", "businessModels: [charity"],
  ["checklist item", QUESTION, "checklistItems: [memorisation-test", "checklistItems: [memory"],
  ["talent role", QUESTION, "talentRoles: [algorithm-engineer", "talentRoles: [wizard"],
  ["checklist", "business-models/data-service.yaml", "checklists: [data-protection", "checklists: [none"],
  ["question", "challenge-areas.yaml", "- training-hardware", "- why"],
  ["framework", CHECKLIST, "framework: gdpr", "framework: gdrp"],
])("a link to an unknown %s is a fault at its line", async (kind, file, from, to) => {
  const line = await change(file, from, to);
  const slug = /[a-z]+(?=\]?$)/.exec(to)?.[0];
  expect(await faults()).toEqual([
    expect.stringMatching(new RegExp(`^${file}:${line} .*: no ${kind} is called "${slug}"$`)),
  ]);
});

test.each([
  [
    "a slug twice in a list",
    "tags.yaml",
    "slug: hardware",
    "slug: revenue",
    `slug: "revenue" is taken by another entry`,
  ],
  [
    "an item slug twice",
    CHECKLIST,
    "slug: lawful-basis",
    "slug: privacy-notice",
    `"privacy-notice" is taken by another item`,
  ],
  [
    "a locator in the wrong form",
    CHECKLIST,
    "locator: Art. 30",
    "locator: §30",
    "expected a form such as Art. 5(1)(c)",
  ],
  [
    "a provision cited twice",
    CHECKLIST,
    "locator: Art. 7",
    "locator: Art. 6",
    "gdpr Art. 6 is cited twice in this item",
  ],
  ["English in place of Chinese", "tags.yaml", "zh: 公平性", "zh: Fairness", "name.zh: expected Chinese"],
  ["Chinese in place of English", "tags.yaml", "en: Fairness", "en: 公平", "name.en: expected English"],
  [
    "half-width punctuation in Chinese",
    "talent-roles.yaml",
    "干净、合法",
    "干净,合法",
    "summary.zh: expected full-width",
  ],
  [
    "a text that stands elsewhere",
    "tags.yaml",
    "zh: 公平性",
    "zh: 隐私保护",
    "name.zh: the same text stands in tags.yaml:",
  ],
  ["an unknown parameter of a run", CODING, "parameters: {}", "parameters: { magic: 1 }", "run.parameters.magic: "],
  [
    "a run of an unknown recipe",
    CODING,
    "run: { recipe: dqn-pong",
    "run: { recipe: pong",
    "run.recipe: there is no recipe pong",
  ],
  ["a coding problem without hints", CODING, "hints:", "tips:", "hints: missing"],
  ["an unknown key", "talent-roles.yaml", "  skills:", "  talents:", "talents: unknown key"],
  [
    "a date in words",
    GDPR,
    "effectiveFrom: 2018-05-25",
    "effectiveFrom: May 2018",
    "effectiveFrom: expected a date as YYYY-MM-DD",
  ],
  ["a slug unlike the file's name", GDPR, "slug: gdpr", "slug: gdpr-2", `slug: expected "gdpr" as in the file's name`],
  ["a source that cannot be found", GDPR, "  url: ", "  # ", "source: expected url or reference"],
  ["an unknown section", QUESTION, "## Explanation (zh)", "## Erklärung", `unknown section "Erklärung"`],
  ["a missing section", QUESTION, "## Explanation (zh)", "### (zh)", "explanation.zh: missing, expected string"],
])("%s is a fault", async (_name, file, from, to, message) => {
  await change(file, from, to);
  const found = await faults();
  expect(found.filter((fault) => fault.startsWith(`${file}:`) && fault.includes(message))).toHaveLength(1);
});

test("a checklist with a fault does not make links to its items look broken", async () => {
  await change("checklists/data-protection.yaml", "severity: MEDIUM", "severity: SOME");
  expect(await faults()).toEqual([expect.stringContaining(`items[0].severity: expected one of "LOW"|"MEDIUM"|"HIGH"`)]);
});

test("a missing file is a fault", async () => {
  await rm(join(folder, "challenge-areas.yaml"));
  expect(await faults()).toEqual(["challenge-areas.yaml:1 is missing: expected a list"]);
});

describe("a rule of advice", () => {
  const RULES = "advice-rules.yaml";

  test.each([
    [
      "compares what a profile does not hold",
      "{ var: ownData }",
      "{ var: moreData }",
      /no input of a profile is called "moreData"/,
    ],
    [
      "names a role that there is not",
      "{ var: team.ai-researcher }",
      "{ var: team.wizard }",
      /no input of a profile is called "team.wizard"/,
    ],
    ["names a group that there is not", "[LEARNERS, ", "[PUPILS, ", /"customers" has no option PUPILS/],
    ["has no reason for its weights", "  rationale:", "  reason:", /rationale: missing/],
  ])("that %s is a fault", async (_name, from, to, message) => {
    await change(RULES, from, to);
    expect((await faults()).filter((found) => found.startsWith(RULES))).toContainEqual(expect.stringMatching(message));
  });

  test("that leaves a business model short of 100 is a fault of that model", async () => {
    await change(RULES, "businessModel: data-service, weight: 24", "businessModel: data-service, weight: 23");
    expect(await faults()).toEqual([
      "business-models/data-service.yaml:1 slug: the weights of its advice rules add up to 99, expected 100",
    ]);
  });

  test("that weighs a business model twice, or one that there is not, is a fault", async () => {
    await change(RULES, "businessModel: technical-service, weight: 12", "businessModel: api-service, weight: 12");
    await change(RULES, "businessModel: training-education, weight: 28", "businessModel: school, weight: 28");
    const found = await faults();
    expect(found).toContainEqual(expect.stringMatching(/^advice-rules.*"api-service" is weighed twice$/));
    expect(found).toContainEqual(expect.stringMatching(/^advice-rules.*no business model is called "school"$/));
  });
});

describe("a scoping rule", () => {
  const RULES = "scoping-rules.yaml";

  test.each([
    [
      "asks a question that there is not",
      "{ var: others-content }, true",
      "{ var: other-content }, true",
      'no scoping question is called "other-content"',
    ],
    [
      "names an option that there is not",
      "{ var: risk-class }, PROHIBITED",
      "{ var: risk-class }, FORBIDDEN",
      '"risk-class" has no option FORBIDDEN',
    ],
    [
      "compares what cannot be compared",
      '">": [{ var: training-flops }, 1.0e+25]',
      '">": [{ var: minors }, 1.0e+25]',
      '"minors" is YES_NO, which > does not fit',
    ],
    [
      "leads to an item that there is not",
      "items: [no-unfair-pricing]",
      "items: [no-unfair-pricing, nowhere]",
      'no checklist item is called "nowhere"',
    ],
    [
      "cites a framework that there is not",
      "framework: eu-green-claims-directive, ",
      "framework: eu-claims, ",
      'no framework is called "eu-claims"',
    ],
    [
      "cites in another form",
      "locator: Art. 22 }",
      "locator: Article 22 }",
      "expected a form such as Art. 5(1)(c) or Art. 12–22",
    ],
  ])("that %s is a fault", async (_name, from, to, message) => {
    await change(RULES, from, to);
    const found = await faults();
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
    expect(found[0]).toMatch(/^scoping-rules.yaml:\d+ /);
  });

  test("that can never hold is a fault", async () => {
    const line = await change(RULES, '{ in: [EU, { var: jurisdictions }] }, { "==": [{ var: makes-green-claims }, true] }', '{ "==": [{ var: minors }, true] }, { "==": [{ var: minors }, false] }'); // prettier-ignore
    expect(await faults()).toEqual([`${RULES}:${line} when: no answers whatever make it hold`]);
  });

  test("speaks of every item, or that one is a fault", async () => {
    await change(RULES, "items: [environmental-claims]", "items: [compute-budget]");
    expect(await faults()).toEqual([
      expect.stringMatching(/^checklists\/energy.*no scoping rule leads to "environmental-claims"$/),
    ]);
  });
});
