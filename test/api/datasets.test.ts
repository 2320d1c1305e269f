import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { decodedPicture } from "../../src/kernel/pictures/decoded-picture.js";
import { seedColleague } from "../harness/colleague.js";
import { checkpointZip } from "../harness/checkpoints.js";
import type { Answer, Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { launch } from "../harness/runs.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";
import { until } from "../harness/until.js";
import { type Created, multipart, sendForm, twoClasses, upload, uploadCodes } from "../harness/uploads.js";

const LIMIT_MB = 1;
const product = withProduct({ uploadMaxMegabytes: LIMIT_MB, checkpointUploadMaxMegabytes: 2 * LIMIT_MB });

let founder: Client;
let stranger: Client;

beforeAll(async () => {
  founder = await product.founder();
  stranger = await seedStranger(product);
});

const TABLE = { name: "customers", kind: "TABLE", licence: "CC0-1.0", provenance: "Ours, from the shop." };
const people = twoClasses(20);
const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");

/** The files that lie in the store, drafts among them. */
async function storedFiles(): Promise<string[]> {
  const root = join(product.config.home, "artifacts");
  const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

const LIST = `query ($filter: DatasetFilter, $first: Int, $after: String, $last: Int, $before: String) {
  datasets(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage endCursor startCursor } edges { node {
      id name kind builtIn rows classes title { en } licence provenance { en } sha256 archived createdAt createdBy { name }
      version { number } versions { number sha256 } } } } }`;

interface Listed {
  datasets: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string; startCursor: string };
    edges: { node: { id: string; name: string; builtIn: boolean; kind: string; versions: { number: number }[] } }[];
  };
}

async function list(variables: object = {}, client = founder): Promise<Listed["datasets"]> {
  return (await client.query<Listed>(LIST, { first: 100, ...variables })).datasets;
}

const names = ({ edges }: Listed["datasets"]) => edges.map(({ node }) => node.name);

afterEach(async () => {
  await product.services.pool.query(`delete from training_run`);
  await product.services.pool.query(`delete from dataset`);
});

describe("a file that fits", () => {
  test("becomes a data set with version 1, its hash and its profile", async () => {
    const created = await upload(product, founder, people, TABLE, "C:\\shop\\..\\customers.csv");
    expect(created).toMatchObject({
      __typename: "Dataset",
      ...{ name: "customers", kind: "TABLE", rows: 40, classes: ["no", "yes"], sha256: sha256(people) },
      version: { number: 1, sha256: sha256(people), size: people.length, fileName: "customers.csv" },
    });
    const { dataset } = await founder.query<{ dataset: object }>(
      `query ($id: ID!) { dataset(id: $id) { licence provenance { en zh } profile { rows classCount columns { name type distinct } }
        createdBy { name } versions { number licence } } }`,
      { id: created.id },
    );
    expect(dataset).toMatchObject({
      licence: "CC0-1.0",
      provenance: { en: "Ours, from the shop.", zh: "Ours, from the shop." },
      profile: {
        rows: 40,
        classCount: 2,
        columns: [{ name: "width", type: "NUMBER" }, {}, { name: "colour", distinct: 2 }, {}],
      },
      versions: [{ number: 1, licence: "CC0-1.0" }],
    });
  });

  test("makes a new version under a name that is there, and none when its bytes are the same", async () => {
    const files = await storedFiles();
    const first = await upload(product, founder, people, TABLE);
    const again = await upload(product, founder, people, { ...TABLE, name: "Customers" });
    expect(again.version).toEqual(first.version);
    const next = await upload(product, founder, twoClasses(30), TABLE);
    expect(next).toMatchObject({ id: first.id, version: { number: 2 } });
    expect((await list({ filter: { builtIn: false } })).edges[0].node.versions.map(({ number }) => number)).toEqual([
      2, 1,
    ]);
    expect(await storedFiles()).toHaveLength(files.length + 2);
  });

  test("is read anew, as another version, when it is to be read in another way", async () => {
    await upload(product, founder, people, TABLE);
    const other = await upload(product, founder, people, { ...TABLE, options: { label: "colour" } });
    expect(other).toMatchObject({ version: { number: 2 }, classes: ["red", "blue"] });
  });

  test("may have a class whose name is cut off within a character", async () => {
    const endless = `x${"👍".repeat(100)}`;
    const created = await upload(product, founder, people.replaceAll(",yes", `,${endless}`), TABLE);
    expect(created).toMatchObject({ __typename: "Dataset", classes: ["no", expect.stringMatching(/^x(👍)+/u)] });
  });

  test("sent twice at once is there once", async () => {
    const both = await Promise.all([upload(product, founder, people, TABLE), upload(product, founder, people, TABLE)]);
    expect(both.map(({ __typename }) => __typename)).toEqual(["Dataset", "Dataset"]);
    expect((await list({ filter: { builtIn: false } })).totalCount).toBe(1);
  });
});

describe("a file that does not fit", () => {
  test("is refused with its faults by line, row and column, and leaves nothing", async () => {
    const files = await storedFiles();
    const bad = people.replace(/\n4[^,]*,/, "\nwide,");
    const refused = await upload(product, founder, bad, TABLE);
    expect(refused).toMatchObject({
      __typename: "InvalidData",
      code: "INVALID_DATA",
      message: expect.stringMatching(/^1 thing does not fit\. Line 3, column “width”: “wide” is not a number/),
      faultCount: 1,
      faults: [{ line: 3, row: 2, column: "width" }],
    });
    expect((await list({ filter: { builtIn: false } })).totalCount).toBe(0);
    expect(await storedFiles()).toEqual(files);
  });

  test("leaves the version that there was", async () => {
    const kept = await upload(product, founder, people, TABLE);
    expect(await upload(product, founder, "a,b\n1\n", TABLE)).toMatchObject({ __typename: "InvalidData" });
    const { dataset } = await founder.query<{ dataset: object }>(
      `query ($id: ID!) { dataset(id: $id) { version { id number } } }`,
      { id: kept.id },
    );
    expect(dataset).toEqual({ version: { id: kept.version!.id, number: 1 } });
  });

  test.each([
    ["a built-in set's name", { ...TABLE, name: "Penguins" }],
    ["a name with a path in it", { ...TABLE, name: "../../etc/passwd" }],
    ["no name", { ...TABLE, name: "  " }],
    ["an endless name", { ...TABLE, name: "x".repeat(81) }],
    ["a kind that comes with the product alone", { ...TABLE, kind: "ENVIRONMENT" }],
    ["an option that there is not", { ...TABLE, options: { colour: "red" } }],
    ["an option of the wrong type", { ...TABLE, options: { label: 7 } }],
    ["an endless licence", { ...TABLE, licence: "x".repeat(201) }],
  ])("in %s is refused by its field", async (_what, input) => {
    expect(await uploadCodes(product, founder, people, input)).toEqual(["BAD_USER_INPUT"]);
  });

  test("in its kind is no version of a data set of another", async () => {
    await upload(product, founder, people, TABLE);
    expect(await uploadCodes(product, founder, people, { ...TABLE, kind: "TEXTS" })).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("what a request with a file must be", () => {
  const form = () =>
    multipart(
      `mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { __typename } }`,
      { input: { ...TABLE, file: null } },
      { name: "a.csv", content: people },
    );
  const code = ({ errors }: { errors?: { extensions: { code: string } }[] }) => errors?.[0].extensions.code;

  test("preflighted: a page elsewhere cannot send it unasked", async () => {
    const answer = await sendForm(product, founder, form(), {});
    expect([answer.status, code(answer)]).toEqual([400, "BAD_MULTIPART"]);
    expect((await list({ filter: { builtIn: false } })).totalCount).toBe(0);
  });

  test("signed in, before anything of the file is read", async () => {
    const answer = await sendForm(product, undefined, form());
    expect([answer.status, code(answer)]).toEqual([401, "UNAUTHENTICATED"]);
  });

  test("of a person who may upload: a viewer may not, nor preview files", async () => {
    const viewer = await seedColleague(product, "VIEWER");
    expect(code(await sendForm(product, viewer, form()))).toBe("FORBIDDEN");
    const preview = multipart(
      `query ($file: Upload) { previewDataset(file: $file, kind: TABLE) { faultCount } }`,
      { file: null },
      { name: "a.csv", content: people },
      "variables.file",
    );
    expect(code(await sendForm(product, viewer, preview))).toBe("FORBIDDEN");
    expect((await list({}, viewer)).edges.length).toBeGreaterThan(0);
  });

  test("larger than other files when it is a pre-trained model, up to a limit of its own", async () => {
    const model = (megabytes: number) =>
      checkpointZip({ files: { "notes.txt": randomBytes(megabytes * 1_000_000).toString("base64") } });
    const about = { name: "BERT", kind: "CHECKPOINT" };
    const kept = await upload(product, founder, await model(1.2 * LIMIT_MB), about, "bert.zip");
    expect(kept).toMatchObject({ __typename: "Dataset", rows: 43 });
    expect(kept.version!.size).toBeGreaterThan(LIMIT_MB * 1_000_000);
    const files = await storedFiles();
    expect(await uploadCodes(product, founder, await model(2.2 * LIMIT_MB), about)).toEqual(["PAYLOAD_TOO_LARGE"]);
    expect(await storedFiles()).toEqual(files);
  });

  test("of one file at most where a request does not tell its length, and no larger than allowed", async () => {
    const files = await storedFiles();
    const large = multipart(
      `mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { __typename } }`,
      { input: { ...TABLE, file: null } },
      { name: "a.csv", content: "a,b\n1,2\n".repeat(LIMIT_MB * 150_000) },
    );
    expect(code(await sendForm(product, founder, large))).toBe("PAYLOAD_TOO_LARGE");
    const preview = multipart(
      `query ($file: Upload) { previewDataset(file: $file, kind: TABLE) { faultCount } }`,
      { file: null },
      { name: "a.csv", content: "a,b\n1,2\n".repeat(LIMIT_MB * 150_000) },
      "variables.file",
    );
    expect(code(await sendForm(product, founder, preview))).toBe("PAYLOAD_TOO_LARGE");
    const two = form();
    two.set("map", JSON.stringify({ 0: ["variables.input.file"], 1: ["variables.other"] }));
    const encoded = new Response(two);
    const untold = await fetch(`${product.url}/graphql`, {
      method: "POST",
      headers: {
        "apollo-require-preflight": "true",
        authorization: `Bearer ${founder.accessToken}`,
        "content-type": encoded.headers.get("content-type")!,
      },
      body: encoded.body,
      duplex: "half",
    } as RequestInit);
    expect(code((await untold.json()) as Answer<unknown>)).toBe("PAYLOAD_TOO_LARGE");
    expect(await storedFiles()).toEqual(files);
  });

  test.each([
    ["no operations", (body: FormData) => body.delete("operations")],
    ["operations that are no JSON", (body: FormData) => body.set("operations", "{")],
    ["a map that is no JSON", (body: FormData) => body.set("map", "{")],
    ["no file", (body: FormData) => body.delete("0")],
    ["a file where none belongs", (body: FormData) => body.set("map", JSON.stringify({ 0: ["variables.input.name"] }))],
    ["a map into the prototype", (body: FormData) => body.set("map", JSON.stringify({ 0: ["__proto__.polluted"] }))],
  ])("whole: not one with %s", async (_what, spoil) => {
    const body = form();
    spoil(body);
    const answer = await sendForm(product, founder, body);
    expect(["BAD_MULTIPART", "BAD_USER_INPUT"]).toContain(code(answer));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("multipart: a file's variable cannot be written out", async () => {
    const input = { ...TABLE, file: "a,b" };
    expect(
      await founder.codes(`mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { __typename } }`, {
        input,
      }),
    ).toEqual(["BAD_USER_INPUT"]);
  });

  test("sent to its end: what breaks off leaves nothing behind", async () => {
    const files = await storedFiles();
    const { port } = new URL(product.url);
    const encoded = new Response(form());
    const body = Buffer.from(await encoded.arrayBuffer());
    const sending = request({
      ...{ host: "127.0.0.1", port, path: "/graphql", method: "POST" },
      headers: {
        "content-type": encoded.headers.get("content-type")!,
        "content-length": body.length,
        "apollo-require-preflight": "true",
        authorization: `Bearer ${founder.accessToken}`,
      },
    });
    sending.on("error", () => undefined);
    sending.write(body.subarray(0, body.length - 200));
    await until(async () => (await storedFiles()).length > files.length);
    sending.destroy();
    await until(async () => (await storedFiles()).length === files.length);
    expect((await list({ filter: { builtIn: false } })).totalCount).toBe(0);
  });
});

describe("the list of data sets", () => {
  test("has one's own first, the newest of them before the others, then the built-in ones", async () => {
    await upload(product, founder, people, TABLE);
    await upload(product, founder, people, { ...TABLE, name: "Later" });
    const all = await list();
    expect(names(all).slice(0, 3)).toEqual(["Later", "customers", "mnist-digits"]);
    expect(all.totalCount).toBe(all.edges.length);
  });

  test("pages forwards and backwards over both", async () => {
    await upload(product, founder, people, TABLE);
    await upload(product, founder, people, { ...TABLE, name: "Later" });
    const all = names(await list());
    const first = await list({ first: 1 });
    const next = await list({ first: 2, after: first.pageInfo.endCursor });
    expect([...names(first), ...names(next)]).toEqual(all.slice(0, 3));
    const back = await list({ first: null, last: 2, before: next.pageInfo.endCursor });
    expect(names(back)).toEqual(all.slice(0, 2));
  });

  test.each([
    [{ kind: "TABLE" }, ["customers", "penguins"]],
    [{ recipe: "tabular-classification" }, ["customers", "penguins"]],
    [{ recipe: "lstm-time-series" }, ["seattle-weather", "co2"]],
    [{ search: "企鹅" }, ["penguins"]],
    [{ search: "custom" }, ["customers"]],
    [{ search: "100%" }, []],
    [{ archived: true }, []],
  ])("narrowed to %j has %j", async (filter, expected) => {
    await upload(product, founder, people, TABLE);
    expect(names(await list({ filter }))).toEqual(expected);
  });

  test("costs one statement and a count however long it is, and holds no profiles", async () => {
    const cost = () => countStatements(product, () => list());
    const short = await cost();
    for (let number = 0; number < 4; number++)
      await upload(product, founder, people, { ...TABLE, name: `customers ${number}` });
    expect([short, await cost()]).toEqual([2, 2]);
    expect(await founder.codes(`{ datasets { edges { node { profile { rows } } } } }`)).toEqual(["NOT_IN_LISTS"]);
  });

  test("says which files a recipe takes, and how they may be read", async () => {
    const { recipe, dataFormats } = await founder.query<{
      recipe: object;
      dataFormats: { kind: string; recipes: string[] }[];
    }>(
      `{ recipe(id: "tabular-classification") { accepts datasets { id builtIn versions { number } version { id } } }
         dataFormats { kind title { en } summary { zh } extension mediaType example recipes options { name kind default label { zh } } } }`,
    );
    expect(recipe).toEqual({
      accepts: ["TABLE"],
      datasets: [{ id: "penguins", builtIn: true, versions: [], version: null }],
    });
    expect(dataFormats.find(({ kind }) => kind === "TABLE")).toMatchObject({
      ...{ extension: ".csv", recipes: ["tabular-classification"] },
      options: expect.arrayContaining([expect.objectContaining({ name: "label", kind: "TEXT", default: "" })]),
    });
  });
});

describe("another organisation's data", () => {
  let theirs: Created;
  const ids = () => ({ id: theirs.id, version: theirs.version!.id });

  test("are nowhere: not in lists, not by id, not to launch, change, look at or delete", async () => {
    theirs = await upload(product, stranger, people, TABLE);
    expect((await list({ filter: { builtIn: false } })).totalCount).toBe(0);
    expect(
      await founder.query(
        `query ($id: ID!, $version: ID!) { dataset(id: $id) { id } a: node(id: $id) { id } b: node(id: $version) { id } }`,
        ids(),
      ),
    ).toEqual({ dataset: null, a: null, b: null });
    for (const id of [theirs.id, theirs.version!.id])
      expect(
        await founder.codes(
          `mutation ($input: LaunchTrainingRunInput!) { launchTrainingRun(input: $input) { __typename } }`,
          { input: { recipe: "tabular-classification", dataset: id } },
        ),
      ).toEqual(["NOT_FOUND"]);
    expect(
      await founder.codes(`mutation ($id: ID!) { updateDataset(id: $id, input: { archived: true }) { id } }`, ids()),
    ).toEqual(["NOT_FOUND"]);
    expect(
      await founder.codes(`query ($version: ID!) { previewDataset(version: $version) { faultCount } }`, ids()),
    ).toEqual(["NOT_FOUND"]);
    expect(await founder.codes(`mutation ($id: ID!) { deleteDataset(id: $id) }`, ids())).toEqual(["NOT_FOUND"]);
    expect((await list({ filter: { builtIn: false } }, stranger)).totalCount).toBe(1);
  });

  test("may have the same name as one's own", async () => {
    await upload(product, stranger, people, TABLE);
    expect(await upload(product, founder, people, TABLE)).toMatchObject({ version: { number: 1 } });
  });
});

test("a built-in data set has a profile like one's own; a world to play in has none", async () => {
  const figures = `id profile { rows columns { name type missing minimum maximum } classes { name rows } classCount figures { name value } }`;
  interface Profiled {
    id: string;
    profile: { rows: number; columns: object[]; classes: object[]; classCount: number; figures: object[] } | null;
  }
  const { penguins, pictures, world } = await founder.query<
    Record<"penguins" | "pictures" | "world", Profiled>
  >(`{ penguins: dataset(id: "penguins") { ${figures} } pictures: dataset(id: "mnist-digits") { ${figures} }
    world: dataset(id: "cart-pole") { ${figures} } }`);
  expect(penguins.profile).toMatchObject({
    rows: 344,
    classes: [
      { name: "Adelie", rows: 152 },
      { name: "Gentoo", rows: 124 },
      { name: "Chinstrap", rows: 68 },
    ],
  });
  expect(penguins.profile!.columns).toContainEqual({
    ...{ name: "body_mass_g", type: "NUMBER", missing: 2 },
    ...{ minimum: 2700, maximum: 6300 },
  });
  expect(pictures.profile).toMatchObject({ rows: 10_000, classCount: 10 });
  expect(pictures.profile!.figures).toContainEqual({ name: "size", value: 28 });
  expect(world.profile).toBeNull();
});

describe("a preview", () => {
  const PREVIEW = `query ($file: Upload, $kind: DataKind, $options: JSONObject, $version: ID, $dataset: ID, $first: Int) {
    previewDataset(file: $file, kind: $kind, options: $options, version: $version, dataset: $dataset, first: $first) {
      columns rows profile { rows classCount } faultCount faults { sentence } } }`;

  test("shows rows, profile and faults of a file, and keeps nothing", async () => {
    const files = await storedFiles();
    const content = `${people}1,2\n`;
    const body = multipart(
      PREVIEW,
      { file: null, kind: "TABLE", first: 1 },
      { name: "a.csv", content },
      "variables.file",
    );
    const { data } = await sendForm(product, founder, body);
    expect(data).toEqual({
      previewDataset: {
        columns: ["width", "height", "colour", "bought"],
        rows: [["0", "0", "blue", "no"]],
        profile: { rows: 41, classCount: 2 },
        faultCount: 1,
        faults: [{ sentence: "Line 42: 2 cells where the header has 4." }],
      },
    });
    expect(await storedFiles()).toEqual(files);
    expect((await list({ filter: { builtIn: false } })).totalCount).toBe(0);
  });

  test("shows a version as it was read", async () => {
    const { version } = await upload(product, founder, people, { ...TABLE, options: { label: "colour" } });
    const { previewDataset } = await founder.query<{ previewDataset: object }>(PREVIEW, {
      version: version!.id,
      first: 2,
    });
    expect(previewDataset).toMatchObject({
      columns: ["width", "height", "bought", "colour"],
      faultCount: 0,
      rows: [{ length: 4 }, { length: 4 }],
    });
  });

  test("shows what a built-in data set holds, pictures and all", async () => {
    const penguins = await founder.query<{ previewDataset: object }>(PREVIEW, { dataset: "penguins", first: 1 });
    expect(penguins.previewDataset).toMatchObject({
      columns: ["island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex", "species"],
      rows: [["Torgersen", "39.1", "18.7", "181", "3750", "MALE", "Adelie"]],
      profile: { rows: 344, classCount: 3 },
      faultCount: 0,
    });
    const { previewDataset } = await founder.query<{ previewDataset: { pictures: { class: string; png: string }[] } }>(
      `{ previewDataset(dataset: "mnist-digits", first: 100) { pictures { class png } } }`,
    );
    expect(previewDataset.pictures.map((picture) => picture.class)).toEqual([..."0123456789"]);
    const [{ png }] = previewDataset.pictures;
    expect(decodedPicture(Buffer.from(png, "base64"), { channels: 1, sideMax: 28 })).toMatchObject({ width: 28 });
    for (const dataset of ["cart-pole", "tea-leaves", "constructor"])
      expect(await founder.codes(`{ previewDataset(dataset: "${dataset}") { faultCount } }`)).toEqual(["NOT_FOUND"]);
    const both = `{ previewDataset(dataset: "penguins", version: "x") { faultCount } }`;
    expect(await founder.codes(both)).toEqual(["BAD_USER_INPUT"]);
  });

  test("wants a file with its kind, or a version, and few rows", async () => {
    expect(await founder.codes(`{ previewDataset { faultCount } }`)).toEqual(["BAD_USER_INPUT"]);
    expect(await founder.codes(`{ previewDataset(version: "x", first: 101) { faultCount } }`)).toEqual([
      "BAD_USER_INPUT",
    ]);
    expect(await founder.codes(`{ previewDataset(version: "x") { faultCount } }`)).toEqual(["NOT_FOUND"]);
  });

  test("of a large file is made in a thread, and says the same", async () => {
    const content = twoClasses(18_000);
    expect(content.length).toBeGreaterThan(500_000);
    const body = multipart(
      PREVIEW,
      { file: null, kind: "TABLE", first: 1 },
      { name: "a.csv", content },
      "variables.file",
    );
    const { data } = await sendForm(product, founder, body);
    expect(data).toMatchObject({ previewDataset: { profile: { rows: 36_000, classCount: 2 }, faultCount: 0 } });
  });
});

describe("an organisation's room", () => {
  test("for data is limited, shown, and freed by deleting", async () => {
    const admin = await product.admin();
    const set = (megabytes: number) =>
      admin.query(
        `mutation ($input: SetOrganisationQuotaInput!) { setOrganisationQuota(input: $input) { datasetMegabytesMax } }`,
        { input: { organisation: "demo", datasetMegabytesMax: megabytes } },
      );
    const half = twoClasses(16_000);
    await set(1);
    const kept = await upload(product, founder, half, TABLE);
    const { organisationQuota } = await founder.query<{ organisationQuota: { datasetMegabytesUsed: number } }>(
      `{ organisationQuota { datasetMegabytesUsed datasetMegabytesMax } }`,
    );
    expect(organisationQuota).toEqual({ datasetMegabytesUsed: half.length / 1_000_000, datasetMegabytesMax: 1 });
    const files = await storedFiles();
    const large = twoClasses(18_000);
    expect(await upload(product, founder, large, { ...TABLE, name: "more" })).toMatchObject({
      __typename: "QuotaExceeded",
      quota: "DATASET_MEGABYTES",
    });
    expect(await storedFiles()).toEqual(files);
    expect(await founder.query(`mutation ($id: ID!) { deleteDataset(id: $id) }`, { id: kept.id })).toEqual({
      deleteDataset: kept.id,
    });
    expect(await storedFiles()).toHaveLength(files.length - 1);
    expect(await upload(product, founder, large, { ...TABLE, name: "more" })).toMatchObject({ __typename: "Dataset" });
    await set(5_000);
  });
});

describe("a run on one's own data", () => {
  const recipe = "tabular-classification";
  const RUN = `query ($id: ID!) { trainingRun(id: $id) { dataset datasetSha256 datasetVersion { id number dataset { id name } } } }`;
  const runOf = async (id: string) => (await founder.query<{ trainingRun: object }>(RUN, { id })).trainingRun;

  test("pins the newest version, or the one that it names", async () => {
    const first = await upload(product, founder, people, TABLE);
    const next = await upload(product, founder, twoClasses(30), TABLE);
    expect(await runOf((await launch(founder, { recipe, dataset: first.id })).id)).toEqual({
      ...{ dataset: "customers", datasetSha256: next.version!.sha256 },
      datasetVersion: { id: next.version!.id, number: 2, dataset: { id: first.id, name: "customers" } },
    });
    expect(await runOf((await launch(founder, { recipe, dataset: first.version!.id })).id)).toMatchObject({
      datasetSha256: sha256(people),
      datasetVersion: { number: 1 },
    });
  });

  test("is not launched where the recipe takes no such data, or these do not fit it", async () => {
    const { id } = await upload(product, founder, people, TABLE);
    expect(await launch(founder, { recipe: "cnn-image-classification", dataset: id })).toMatchObject({
      errors: [{ field: "dataset", code: "UNFIT_DATASET", message: expect.stringMatching(/is of the kind TABLE/) }],
    });
    const few = await upload(product, founder, twoClasses(5), { ...TABLE, name: "few" });
    expect(await launch(founder, { recipe, dataset: few.id })).toMatchObject({
      errors: [{ code: "UNFIT_DATASET", message: expect.stringMatching(/10 rows; 30 are the least/) }],
    });
  });

  test("keeps its version when it is retried, also when the data set is archived meanwhile", async () => {
    const { id } = await upload(product, founder, people, TABLE);
    const run = await launch(founder, { recipe, dataset: id });
    await founder.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { id } }`, { id: run.id });
    await upload(product, founder, twoClasses(30), TABLE);
    await founder.query(`mutation ($id: ID!) { updateDataset(id: $id, input: { archived: true }) { archived } }`, {
      id,
    });
    expect((await list({ filter: { builtIn: false } })).totalCount).toBe(0);
    expect(await launch(founder, { recipe, dataset: id })).toMatchObject({ errors: [{ code: "UNFIT_DATASET" }] });
    const { retryTrainingRun } = await founder.query<{ retryTrainingRun: { id: string } }>(
      `mutation ($id: ID!) { retryTrainingRun(id: $id) { ... on TrainingRun { id } } }`,
      { id: run.id },
    );
    expect(await runOf(retryTrainingRun.id)).toMatchObject({ datasetVersion: { number: 1 } });
  });

  test("holds its data while it has not ended; afterwards they may go, and it cannot be retried", async () => {
    const { id } = await upload(product, founder, people, TABLE);
    const run = await launch(founder, { recipe, dataset: id });
    const remove = `mutation ($id: ID!) { deleteDataset(id: $id) }`;
    expect(await founder.codes(remove, { id })).toEqual(["CONFLICT"]);
    await founder.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { id } }`, { id: run.id });
    await founder.query(remove, { id });
    expect(await runOf(run.id)).toEqual({ dataset: "customers", datasetSha256: sha256(people), datasetVersion: null });
    const { retryTrainingRun } = await founder.query<{ retryTrainingRun: object }>(
      `mutation ($id: ID!) { retryTrainingRun(id: $id) { ... on InvalidParameters { errors { field code } } } }`,
      { id: run.id },
    );
    expect(retryTrainingRun).toEqual({ errors: [{ field: "dataset", code: "UNKNOWN_DATASET" }] });
  });
});

test("what no row names goes with the orphans, and what a version names stays", async () => {
  await upload(product, founder, people, TABLE);
  const { artifacts } = product.services;
  const tomorrow = Date.now() + 25 * 3_600_000;
  await artifacts.removeOrphans(tomorrow);
  expect(await storedFiles()).toHaveLength(1);
  await product.services.pool.query(`delete from dataset`);
  expect(await artifacts.removeOrphans(tomorrow)).toBe(1);
});
