import { beforeAll, describe, expect, test } from "@jest/globals";
import { globalId, newId } from "../../src/kernel/ids.js";
import type { Answer, Client } from "../harness/client.js";
import { liftQuota, seedColleague } from "../harness/colleague.js";
import { withProduct } from "../harness/product.js";
import { launch, SMALL } from "../harness/runs.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct();
let founder: Client;
let onlooker: Client;
let stranger: Client;

interface Run {
  id: string;
  name: string;
  notes: string | null;
  group: string | null;
  tags: string[];
  archived: boolean;
  favourite: boolean;
  edits: { editor: { name: string }; before: object }[];
}

const RUN = "id name notes group tags archived favourite edits { editor { name } before }";
const LABELS = "id name group tags archived favourite";

beforeAll(async () => {
  founder = await product.founder();
  await liftQuota(product);
  onlooker = await seedColleague(product, "VIEWER");
  stranger = await seedStranger(product);
});

const newRun = async (input: object = {}) => (await launch(founder, { ...SMALL, ...input })).id;

async function read(id: string, client = founder): Promise<Run | null> {
  const query = `query ($id: ID!) { trainingRun(id: $id) { ${RUN} } }`;
  return (await client.query<{ trainingRun: Run | null }>(query, { id })).trainingRun;
}

const UPDATE = `mutation ($id: ID!, $input: UpdateTrainingRunInput!) { run: updateTrainingRun(id: $id, input: $input) { ${RUN} } }`;
const update = async (id: string, input: object) => (await founder.query<{ run: Run }>(UPDATE, { id, input })).run;

const tagging = (verb: "add" | "remove") =>
  `mutation ($ids: [ID!]!, $tags: [String!]!) { runs: ${verb}TrainingRunTags(ids: $ids, tags: $tags) { id tags } }`;
const ARCHIVE = `mutation ($ids: [ID!]!, $archived: Boolean!) { runs: archiveTrainingRuns(ids: $ids, archived: $archived) { id archived } }`;
const FAVOURITE = `mutation ($id: ID!, $favourite: Boolean!) { run: setTrainingRunFavourite(id: $id, favourite: $favourite) { favourite } }`;

async function listed(filter: object, client = founder): Promise<string[]> {
  const query = `query ($filter: TrainingRunFilter) { trainingRuns(first: 100, filter: $filter) { edges { node { id } } } }`;
  const { trainingRuns } = await client.query<{ trainingRuns: { edges: { node: { id: string } }[] } }>(query, {
    filter,
  });
  return trainingRuns.edges.map(({ node }) => node.id);
}

describe("what people say about a run", () => {
  test("is said at its launch", async () => {
    const id = await newRun({
      name: "first try",
      notes: "# Why\nto see",
      group: " digits ",
      tags: ["Baseline", "baseline", "ＭＮＩＳＴ  small"],
    });
    expect(await read(id)).toMatchObject({
      name: "first try",
      notes: "# Why\nto see",
      group: "digits",
      tags: ["baseline", "mnist small"],
      archived: false,
      favourite: false,
      edits: [],
    });
  });

  test("is refused at the launch with every fault's field", async () => {
    const faulty = { notes: "n".repeat(20_001), group: "g".repeat(121), tags: ["ok", " ", "t".repeat(51)] };
    const { errors } = await launch(founder, { ...SMALL, ...faulty });
    expect(errors!.map(({ field }) => field)).toEqual(["notes", "group", "tags.1", "tags.2"]);
  });

  test("changes where it is given, and goes where null is given", async () => {
    const id = await newRun({ name: "before", notes: "old", group: "g", tags: ["a"] });
    expect(await update(id, { name: " after ", tags: ["b", "a"] })).toMatchObject({
      name: "after",
      notes: "old",
      group: "g",
      tags: ["b", "a"],
    });
    expect(await update(id, { notes: null, group: "", tags: null })).toMatchObject({
      name: "after",
      notes: null,
      group: null,
      tags: [],
    });
  });

  test("keeps who changed it and what stood there before, newest first; an edit that changes nothing is none", async () => {
    const id = await newRun({ name: "before", notes: "old", tags: ["a"] });
    await update(id, { name: "after", notes: "new" });
    await update(id, { name: "after", tags: ["a"] });
    await update(id, { tags: ["c"] });
    const { edits } = (await read(id))!;
    expect(edits.map(({ before }) => before)).toEqual([{ tags: ["a"] }, { name: "before", notes: "old" }]);
    expect(edits[0].editor.name).toEqual(expect.any(String));
  });

  test.each([
    [{ name: "" }, "input.name"],
    [{ name: null }, "input.name"],
    [{ name: "n".repeat(121) }, "input.name"],
    [{ notes: "n".repeat(20_001) }, "input.notes"],
    [{ tags: Array.from({ length: 21 }, (_, at) => `t${at}`) }, "input.tags"],
  ])("%#: is refused when it is too long or empty, naming the field", async (input, field) => {
    const id = await newRun();
    const { errors } = await founder.send(UPDATE, { id, input });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
  });

  test("costs the same number of statements however long it is", async () => {
    const id = await newRun();
    const little = await countStatements(product, () => update(id, { notes: "n", tags: ["a"] }));
    const much = { notes: "n".repeat(20_000), tags: Array.from({ length: 20 }, (_, at) => `t${at}`) };
    expect(await countStatements(product, () => update(id, much))).toBe(little);
  });
});

describe("tags of several runs", () => {
  test("are added to all and taken from all, in the same number of statements however many they are", async () => {
    const ids = [await newRun({ tags: ["own"] }), await newRun(), await newRun()];
    const add = (some: string[]) => founder.query<{ runs: Run[] }>(tagging("add"), { ids: some, tags: ["X", "y"] });
    const one = await countStatements(product, () => add(ids.slice(0, 1)));
    expect((await add(ids)).runs).toEqual([
      { id: ids[0], tags: ["own", "x", "y"] },
      { id: ids[1], tags: ["x", "y"] },
      { id: ids[2], tags: ["x", "y"] },
    ]);
    const { runs } = await founder.query<{ runs: Run[] }>(tagging("remove"), { ids, tags: ["x", "own"] });
    expect(runs.map(({ tags }) => tags)).toEqual([["y"], ["y"], ["y"]]);
    expect(await countStatements(product, () => add(ids))).toBe(one);
  });

  test("are added to none when one would have too many, or is not there to be seen", async () => {
    const full = await newRun({ tags: Array.from({ length: 20 }, (_, at) => `t${at}`) });
    const id = await newRun();
    const foreign = (await launch(stranger)).id;
    expect(await founder.codes(tagging("add"), { ids: [id, full], tags: ["new"] })).toEqual(["BAD_USER_INPUT"]);
    const { errors } = await founder.send(tagging("add"), { ids: [id, foreign], tags: ["new"] });
    expect(errors).toMatchObject([{ extensions: { code: "NOT_FOUND", id: foreign } }]);
    expect((await read(id))!.tags).toEqual([]);
    expect((await read(foreign, stranger))!.tags).toEqual([]);
  });

  test("are of 1 to 100 runs", async () => {
    const id = await newRun();
    expect(await founder.codes(tagging("add"), { ids: [], tags: ["a"] })).toEqual(["BAD_USER_INPUT"]);
    const many = Array.from({ length: 101 }, () => id);
    expect(await founder.codes(tagging("add"), { ids: many, tags: ["a"] })).toEqual(["BAD_USER_INPUT"]);
  });

  test("are kept whole when people add at the same time", async () => {
    const id = await newRun();
    await Promise.all(["a", "b", "c", "d"].map((tag) => founder.query(tagging("add"), { ids: [id], tags: [tag] })));
    expect((await read(id))!.tags.sort()).toEqual(["a", "b", "c", "d"]);
  });
});

describe("who may", () => {
  test("see, and mark favourites of their own, but not edit, whoever may only look on", async () => {
    const id = await newRun({ tags: ["kept"] });
    expect(await onlooker.codes(UPDATE, { id, input: { name: "mine" } })).toEqual(["FORBIDDEN"]);
    expect(await onlooker.codes(tagging("add"), { ids: [id], tags: ["mine"] })).toEqual(["FORBIDDEN"]);
    expect(await onlooker.codes(tagging("remove"), { ids: [id], tags: ["kept"] })).toEqual(["FORBIDDEN"]);
    expect(await onlooker.codes(ARCHIVE, { ids: [id], archived: true })).toEqual(["FORBIDDEN"]);
    await onlooker.query(FAVOURITE, { id, favourite: true });
    expect(await read(id, onlooker)).toMatchObject({ favourite: true, tags: ["kept"], archived: false });
    expect((await read(id))!.favourite).toBe(false);
    expect(await listed({ favourite: true }, onlooker)).toEqual([id]);
    expect(await listed({ favourite: true })).not.toContain(id);
    await onlooker.query(FAVOURITE, { id, favourite: false });
    expect((await read(id, onlooker))!.favourite).toBe(false);
  });

  test("nothing of it, for people of another organisation", async () => {
    const id = await newRun();
    for (const [mutation, variables] of [
      [UPDATE, { id, input: { name: "theirs" } }],
      [tagging("add"), { ids: [id], tags: ["theirs"] }],
      [tagging("remove"), { ids: [id], tags: ["theirs"] }],
      [ARCHIVE, { ids: [id], archived: true }],
      [FAVOURITE, { id, favourite: true }],
    ] as const) {
      const { errors } = await stranger.send(mutation, variables);
      expect(errors).toMatchObject([{ extensions: { code: "NOT_FOUND", id } }]);
    }
    expect(await read(id)).toMatchObject({ tags: [], archived: false, favourite: false, edits: [] });
  });

  test("nothing of a run that is not there", async () => {
    const id = globalId("TrainingRun", newId());
    expect(await founder.codes(UPDATE, { id, input: { name: "x" } })).toEqual(["NOT_FOUND"]);
    expect(await founder.codes(FAVOURITE, { id, favourite: true })).toEqual(["NOT_FOUND"]);
  });
});

test("an archived run is left out of lists, counts and searches until it is taken back, and can be read by its id", async () => {
  const id = await newRun({ name: "obsolete experiment", group: "attic" });
  await founder.query(ARCHIVE, { ids: [id], archived: true });
  const facets = `{ trainingRunFacets(filter: { group: "attic" }) { total } }`;
  expect(await listed({ group: "attic" })).toEqual([]);
  expect(await listed({ search: "obsolete" })).toEqual([]);
  expect(await founder.query(facets)).toEqual({ trainingRunFacets: { total: 0 } });
  expect(await listed({ group: "attic", archived: true })).toEqual([id]);
  expect((await read(id))!.archived).toBe(true);
  await founder.query(ARCHIVE, { ids: [id], archived: false });
  expect(await listed({ group: "attic" })).toEqual([id]);
  expect(await listed({ group: "attic", archived: true })).toEqual([]);
});

test("a dashboard shows what is said about a run as soon as it is said, and a run that is archived once more", async () => {
  const id = await newRun({ group: "watched" });
  const board = onlooker.subscribe<{ runs: Run[] }>(
    `subscription { runs: trainingRunsChanged(filter: { group: "watched" }, maxPerSecond: 20) { id name tags archived favourite } }`,
  );
  const next = async () => (await board.next()).value!.data!.runs;
  expect(await next()).toMatchObject([{ id, tags: [] }]);
  await founder.query(tagging("add"), { ids: [id], tags: ["seen"] });
  expect(await next()).toMatchObject([{ id, tags: ["seen"], favourite: false }]);
  await onlooker.query(FAVOURITE, { id, favourite: true });
  expect(await next()).toMatchObject([{ id, favourite: true }]);
  await founder.query(ARCHIVE, { ids: [id], archived: true });
  expect(await next()).toMatchObject([{ id, archived: true }]);
  await board.return(undefined);
});

test("a dashboard that searches shows runs as they come to hold what it looks for", async () => {
  const board = founder.subscribe<{ runs: Run[] }>(
    `subscription { runs: trainingRunsChanged(filter: { search: "wombat" }, maxPerSecond: 20) { id } }`,
  );
  const next = async (): Promise<string[]> => {
    const { data } = (await board.next()).value as Answer<{ runs: Run[] }>;
    return data!.runs.map(({ id }) => id);
  };
  expect(await next()).toEqual([]);
  const launched = await newRun({ name: "wombat one" });
  expect(await next()).toEqual([launched]);
  const edited = await newRun({ name: "another" });
  await update(edited, { notes: "like the wombat" });
  expect(await next()).toEqual([edited]);
  await board.return(undefined);
});

test("the labels of a list cost the same number of statements however many runs it shows", async () => {
  await newRun({ tags: ["a", "b"] });
  await newRun({ tags: ["c"] });
  const list = `query ($first: Int!) { trainingRuns(first: $first) { edges { node { ${LABELS} } } } }`;
  const one = await countStatements(product, () => founder.query(list, { first: 1 }));
  expect(await countStatements(product, () => founder.query(list, { first: 50 }))).toBe(one);
});

test("a retried run belongs where the first one did", async () => {
  const id = await newRun({ group: "family", tags: ["kin"] });
  await founder.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { status } }`, { id });
  const retry = `mutation ($id: ID!) { run: retryTrainingRun(id: $id) { ... on TrainingRun { group tags } } }`;
  expect(await founder.query(retry, { id })).toEqual({ run: { group: "family", tags: ["kin"] } });
});
