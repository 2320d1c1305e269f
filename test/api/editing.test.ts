import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { archival, change, create, creation, editableKinds, seen, text } from "../harness/content.js";
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
      content: { ...(first as unknown as { content: object }).content, [label]: text("Changed") },
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

  test("an archived one is gone for founders and stays for administrators", async () => {
    const { id } = await create(admin, kind, slug("archived"));
    expect(await seen(founder, id)).toBe(id);
    await admin.query(...archival(kind, id));
    expect(await seen(founder, id)).toBeNull();
    expect(await seen(admin, id)).toBe(id);
  });

  test("another type's id is not found", async () => {
    const { viewer } = await admin.query<{ viewer: { organisation: { id: string } } }>(
      `{ viewer { organisation { id } } }`,
    );
    expect(await admin.codes(...change(kind, { id: viewer.organisation.id }))).toEqual(["NOT_FOUND"]);
  });
});
