import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { change, create, creation, text } from "../harness/content.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";

const product = withProduct();
let admin: Client;
let founder: Client;

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
});

async function slugsOf(client: Client, filter: object): Promise<string[]> {
  const { businessModels } = await client.query<{ businessModels: { edges: { node: { slug: string } }[] } }>(
    `query ($filter: BusinessModelFilter!) { businessModels(first: 100, filter: $filter) { edges { node { slug } } } }`,
    { filter },
  );
  return businessModels.edges.map(({ node }) => node.slug);
}

async function read(slug: string, fields: string): Promise<unknown> {
  const { businessModel } = await founder.query<{ businessModel: unknown }>(
    `query ($slug: String!) { businessModel(slug: $slug) { ${fields} } }`,
    { slug },
  );
  return businessModel;
}

test("the catalogue holds the eight business models, six talent roles and five challenge areas", async () => {
  const counts = await founder.query(
    `{ businessModels { totalCount } talentRoles { totalCount } challengeAreas { totalCount } }`,
  );
  expect(counts).toEqual({
    businessModels: { totalCount: 8 },
    talentRoles: { totalCount: 6 },
    challengeAreas: { totalCount: 5 },
  });
});

describe("the list of business models", () => {
  beforeAll(async () => {
    await create(admin, "BusinessModel", "one", {
      name: text("Filtered one"),
      talentRoles: ["ai-researcher"],
      checklists: ["data-protection"],
    });
    await create(admin, "BusinessModel", "two", { name: text("Filtered two"), talentRoles: ["product-manager"] });
    await create(admin, "BusinessModel", "old", { name: text("Filtered old"), status: "ARCHIVED" });
  });

  test.each([
    ["a part of the name", { name: "filtered TWO" }, ["two"]],
    ["a talent role", { name: "Filtered", talentRole: "ai-researcher" }, ["one"]],
    ["a checklist", { name: "Filtered", checklist: "data-protection" }, ["one"]],
    ["nothing that fits", { name: "Filtered", talentRole: "nobody" }, []],
  ])("narrows to %s", async (_name, filter, expected) => {
    expect(await slugsOf(founder, filter)).toEqual(expected);
  });

  test("shows archived ones to administrators alone, also when asked for", async () => {
    expect(await slugsOf(founder, { name: "Filtered", status: "ARCHIVED" })).toEqual([]);
    expect(await slugsOf(admin, { name: "Filtered", status: "ARCHIVED" })).toEqual(["old"]);
  });
});

describe("a business model", () => {
  test("keeps everything that was said, its talent roles in the order given", async () => {
    const said = {
      revenueDrivers: [text("Revenue driver")],
      costDrivers: [text("Cost driver")],
      risks: [text("First risk"), text("Second risk")],
      checklists: ["data-protection"],
    };
    await create(admin, "BusinessModel", "complete", { ...said, talentRoles: ["product-manager", "ai-researcher"] });
    const fields = `name { en } howItEarns { zh } canvas { customerSegments { en } costStructure { en zh } }
      revenueDrivers { en zh } costDrivers { en zh } risks { en zh } checklists talentRoles { slug name { text } }`;
    expect(await read("complete", fields)).toEqual({
      name: { en: "Made for a test" },
      howItEarns: { zh: "By fees（中文）" },
      canvas: { customerSegments: [{ en: "customerSegments" }], costStructure: [text("costStructure")] },
      ...said,
      talentRoles: [
        { slug: "product-manager", name: { text: "Product manager" } },
        { slug: "ai-researcher", name: { text: "AI researcher" } },
      ],
    });
  });

  test("refuses a talent role that is not there, naming its place", async () => {
    const { errors } = await admin.send(
      ...creation("BusinessModel", "x", { talentRoles: ["ai-researcher", "wizard"] }),
    );
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "input.talentRoles.1" } }]);
  });

  test("refuses an empty text deep in its canvas, naming its place", async () => {
    const { id } = await create(admin, "BusinessModel", "canvassed");
    const { businessModel } = await admin.query<{ businessModel: { canvas: object } }>(
      `{ businessModel(slug: "canvassed") { canvas {
        customerSegments { zh en } valuePropositions { zh en } channels { zh en } customerRelationships { zh en }
        revenueStreams { zh en } keyResources { zh en } keyActivities { zh en } keyPartners { zh en } costStructure { zh en } } } }`,
    );
    const canvas = { ...businessModel.canvas, keyPartners: [text("Fine"), { en: "", zh: "空" }] };
    const { errors } = await admin.send(...change("BusinessModel", { id, canvas }));
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "input.canvas.keyPartners.1.en" } }]);
  });

  test("that is not there is null", async () => {
    expect(await read("no-such-model", "id")).toBeNull();
  });
});

test("a talent role is read by its slug", async () => {
  const { talentRole } = await founder.query(
    `{ talentRole(slug: "ai-researcher") { name { en } responsibilities { en } skills { zh } } }`,
  );
  expect(talentRole).toMatchObject({
    name: { en: "AI researcher" },
    responsibilities: { length: 4 },
    skills: { length: 3 },
  });
});

test("a challenge area is read by its slug, with its measures and what helps", async () => {
  const { challengeArea } = await founder.query<{ challengeArea: { challenges: object[]; links: object } }>(
    `{ challengeArea(slug: "technical") { challenges { title { en } measure { zh } } links { questions talentRoles } } }`,
  );
  expect(challengeArea.challenges[0]).toEqual({
    title: { en: "Compute runs out before the experiment does" },
    measure: { zh: expect.stringContaining("预训练模型") },
  });
  expect(challengeArea.links).toMatchObject({ questions: expect.arrayContaining(["training-hardware"]) });
});

test("business models with their talent roles are one statement however many rows they are", async () => {
  const nested = `query ($first: Int!) { businessModels(first: $first) { edges { node {
    name { text } canvas { revenueStreams { text } } talentRoles { name { text } skills { text } } revisions { number author { name } } } } } }`;
  type Nested = { businessModels: { edges: { node: { talentRoles: object[] } }[] } };
  let found: Nested | undefined;
  const one = await countStatements(product, () => admin.query(nested, { first: 1 }));
  const all = await countStatements(product, async () => (found = await admin.query<Nested>(nested, { first: 8 })));
  expect([one, all]).toEqual([1, 1]);
  expect(found!.businessModels.edges.map(({ node }) => node.talentRoles.length > 1)).toEqual(Array(8).fill(true));
});
