import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { archival, change, create, creation, seen, text } from "../harness/content.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";

const product = withProduct();
let admin: Client;
let founder: Client;

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
});

const citation = (framework: string, locator: string, more: object = {}) => ({
  framework,
  locator,
  confidence: "HIGH",
  checkedOn: "2026-11-22",
  ...more,
});

async function slugsOf(client: Client, list: string, filterType: string, filter: object): Promise<string[]> {
  const { page } = await client.query<{ page: { edges: { node: { slug: string } }[] } }>(
    `query ($filter: ${filterType}!) { page: ${list}(first: 100, filter: $filter) { edges { node { slug } } } }`,
    { filter },
  );
  return page.edges.map(({ node }) => node.slug);
}

async function itemsOf(client: Client, slug: string, fields = "slug"): Promise<Record<string, unknown>[]> {
  const { checklist } = await client.query<{ checklist: { items: Record<string, unknown>[] } }>(
    `query ($slug: String!) { checklist(slug: $slug) { items(first: 100) { ${fields} } } }`,
    { slug },
  );
  return checklist.items;
}

describe("the list of frameworks", () => {
  test.each([
    ["jurisdiction", { jurisdiction: "EU" }, ["eu-ai-act", "gdpr"]],
    ["kind", { kind: "STANDARD" }, ["iso-42001"]],
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
    await create(admin, "Checklist", "listed", { title: text("Listed one"), topic: "fairness" });
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
    ["topic", { topic: "fairness" }, ["listed"]],
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

describe("an item", () => {
  const fields = `slug position evidence { en } severity citations { framework { slug name { en } } locator confidence
    effectiveFrom effectiveTo amendedBy checkedOn note { en } }`;

  test("keeps everything that was said, its citations in the order given", async () => {
    await create(admin, "Checklist", "complete");
    await create(admin, "ChecklistItem", "complete-item", {
      checklist: "complete",
      severity: "HIGH",
      evidence: [text("A document")],
      citations: [
        citation("iso-42001", "A.7.3"),
        citation("gdpr", "Art. 5", {
          confidence: "LOW",
          effectiveFrom: "2018-05-25",
          effectiveTo: "2030-01-01",
          amendedBy: ["An amendment"],
          note: text("A note"),
        }),
      ],
    });
    expect(await itemsOf(founder, "complete", fields)).toEqual([
      {
        slug: "complete-item",
        position: 0,
        severity: "HIGH",
        evidence: [{ en: "A document" }],
        citations: [
          {
            framework: { slug: "iso-42001", name: { en: expect.stringContaining("42001") } },
            locator: "A.7.3",
            confidence: "HIGH",
            effectiveFrom: null,
            effectiveTo: null,
            amendedBy: [],
            checkedOn: "2026-11-22",
            note: null,
          },
          {
            framework: { slug: "gdpr", name: { en: expect.stringContaining("GDPR") } },
            locator: "Art. 5",
            confidence: "LOW",
            effectiveFrom: "2018-05-25",
            effectiveTo: "2030-01-01",
            amendedBy: ["An amendment"],
            checkedOn: "2026-11-22",
            note: { en: "A note" },
          },
        ],
      },
    ]);
  });

  test("comes last when it is new, and where its position puts it", async () => {
    await create(admin, "Checklist", "ordered");
    for (const slug of ["first", "second"]) {
      await create(admin, "ChecklistItem", `ordered-${slug}`, { checklist: "ordered" });
    }
    await create(admin, "ChecklistItem", "ordered-top", { checklist: "ordered", position: 0 });
    const { id } = await create(admin, "ChecklistItem", "ordered-last", { checklist: "ordered" });
    expect(await itemsOf(founder, "ordered")).toEqual(
      ["ordered-first", "ordered-top", "ordered-second", "ordered-last"].map((slug) => ({ slug })),
    );
    await admin.query(...change("ChecklistItem", { id, position: 0 }));
    expect((await itemsOf(founder, "ordered"))[2]).toEqual({ slug: "ordered-last" });
  });

  test("replaces its citations as a whole", async () => {
    await create(admin, "Checklist", "recited");
    const { id } = await create(admin, "ChecklistItem", "recited-item", {
      checklist: "recited",
      citations: [citation("gdpr", "Art. 5"), citation("gdpr", "Art. 6")],
    });
    const citations = [citation("gdpr", "Art. 7"), citation("gdpr", "Art. 6", { confidence: "LOW" })];
    await admin.query(...change("ChecklistItem", { id, citations }));
    expect(await itemsOf(founder, "recited", "citations { locator confidence }")).toEqual([
      {
        citations: [
          { locator: "Art. 7", confidence: "HIGH" },
          { locator: "Art. 6", confidence: "LOW" },
        ],
      },
    ]);
  });

  test.each([
    ["an unknown checklist", { checklist: "nowhere" }, "input.checklist"],
    [
      "an unknown framework",
      { citations: [citation("gdpr", "Art. 5"), citation("magna-carta", "39")] },
      "input.citations.1.framework",
    ],
    [
      "a provision cited twice",
      { citations: [citation("gdpr", "Art. 5"), citation("gdpr", "Art. 5")] },
      "input.citations.1",
    ],
    [
      "a date that is none",
      { citations: [citation("gdpr", "Art. 5", { effectiveFrom: "2026-02-30" })] },
      "input.citations.0.effectiveFrom",
    ],
  ])("refuses %s naming the field", async (name, changes, field) => {
    const { errors } = await admin.send(...creation("ChecklistItem", name.replaceAll(" ", "-"), changes));
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
  });

  test("that is archived leaves its checklist for founders and stays in it for administrators", async () => {
    await create(admin, "Checklist", "shrinking");
    const { id } = await create(admin, "ChecklistItem", "shrinking-gone", { checklist: "shrinking" });
    await create(admin, "ChecklistItem", "shrinking-stays", { checklist: "shrinking" });
    await admin.query(...archival("ChecklistItem", id));
    expect(await itemsOf(founder, "shrinking")).toEqual([{ slug: "shrinking-stays" }]);
    expect(await itemsOf(admin, "shrinking", "slug status")).toEqual([
      { slug: "shrinking-gone", status: "ARCHIVED" },
      { slug: "shrinking-stays", status: "PUBLISHED" },
    ]);
  });

  test("that is archived is not reached by founders through an item beside it", async () => {
    await create(admin, "Checklist", "roundabout");
    const { id } = await create(admin, "ChecklistItem", "roundabout-open", { checklist: "roundabout" });
    await create(admin, "ChecklistItem", "roundabout-closed", { checklist: "roundabout", status: "ARCHIVED" });
    const { node } = await founder.query(
      `query ($id: ID!) { node(id: $id) { ... on ChecklistItem { checklist { items { slug } } } } }`,
      { id },
    );
    expect(node).toEqual({ checklist: { items: [{ slug: "roundabout-open" }] } });
  });

  test("of an archived checklist is not there for a founder", async () => {
    const checklist = await create(admin, "Checklist", "closing");
    const { id } = await create(admin, "ChecklistItem", "closing-item", { checklist: "closing" });
    expect(await seen(founder, id)).toBe(id);
    await admin.query(...archival("Checklist", checklist.id));
    expect(await seen(founder, id)).toBeNull();
    expect(await seen(admin, id)).toBe(id);
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
