import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { archival, change, citation, create, creation, seen, text } from "../harness/content.js";
import { withProduct } from "../harness/product.js";

const product = withProduct();
let admin: Client;
let founder: Client;

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
});

async function itemsOf(client: Client, slug: string, fields = "slug"): Promise<Record<string, unknown>[]> {
  const { checklist } = await client.query<{ checklist: { items: Record<string, unknown>[] } }>(
    `query ($slug: String!) { checklist(slug: $slug) { items(first: 100) { ${fields} } } }`,
    { slug },
  );
  return checklist.items;
}

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

  test("of an archived checklist stays with those who know its id", async () => {
    const checklist = await create(admin, "Checklist", "closing");
    const { id } = await create(admin, "ChecklistItem", "closing-item", { checklist: "closing" });
    expect(await seen(founder, id)).toBe(id);
    await admin.query(...archival("Checklist", checklist.id));
    expect(await seen(founder, id)).toBe(id);
    expect(await founder.query(`{ checklist(slug: "closing") { id } }`)).toEqual({ checklist: null });
  });
});
