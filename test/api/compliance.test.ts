import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { citation, create, text } from "../harness/content.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";

const product = withProduct();
let admin: Client;
let founder: Client;

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
});

async function slugsOf(client: Client, list: string, filterType: string, filter: object): Promise<string[]> {
  const { page } = await client.query<{ page: { edges: { node: { slug: string } }[] } }>(
    `query ($filter: ${filterType}!) { page: ${list}(first: 100, filter: $filter) { edges { node { slug } } } }`,
    { filter },
  );
  return page.edges.map(({ node }) => node.slug);
}

describe("the list of frameworks", () => {
  test.each([
    ["jurisdiction", { jurisdiction: "INTERNATIONAL" }, ["iso-42001"]],
    ["kind", { kind: "STANDARD" }, ["cn-genai-safety-standard", "iso-42001"]],
    ["both", { jurisdiction: "US", kind: "FRAMEWORK" }, ["nist-ai-rmf"]],
    ["both, where none has both", { jurisdiction: "EU", kind: "STANDARD" }, []],
  ])("narrows to %s", async (_name, filter, expected) => {
    const found = await slugsOf(founder, "complianceFrameworks", "ComplianceFrameworkFilter", filter);
    expect(found.sort()).toEqual(expected);
  });
});

test("a framework is read by its slug, with its dates and milestones", async () => {
  const { complianceFramework } = await founder.query(`{ complianceFramework(slug: "gdpr") {
    name { en } jurisdiction kind officialReference effectiveFrom amendedBy confidence source { url checkedOn }
    milestones { date confidence source text { zh } } } }`);
  expect(complianceFramework).toMatchObject({
    name: { en: "General Data Protection Regulation (GDPR)" },
    jurisdiction: "EU",
    kind: "REGULATION",
    officialReference: "Regulation (EU) 2016/679",
    effectiveFrom: "2018-05-25",
    amendedBy: [],
    milestones: [{ date: "2016-05-24", text: { zh: expect.stringContaining("生效") } }, { date: "2018-05-25" }],
  });
});

describe("the list of checklists", () => {
  beforeAll(async () => {
    await create(admin, "Checklist", "listed", { title: text("Listed one"), topic: "listing" });
    await create(admin, "Checklist", "citing", { title: text("Listed two") });
    await create(admin, "Checklist", "hidden", { title: text("Listed old"), status: "ARCHIVED" });
    await create(admin, "ChecklistItem", "citing-item", {
      checklist: "citing",
      citations: [citation("iso-42001", "A.7.3")],
    });
    await create(admin, "ChecklistItem", "citing-old-item", {
      checklist: "citing",
      status: "ARCHIVED",
      citations: [citation("eu-ai-act", "Art. 10")],
    });
  });

  test.each([
    ["topic", { topic: "listing" }, ["listed"]],
    ["a part of the title", { title: "listed TWO" }, ["citing"]],
    ["a framework that an item cites", { title: "Listed", framework: "iso-42001" }, ["citing"]],
    ["a framework that only an archived item cites", { title: "Listed", framework: "eu-ai-act" }, []],
  ])("narrows to %s", async (_name, filter, expected) => {
    expect(await slugsOf(founder, "checklists", "ChecklistFilter", filter)).toEqual(expected);
  });

  test("shows archived ones to administrators alone, also when asked for", async () => {
    const filter = { title: "Listed", status: "ARCHIVED" };
    expect(await slugsOf(founder, "checklists", "ChecklistFilter", filter)).toEqual([]);
    expect(await slugsOf(admin, "checklists", "ChecklistFilter", filter)).toEqual(["hidden"]);
  });
});

test("checklists with items, citations and frameworks are one statement however many rows they are", async () => {
  for (let at = 0; at < 5; at++) {
    await create(admin, "Checklist", `nested-${at}`, { title: text(`Nested ${at}`) });
    for (const n of [1, 2]) {
      const citations = [citation("gdpr", "Art. 5"), citation("iso-42001", "A.7.3")];
      await create(admin, "ChecklistItem", `nested-${at}-${n}`, { checklist: `nested-${at}`, citations });
    }
  }
  const nested = `query ($first: Int!) { checklists(first: $first, filter: { title: "Nested" }) { edges { node { title { text }
    items(first: 20) { slug requirement { text } evidence { text } citations { locator framework { slug } } } } } } }`;
  type Nested = { checklists: { edges: { node: { items: { citations: object[] }[] } }[] } };
  let found: Nested | undefined;
  const one = await countStatements(product, () => founder.query(nested, { first: 1 }));
  const five = await countStatements(product, async () => (found = await founder.query<Nested>(nested, { first: 5 })));
  expect([one, five]).toEqual([1, 1]);
  const items = found!.checklists.edges.flatMap(({ node }) => node.items);
  expect(items.flatMap(({ citations }) => citations)).toHaveLength(20);
});

test("the usual page of checklists, items and citations is within the cost of a query", async () => {
  const { data, errors, extensions } =
    await founder.send(`{ checklists { edges { node { slug title { text } summary { text }
    items { slug title { text } requirement { text } guidance { text } evidence { text } severity
      citations { framework { slug name { text } } locator confidence note { text } } } } } } }`);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ checklists: { edges: expect.arrayContaining([]) } });
  expect(extensions).toMatchObject({ cost: { requested: expect.any(Number) } });
});
