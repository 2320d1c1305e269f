import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { InvalidPacks } from "../../seeds/faults.js";
import { seed } from "../../seeds/main.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import type { SeedChange, SeedOutcome } from "../../src/domains/content/content.writer.js";
import { change, create, text } from "../harness/content.js";
import { createDatabase } from "../harness/database.js";
import { withProduct } from "../harness/product.js";
import { rowCounts } from "../harness/tables.js";

const product = withProduct();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "groundwork-packs-"));
  await cp(join(projectRoot, "seeds/content"), folder, { recursive: true });
});

afterEach(async () => {
  await rm(folder, { recursive: true });
  await seed(product.config, product.config.databaseUrl);
});

/** Seeds the copy of the packs, as a test has edited it. */
async function seedCopy({ dryRun = false } = {}): Promise<SeedChange[]> {
  return (await seed(product.config, product.config.databaseUrl, { folder, dryRun })).changes;
}

const having = (changes: SeedChange[], wanted: SeedOutcome) => changes.filter(({ outcome }) => outcome === wanted);

async function edit(file: string, from: RegExp, to: string): Promise<void> {
  const before = await readFile(join(folder, file), "utf8");
  expect(before).toMatch(from);
  await writeFile(join(folder, file), before.replace(from, to));
}

/** A question as administrators see it. */
async function question(slug: string): Promise<{ id: string; revision: number; title: { en: string } }> {
  const admin = await product.admin();
  const answer = await admin.query<{ question: { id: string; revision: number; title: { en: string } } }>(
    `query ($slug: String!) { question(slug: $slug) { id revision title { en } } }`,
    { slug },
  );
  return answer.question;
}

test("a second run changes nothing", async () => {
  const before = await rowCounts(product);
  const changes = await seedCopy();
  expect(changes.length).toBeGreaterThan(50);
  expect(having(changes, "unchanged")).toEqual(changes);
  expect(await rowCounts(product)).toEqual(before);
});

describe("a changed pack", () => {
  test("updates its entry in a new revision", async () => {
    await edit("questions/training-hardware.md", /^ {2}en: .*\?$/m, "  en: Another title?");
    const { revision } = await question("training-hardware");
    expect(having(await seedCopy(), "updated")).toEqual([
      { kind: "Question", slug: "training-hardware", outcome: "updated", fields: ["title"] },
    ]);
    expect(await question("training-hardware")).toMatchObject({
      revision: revision + 1,
      title: { en: "Another title?" },
    });
  });

  test("updates the name of a tag", async () => {
    await edit("tags.yaml", /en: Transformer,/, "en: Attention,");
    expect(having(await seedCopy(), "updated")).toEqual([
      { kind: "Tag", slug: "transformer", outcome: "updated", fields: ["name"] },
    ]);
    const founder = await product.founder();
    const { question } = await founder.query<{ question: { tags: object[] } }>(
      `{ question(slug: "what-is-a-large-model") { tags { slug name { en } } } }`,
    );
    expect(question.tags).toContainEqual({ slug: "transformer", name: { en: "Attention" } });
  });

  test("updates an item whose citation changes, and no other", async () => {
    await edit("checklists/data-protection.yaml", /locator: Art\. 30$/m, "locator: Art. 31");
    expect(having(await seedCopy(), "updated")).toEqual([
      { kind: "ChecklistItem", slug: "processing-inventory", outcome: "updated", fields: ["citations"] },
    ]);
  });

  test("that moves weight from one rule of advice to another makes the next version of the rules", async () => {
    const founder = await product.founder();
    const rules = `{ adviceRules { version rules { slug weights { businessModel weight } } } }`;
    const { adviceRules: before } = await founder.query<{ adviceRules: { version: number } }>(rules);
    await edit("advice-rules.yaml", /technical-service, weight: 10 \}/, "technical-service, weight: 9 }");
    await edit("advice-rules.yaml", /technical-service, weight: 18 \}/, "technical-service, weight: 19 }");
    expect(having(await seedCopy(), "updated")).toEqual([
      { kind: "AdviceRuleSet", slug: "advice-rules", outcome: "updated", fields: ["rules"] },
    ]);
    const { adviceRules } = await founder.query<{ adviceRules: { version: number; rules: object[] } }>(rules);
    expect(adviceRules.version).toBe(before.version + 1);
    expect(adviceRules.rules).toContainEqual(
      expect.objectContaining({
        slug: "delivery-capacity",
        weights: expect.arrayContaining([{ businessModel: "technical-service", weight: 9 }]) as object,
      }),
    );
  });

  test("that lacks an entry leaves it as it is", async () => {
    await rm(join(folder, "questions/evaluation-metrics.md"));
    await edit("challenge-areas.yaml", /^ +- evaluation-metrics\n/gm, "");
    await seedCopy();
    const founder = await product.founder();
    const answer = await founder.query(`{ question(slug: "evaluation-metrics") { status } }`);
    expect(answer).toEqual({ question: { status: "PUBLISHED" } });
  });
});

describe("what an administrator has", () => {
  test("changed is kept, also when the pack changes", async () => {
    const admin = await product.admin();
    const { id, revision } = await question("generalisation");
    await admin.query(...change("Question", { id, title: text("As the administrator has it") }));
    await edit("questions/generalisation.md", /^difficulty: .*$/m, "difficulty: EASY");
    expect(having(await seedCopy(), "kept")).toContainEqual({
      kind: "Question",
      slug: "generalisation",
      outcome: "kept",
      fields: ["difficulty", "title"],
    });
    expect(await question("generalisation")).toMatchObject({
      revision: revision + 1,
      title: { en: "As the administrator has it" },
    });
  });

  test("changed in one item is kept, while the items beside it follow the pack", async () => {
    const admin = await product.admin();
    const { checklist } = await admin.query<{ checklist: { items: { id: string; slug: string }[] } }>(
      `{ checklist(slug: "data-protection") { items(first: 100) { id slug } } }`,
    );
    const { id } = checklist.items.find(({ slug }) => slug === "lawful-basis")!;
    await admin.query(...change("ChecklistItem", { id, severity: "LOW" }));
    const file = "checklists/data-protection.yaml";
    await edit(file, /(slug: lawful-basis\n {4}title:\n {6}en: ).*/, "$1Another title");
    await edit(file, /(slug: training-data-origin\n {4}title:\n {6}en: ).*/, "$1Yet another title");
    const changes = await seedCopy();
    expect(having(changes, "kept")).toContainEqual({
      kind: "ChecklistItem",
      slug: "lawful-basis",
      outcome: "kept",
      fields: ["severity", "title"],
    });
    expect(having(changes, "updated")).toEqual([
      { kind: "ChecklistItem", slug: "training-data-origin", outcome: "updated", fields: ["title"] },
    ]);
  });

  test("written under a slug that the packs take later is kept", async () => {
    await create(await product.admin(), "Question", "claimed", { title: text("Written by hand") });
    await rename(join(folder, "questions/training-hardware.md"), join(folder, "questions/claimed.md"));
    await edit("questions/claimed.md", /^slug: .*$/m, "slug: claimed");
    await edit("challenge-areas.yaml", /training-hardware/g, "claimed");
    expect(having(await seedCopy(), "kept").map(({ slug }) => slug)).toContain("claimed");
    expect(await question("claimed")).toMatchObject({ revision: 1, title: { en: "Written by hand" } });
  });
});

describe("a dry run", () => {
  test("says what a run would do, and writes nothing", async () => {
    await edit("business-models/api-service.yaml", /^ {2}en: .*$/m, "  en: Another name");
    const before = await rowCounts(product);
    const planned = await seedCopy({ dryRun: true });
    expect(having(planned, "updated")).toEqual([
      { kind: "BusinessModel", slug: "api-service", outcome: "updated", fields: ["name"] },
    ]);
    expect(await rowCounts(product)).toEqual(before);
    expect(await seedCopy()).toEqual(planned);
  });

  test("on an empty database plans every entry, and leaves neither content nor people", async () => {
    const empty = await createDatabase();
    try {
      const planned = await seed(product.config, empty.url, { dryRun: true });
      expect(having(planned.changes, "created")).toEqual(planned.changes);
      const config = { ...product.config, adminPassword: undefined };
      const real = await seed(config, empty.url);
      expect(real).toEqual({ changes: planned.changes, adminPassword: expect.any(String) });
    } finally {
      await empty.drop();
    }
  });
});

test("a fault in the packs is reported with its place, and nothing is written", async () => {
  await edit("business-models/api-service.yaml", /^ {2}en: .*$/m, "  en: Another name");
  await edit("questions/training-hardware.md", /^difficulty: .*$/m, "difficulty: TRIVIAL");
  const before = await rowCounts(product);
  const failed = seedCopy();
  await expect(failed).rejects.toThrow(InvalidPacks);
  await expect(failed).rejects.toThrow(/questions\/training-hardware\.md:\d+:\d+ difficulty/);
  expect(await rowCounts(product)).toEqual(before);
});

test("seeders at the same moment take turns", async () => {
  const empty = await createDatabase();
  try {
    const runs = await Promise.all([seed(product.config, empty.url), seed(product.config, empty.url)]);
    const outcomes = runs.map(({ changes }) => [...new Set(changes.map(({ outcome }) => outcome))].join());
    expect(outcomes.sort()).toEqual(["created", "unchanged"]);
  } finally {
    await empty.drop();
  }
});
