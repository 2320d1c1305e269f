import { beforeAll, describe, expect, test } from "@jest/globals";
import { globalId, newId, rowId } from "../../src/kernel/ids.js";
import { indexRunsProcessor } from "../../workers/processors/index-runs.processor.js";
import type { WorkerTools } from "../../workers/processors/worker-tools.js";
import type { Client } from "../harness/client.js";
import { liftQuota, seedColleague } from "../harness/colleague.js";
import { withProduct } from "../harness/product.js";
import { launch, SMALL } from "../harness/runs.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct();
let founder: Client;
let member: Client;
let stranger: Client;

/** What each run of this file is, by its name. */
const runs = {
  alpha: { notes: "手写数字识别的机器学习模型，用于对照。", tags: ["baseline", "mnist"], group: "digits", seed: 1 },
  bravo: { notes: "Training with a larger learning rate diverged.", tags: ["mnist"], group: "digits", seed: 2 },
  charlie: { notes: "图像生成 GAN 试验", tags: ["gan/image_generation"], group: "生成模型", seed: 3 },
  delta: { name: "delta", seed: 4, parameters: { epochs: 2, batchSize: 7, learningRate: 0.0123, variant: "deep" } },
  "echo handwritten baseline": { seed: 5, parameters: { epochs: 9 } },
} as const;
const ids: Record<string, string> = {};

interface Page {
  edges: { cursor: string; node: { name: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
  totalCount: number;
}

const LIST = `query ($filter: TrainingRunFilter, $orderBy: TrainingRunOrder, $orderMetric: String, $first: Int, $after: String, $last: Int, $before: String) {
  trainingRuns(filter: $filter, orderBy: $orderBy, orderMetric: $orderMetric, first: $first, after: $after, last: $last, before: $before) {
    totalCount edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

async function page(variables: Record<string, unknown>, client = founder): Promise<Page> {
  return (await client.query<{ trainingRuns: Page }>(LIST, variables)).trainingRuns;
}
async function names(variables: Record<string, unknown>, client = founder): Promise<string[]> {
  return (await page(variables, client)).edges.map(({ node }) => node.name.split(" ")[0]);
}
const found = async (search: string, client = founder) => (await names({ filter: { search } }, client)).sort();
const filtered = async (filter: object) => (await names({ filter })).sort();
const sql = (text: string, values: unknown[] = []) => product.services.pool.query(text, values);

beforeAll(async () => {
  founder = await product.founder();
  member = await seedColleague(product, "MEMBER");
  stranger = await seedStranger(product);
  await liftQuota(product);
  for (const [name, input] of Object.entries(runs)) {
    const client = name === "delta" ? member : founder;
    ids[name] = (await launch(client, { ...SMALL, dataset: "mnist-digits", name, ...input })).id;
  }
  const logged: [string, string, string][] = [
    ["alpha", `{"val_loss": 0.5, "val_accuracy": 0.9}`, "2026-01-03T00:00:00.000001Z"],
    ["bravo", `{"val_loss": 1e-7, "val_accuracy": 0.2}`, "2026-01-01T00:00:00Z"],
    ["charlie", `{"val_loss": 12}`, "2026-01-03T00:00:00.000002Z"],
    ["delta", `{"val_loss": 0.5}`, "2026-01-02T00:00:00Z"],
  ];
  for (const [name, metrics, at] of logged) {
    await sql(
      `update training_run set latest_metrics = $2, started_at = $3::timestamptz, finished_at = $3::timestamptz where id = $1`,
      [rowId("TrainingRun", ids[name]), metrics, at],
    );
  }
  await sql(
    `update training_run set error = '{"code": "NON_FINITE_LOSS", "message": "the loss exploded"}' where id = $1`,
    [rowId("TrainingRun", ids.bravo)],
  );
});

describe("a search", () => {
  test.each([
    ["学习", ["alpha"], "a Chinese word of two characters"],
    ["机器学习", ["alpha"], "a longer word"],
    ["手写数字", ["alpha"], "several words written together"],
    ["识别 模型", ["alpha"], "words in any place"],
    ["数", ["alpha"], "a single character as the beginning of a word"],
    ["生成", ["charlie"], "a word of a group and of notes"],
    ["模型", ["alpha", "charlie"], "the same word in different fields"],
    ["train", ["bravo"], "an English word by its stem"],
    ["diverging", ["bravo"], "another form of a word"],
    ["diverg", ["bravo"], "the beginning of the last word"],
    ["handwrit", ["echo"], "the beginning of a word whose stem is shorter"],
    ["HANDWRITTEN", ["echo"], "whatever the case"],
    ["ｂａｓｅｌｉｎｅ", ["alpha", "echo"], "full-width letters; tags and names alike"],
    ["image gan", ["charlie"], "parts of a tag with a slash and an underscore, and Latin within Chinese"],
    ["exploded", ["bravo"], "an error"],
    ["0.0123", ["delta"], "a parameter's value"],
    ["variant deep", ["delta"], "a parameter's name and value"],
    ["图像分类", ["alpha", "bravo", "charlie", "delta", "echo"], "the recipe's Chinese title"],
    ["classification", ["alpha", "bravo", "charlie", "delta", "echo"], "the recipe's English title"],
    ["mnist-digits", ["alpha", "bravo", "charlie", "delta", "echo"], "the data set"],
    ["对照 diverged", [], "words of different runs: all must stand in one"],
    ["larger nonsense", [], "a word that is nowhere"],
    ["'\\:*&|!<->()", [], "signs that are no words"],
    ["学习'|\\ & !模型:*", ["alpha"], "words among signs"],
  ])("for %s finds %j: %s", async (search, expected) => {
    expect(await found(search)).toEqual(expected);
  });

  test("of blanks is none", async () => {
    expect(await filtered({ search: "  " })).toHaveLength(5);
  });

  test("finds what has been changed the moment before, and no longer what it was", async () => {
    const update = `mutation ($id: ID!, $input: UpdateTrainingRunInput!) { updateTrainingRun(id: $id, input: $input) { id } }`;
    await founder.query(update, { id: ids.delta, input: { notes: "zebra" } });
    expect(await found("zebra")).toEqual(["delta"]);
    await founder.query(update, { id: ids.delta, input: { notes: "okapi", tags: ["savanna"] } });
    expect([await found("zebra"), await found("okapi"), await found("savanna")]).toEqual([[], ["delta"], ["delta"]]);
    const tag = `mutation ($ids: [ID!]!) { removeTrainingRunTags(ids: $ids, tags: ["savanna"]) { id } }`;
    await founder.query(tag, { ids: [ids.delta] });
    expect(await found("savanna")).toEqual([]);
  });

  test("finds what is new in each of several searches at once", async () => {
    const update = `mutation ($id: ID!, $notes: String!) { updateTrainingRun(id: $id, input: { notes: $notes }) { id } }`;
    for (const notes of ["quagga", "tapir", "axolotl"]) {
      await founder.query(update, { id: ids.delta, notes });
      const searches = await Promise.all(Array.from({ length: 8 }, () => found(notes)));
      expect(searches).toEqual(searches.map(() => ["delta"]));
    }
  });

  test("finds nothing of another organisation", async () => {
    const { id } = await launch(stranger, { ...SMALL, name: "theirs", notes: "学习 secret" });
    expect(await found("学习", stranger)).toEqual(["theirs"]);
    expect(await found("学习")).toEqual(["alpha"]);
    expect(await found("secret")).toEqual([]);
    expect(await found(id.slice(12))).toEqual([]);
  });

  test("puts the best match first, and pages in that order", async () => {
    const best = await names({ filter: { search: "baseline" }, orderBy: "RELEVANCE" });
    expect(best).toEqual(await names({ filter: { search: "baseline" } }));
    const whole = await names({ filter: { search: "mnist" } });
    expect(whole).toHaveLength(5);
    // Tagged ones stand before those whose data set alone is called so.
    expect(whole.slice(0, 2).sort()).toEqual(["alpha", "bravo"]);
    const walked: string[] = [];
    let after: string | undefined;
    for (;;) {
      const { edges, pageInfo } = await page({ filter: { search: "mnist" }, first: 2, after });
      walked.push(...edges.map(({ node }) => node.name.split(" ")[0]));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(walked).toEqual(whole);
  });

  test("costs the same number of statements however many runs it finds", async () => {
    await found("mnist");
    const one = await countStatements(product, () => found("savanna"));
    expect(await countStatements(product, () => found("mnist"))).toBe(one);
  });

  test("is refused when it is too long, and an order by relevance without one", async () => {
    const tooLong = await founder.send(LIST, { filter: { search: "x".repeat(201) } });
    expect(tooLong.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "filter.search" } }]);
    const aimless = await founder.send(LIST, { orderBy: "RELEVANCE" });
    expect(aimless.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "orderBy" } }]);
  });

  test("finds what a worker has indexed in the background, and has nothing left to index", async () => {
    const note = `mutation ($id: ID!) { updateTrainingRun(id: $id, input: { notes: "indexed in the background" }) { id } }`;
    await founder.query(note, { id: ids.delta });
    const { searchIndex } = product.services;
    await indexRunsProcessor.process({}, { searchIndex } as WorkerTools);
    expect(await searchIndex.refresh()).toBe(0);
    expect(await found("background")).toEqual(["delta"]);
  });

  test("finds many runs that nobody has searched for before", async () => {
    await sql(
      `insert into training_run (id, organisation_id, recipe, parameters, dataset, dataset_sha256, seed, accelerator, name, status)
       select gen_random_uuid(), organisation_id, recipe, parameters, dataset, dataset_sha256, seed, accelerator,
         'multitude ' || n, 'CANCELLED' from training_run, generate_series(1, 450) n where id = $1`,
      [rowId("TrainingRun", ids.alpha)],
    );
    expect((await page({ filter: { search: "multitude" } })).totalCount).toBe(450);
    await sql(`delete from training_run where name like 'multitude%'`);
  });
});

describe("a filter", () => {
  test("by tags asks for all of them, however they are written", async () => {
    expect(await filtered({ tags: ["mnist"] })).toEqual(["alpha", "bravo"]);
    expect(await filtered({ tags: [" MNIST", "Baseline"] })).toEqual(["alpha"]);
  });

  test("by group, data set and launch", async () => {
    expect(await filtered({ group: "digits" })).toEqual(["alpha", "bravo"]);
    expect(await filtered({ dataset: "mnist-digits-small" })).toEqual([]);
    const { trainingRun } = await founder.query<{ trainingRun: { createdAt: string; launchedBy: { id: string } } }>(
      `query ($id: ID!) { trainingRun(id: $id) { createdAt launchedBy { id } } }`,
      { id: ids.delta },
    );
    expect(await filtered({ launchedBy: trainingRun.launchedBy.id })).toEqual(["delta"]);
    expect(await filtered({ createdAfter: trainingRun.createdAt })).toEqual(["delta", "echo"]);
    expect(await filtered({ createdBefore: trainingRun.createdAt })).toEqual(["alpha", "bravo", "charlie"]);
    expect(await filtered({ launchedBy: globalId("Author", newId()) })).toEqual([]);
    expect(await founder.codes(LIST, { filter: { launchedBy: "me" } })).toEqual(["NOT_FOUND"]);
  });

  test.each([
    [{ path: "learningRate", op: "EQ", value: 0.0123 }, ["delta"]],
    [{ path: "learningRate", op: "GT", value: 0.005 }, ["delta"]],
    [{ path: "variant", op: "EQ", value: "deep" }, ["delta"]],
    [{ path: "variant", op: "NE", value: "deep" }, ["alpha", "bravo", "charlie", "echo"]],
    [{ path: "epochs", op: "LTE", value: 4 }, ["alpha", "bravo", "charlie", "delta"]],
    [{ path: "epochs", op: "GTE", value: 9 }, ["echo"]],
    [{ path: "epochs", op: "LT", value: 4 }, ["delta"]],
    [{ path: "epochs.nested", op: "EQ", value: 1 }, []],
    [{ path: "variant", op: "GT", value: 0 }, []],
    [{ path: "variant", op: "EQ", value: "\ud800" }, []],
  ])("by a parameter: %j", async (parameter, expected) => {
    expect(await filtered({ parameter: [parameter] })).toEqual(expected);
  });

  test("by the newest value of a metric, of those that have logged it", async () => {
    expect(await filtered({ metric: [{ name: "val_loss", op: "LTE", value: 0.5 }] })).toEqual([
      "alpha",
      "bravo",
      "delta",
    ]);
    const both = [
      { name: "val_loss", op: "LT", value: 1 },
      { name: "val_accuracy", op: "GT", value: 0.5 },
    ];
    expect(await filtered({ metric: both })).toEqual(["alpha"]);
  });

  test.each([
    [{ parameter: [{ path: "", op: "EQ", value: 1 }] }, "filter.parameter.0.path"],
    [{ parameter: [{ path: "epochs", op: "EQ", value: [1] }] }, "filter.parameter.0.value"],
    [{ parameter: [{ path: "epochs", op: "LT", value: "many" }] }, "filter.parameter.0.value"],
    [{ tags: Array.from({ length: 21 }, () => "t") }, "filter.tags"],
  ])("%#: names the field of what it cannot take", async (filter, field) => {
    const { errors } = await founder.send(LIST, { filter });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
  });
});

describe("an order", () => {
  const orders: [object, string[]][] = [
    [{ orderBy: "NEWEST" }, ["echo", "delta", "charlie", "bravo", "alpha"]],
    [{ orderBy: "OLDEST" }, ["alpha", "bravo", "charlie", "delta", "echo"]],
    [{ orderBy: "NAME" }, ["alpha", "bravo", "charlie", "delta", "echo"]],
    [{ orderBy: "STARTED" }, ["charlie", "alpha", "delta", "bravo", "echo"]],
    [{ orderBy: "FINISHED" }, ["charlie", "alpha", "delta", "bravo", "echo"]],
    [{ orderBy: "METRIC_LOWEST", orderMetric: "val_loss" }, ["bravo", "alpha", "delta", "charlie", "echo"]],
    [{ orderBy: "METRIC_HIGHEST", orderMetric: "val_accuracy" }, ["alpha", "bravo", "echo", "delta", "charlie"]],
  ];

  test.each(orders)("%j holds over pages in both directions", async (order, expected) => {
    expect(await names({ ...order })).toEqual(expected);
    const forward: string[] = [];
    for (let after: string | undefined; forward.length < 5;) {
      const { edges } = await page({ ...order, first: 2, after });
      forward.push(...edges.map(({ node }) => node.name.split(" ")[0]));
      after = edges.at(-1)!.cursor;
    }
    expect(forward).toEqual(expected);
    const backward: string[] = [];
    for (let before: string | undefined; backward.length < 5;) {
      const { edges } = await page({ ...order, last: 2, before });
      backward.unshift(...edges.map(({ node }) => node.name.split(" ")[0]));
      before = edges[0].cursor;
    }
    expect(backward).toEqual(expected);
  });

  test("by a metric names it", async () => {
    const { errors } = await founder.send(LIST, { orderBy: "METRIC_HIGHEST" });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: "orderMetric" } }]);
  });

  test("refuses cursors that it did not give, whatever they hold", async () => {
    const forged = (...key: string[]) => Buffer.from(JSON.stringify(key)).toString("base64url");
    const id = newId();
    for (const value of ["", "NaN", "1e999", "0x1", "1; select 1", "infinity"]) {
      const variables = { orderBy: "METRIC_LOWEST", orderMetric: "val_loss", after: forged(value, id) };
      expect(await founder.codes(LIST, variables)).toEqual(["BAD_USER_INPUT"]);
    }
    expect(await founder.codes(LIST, { orderBy: "STARTED", after: forged("9".repeat(19), id) })).toEqual([
      "BAD_USER_INPUT",
    ]);
  });
});

describe("facets", () => {
  const FACETS = `query ($filter: TrainingRunFilter) { trainingRunFacets(filter: $filter) {
    total tags { value count } groups { value count } statuses { value count } recipes { value count } datasets { value count }
  } }`;

  test("count the runs of each kind, the most frequent first, in one statement", async () => {
    expect(await founder.query(FACETS)).toEqual({
      trainingRunFacets: {
        total: 5,
        tags: [
          { value: "mnist", count: 2 },
          { value: "baseline", count: 1 },
          { value: "gan/image_generation", count: 1 },
        ],
        groups: [
          { value: "digits", count: 2 },
          { value: "生成模型", count: 1 },
        ],
        statuses: [{ value: "QUEUED", count: 5 }],
        recipes: [{ value: "cnn-image-classification", count: 5 }],
        datasets: [{ value: "mnist-digits", count: 5 }],
      },
    });
    expect(await countStatements(product, () => founder.query(FACETS))).toBe(1);
  });

  test("count within a filter, and only what the viewer may see", async () => {
    expect(await founder.query(FACETS, { filter: { search: "学习", tags: ["mnist"] } })).toMatchObject({
      trainingRunFacets: { total: 1, groups: [{ value: "digits", count: 1 }] },
    });
    const other = await seedStranger(product);
    expect(await other.query(FACETS)).toMatchObject({ trainingRunFacets: { total: 0, tags: [], statuses: [] } });
  });
});
