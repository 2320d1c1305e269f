import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import {
  archival,
  change,
  create,
  creation,
  editableKinds,
  review,
  reviewerOf,
  seen,
  text,
} from "../harness/content.js";
import { withProduct } from "../harness/product.js";
import { rowCounts } from "../harness/tables.js";

const product = withProduct();
let admin: Client;
let founder: Client;

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
});

describe.each(editableKinds)("$kind", ({ kind, label }) => {
  const slug = (name: string) => `${kind.toLowerCase()}-${name}`;

  async function history(id: string) {
    const { node } = await admin.query<{ node: { revisions: { number: number; author: { name: string } }[] } }>(
      `query ($id: ID!) { node(id: $id) { ... on ${kind} { revisions(first: 100) { number content author { name } } } } }`,
      { id },
    );
    return node.revisions;
  }

  const reviews = async (id: string) => {
    const query = `query ($id: ID!) { node(id: $id) { ... on ${kind} { revisions { number reviewer { name } reviewNote } } } }`;
    return (await admin.query<{ node: { revisions: object[] } }>(query, { id })).node.revisions;
  };

  const RESTORE = `mutation ($id: ID!) { restoreContent(id: $id) { status revision } }`;
  const REVIEW = `mutation ($input: ReviewContentInput!) { reviewContent(input: $input) { __typename } }`;
  const restored = async (id: string) =>
    (await admin.query<{ restoreContent: object }>(RESTORE, { id })).restoreContent;

  test("a founder may not create one, and nothing is written", async () => {
    const before = await rowCounts(product);
    expect(await founder.codes(...creation(kind, slug("founders")))).toEqual(["FORBIDDEN"]);
    expect(await rowCounts(product)).toEqual(before);
  });

  test("a founder may neither change nor archive one, and nothing is written", async () => {
    const { id } = await create(admin, kind, slug("guarded"));
    const before = await rowCounts(product);
    expect(await founder.codes(...change(kind, { id, [label]: text("Mine") }))).toEqual(["FORBIDDEN"]);
    expect(await founder.codes(...archival(kind, id))).toEqual(["FORBIDDEN"]);
    expect(await rowCounts(product)).toEqual(before);
    expect(await history(id)).toHaveLength(1);
  });

  test("a change leaves what it does not name, and is recorded with its author", async () => {
    const { id } = await create(admin, kind, slug("changed"));
    const { entry } = await admin.query<{ entry: object }>(...change(kind, { id, [label]: text("Changed") }));
    expect(entry).toMatchObject({ slug: slug("changed"), revision: 2 });
    const [newest, first] = await history(id);
    expect(first).toMatchObject({ number: 1, content: { [label]: text("Made for a test") } });
    expect(newest).toEqual({
      number: 2,
      author: { name: "Administrator" },
      content: { ...(first as unknown as { content: object }).content, status: "PUBLISHED", [label]: text("Changed") },
    });
  });

  test("a founder may not read what it said before", async () => {
    const { id } = await create(admin, kind, slug("with-a-past"));
    const query = `query ($id: ID!) { node(id: $id) { ... on ${kind} { revisions { number } } } }`;
    expect(await founder.codes(query, { id })).toEqual(["FORBIDDEN"]);
  });

  test("a change that changes nothing makes no revision", async () => {
    const { id } = await create(admin, kind, slug("same"));
    const { entry } = await admin.query<{ entry: object }>(...change(kind, { id, [label]: text("Made for a test") }));
    expect(entry).toMatchObject({ revision: 1 });
    expect(await history(id)).toHaveLength(1);
  });

  test("a taken slug is refused naming the field", async () => {
    await create(admin, kind, slug("taken"));
    const { errors } = await admin.send(...creation(kind, slug("taken")));
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "input.slug" } }]);
  });

  test("a slug that could not stand in an address is refused naming the field", async () => {
    const { errors } = await admin.send(...creation(kind, "Not a Slug"));
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "input.slug" } }]);
  });

  test("an empty text is refused naming the field, and nothing is written", async () => {
    const before = await rowCounts(product);
    const { errors } = await admin.send(...creation(kind, slug("empty"), { [label]: { en: "Fine", zh: " " } }));
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: `input.${label}.zh` } }]);
    expect(await rowCounts(product)).toEqual(before);
  });

  test("a change from a revision that is no longer the newest is a conflict", async () => {
    const { id } = await create(admin, kind, slug("stale"));
    await admin.query(...change(kind, { id, expectedRevision: 1, [label]: text("First") }));
    expect(await admin.codes(...change(kind, { id, expectedRevision: 1, [label]: text("Second") }))).toEqual([
      "CONFLICT",
    ]);
    expect(await history(id)).toHaveLength(2);
  });

  test("changes at the same moment each make a revision of their own or are a conflict", async () => {
    const { id } = await create(admin, kind, slug("raced"));
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, at) => admin.codes(...change(kind, { id, [label]: text(`Change ${at}`) }))),
    );
    const conflicts = outcomes.filter(([code]) => code === "CONFLICT").length;
    expect(outcomes.flat()).toEqual(Array(conflicts).fill("CONFLICT"));
    expect(await history(id)).toHaveLength(1 + outcomes.length - conflicts);
  });

  test("an archived one stays with those who know its id, if they could ever read it, and can be restored", async () => {
    const { id } = await create(admin, kind, slug("archived"));
    const draft = await create(admin, kind, slug("archived-draft"), { status: "DRAFT" });
    for (const entry of [id, draft.id]) await admin.query(...archival(kind, entry));
    expect([await seen(founder, id), await seen(founder, draft.id), await seen(admin, draft.id)]).toEqual([
      id,
      null,
      draft.id,
    ]);
    expect(await restored(id)).toEqual({ status: "PUBLISHED", revision: 3 });
    expect(await restored(draft.id)).toEqual({ status: "DRAFT", revision: 3 });
    expect(await admin.codes(RESTORE, { id })).toEqual(["CONFLICT"]);
  });

  test("a draft is for administrators alone until somebody else than its authors has approved it", async () => {
    const { id } = await create(admin, kind, slug("reviewed"), { status: "DRAFT" });
    const other = await reviewerOf(admin);
    expect(await seen(founder, id)).toBeNull();
    expect(await other.codes(REVIEW, { input: { id, verdict: "APPROVE", expectedRevision: 1 } })).toEqual(["CONFLICT"]);
    await admin.query(`mutation ($id: ID!) { submitForReview(id: $id) { status } }`, { id });
    expect(await admin.codes(`mutation ($id: ID!) { submitForReview(id: $id) { status } }`, { id })).toEqual([
      "CONFLICT",
    ]);
    expect(await review(admin, id, { expectedRevision: 1 })).toEqual({ code: "OWN_CHANGE" });
    await admin.query(...change(kind, { id, [label]: text("Rather so") }));
    expect(await other.codes(REVIEW, { input: { id, verdict: "APPROVE", expectedRevision: 1 } })).toEqual(["CONFLICT"]);
    const returned = await review(other, id, { expectedRevision: 2, verdict: "RETURN", note: "A source, please." });
    expect(returned).toEqual({ content: { status: "DRAFT", revision: 2 } });
    await admin.query(`mutation ($id: ID!) { submitForReview(id: $id) { status } }`, { id });
    expect(await review(other, id, { expectedRevision: 2, note: "Good." })).toEqual({
      content: { status: "PUBLISHED", revision: 2 },
    });
    expect(await seen(founder, id)).toBe(id);
    expect(await reviews(id)).toEqual([
      { number: 2, reviewer: { name: "Reviewer" }, reviewNote: "Good." },
      { number: 1, reviewer: { name: "Reviewer" }, reviewNote: "Good." },
    ]);
  });

  test("a change of what is published is live, and waits for somebody else's review", async () => {
    const { id } = await create(admin, kind, slug("corrected"));
    await admin.query(...change(kind, { id, [label]: text("Corrected") }));
    const unreviewed = async () =>
      (
        await founder.query<{ node: object }>(
          `query ($id: ID!) { node(id: $id) { ... on ReviewedContent { status unreviewed } } }`,
          { id },
        )
      ).node;
    expect(await unreviewed()).toEqual({ status: "PUBLISHED", unreviewed: true });
    expect(await review(admin, id, { expectedRevision: 2 })).toEqual({ code: "OWN_CHANGE" });
    await review(await reviewerOf(admin), id, { expectedRevision: 2 });
    expect(await unreviewed()).toEqual({ status: "PUBLISHED", unreviewed: false });
    expect((await reviews(id))[0]).toEqual({ number: 2, reviewer: { name: "Reviewer" }, reviewNote: null });
  });

  test("a change in one language leaves the other stale until it changes too, or is confirmed", async () => {
    const { id } = await create(admin, kind, slug("translated"));
    const stale = async (changes?: object) => {
      if (changes) await admin.query(...change(kind, { id, ...changes }));
      const query = `query ($id: ID!) { node(id: $id) { ... on ReviewedContent { staleTranslations { path locale } } } }`;
      return (await admin.query<{ node: { staleTranslations: object[] } }>(query, { id })).node.staleTranslations;
    };
    const { en, zh } = text("Made for a test");
    expect(await stale({ [label]: { zh, en: "Said better" } })).toEqual([{ path: label, locale: "ZH" }]);
    expect(await stale({ [label]: { zh, en: "Said best" } })).toEqual([{ path: label, locale: "ZH" }]);
    expect(await stale({ [label]: { zh: "说得最好", en: "Said best" } })).toEqual([]);
    expect(await stale({ [label]: { zh: "说得更好", en: "Said best" } })).toEqual([{ path: label, locale: "EN" }]);
    const confirm = `mutation ($id: ID!, $revision: Int!) { confirmTranslations(id: $id, expectedRevision: $revision) { staleTranslations { path } } }`;
    expect(await admin.codes(confirm, { id, revision: 4 })).toEqual(["CONFLICT"]);
    expect(await admin.query(confirm, { id, revision: 5 })).toEqual({ confirmTranslations: { staleTranslations: [] } });
    expect(await stale({ [label]: { zh: "全新", en } })).toEqual([]);
  });

  test("another type's id is not found", async () => {
    const { viewer } = await admin.query<{ viewer: { organisation: { id: string } } }>(
      `{ viewer { organisation { id } } }`,
    );
    expect(await admin.codes(...change(kind, { id: viewer.organisation.id }))).toEqual(["NOT_FOUND"]);
  });
});
