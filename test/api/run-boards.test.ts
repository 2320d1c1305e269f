import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { ReportedRun } from "../harness/reported-run.js";
import { launch } from "../harness/runs.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";
import { until } from "../harness/until.js";

const product = withProduct();

interface ShownRun {
  id: string;
  name: string;
  status: string;
  latestMetrics: { name: string; value: number }[];
  favourite?: boolean;
}

const BOARD = `subscription ($filter: TrainingRunFilter, $maxPerSecond: Int) {
  trainingRunsChanged(filter: $filter, maxPerSecond: $maxPerSecond) { id name status latestMetrics { name value } } }`;
const PERSONAL = BOARD.replace("id name", "id name favourite");

/** A dashboard: its messages as they come. */
class Dashboard {
  private readonly messages;

  constructor(client: Client, variables: Record<string, unknown> = {}, query = BOARD) {
    this.messages = client.subscribe<{ trainingRunsChanged: ShownRun[] }>(query, variables);
  }

  async next(): Promise<ShownRun[]> {
    const { value } = await this.messages.next();
    if (value?.errors) throw new Error(value.errors[0].extensions.code);
    return value!.data!.trainingRunsChanged;
  }

  /** The next message about this run that says what is looked for. */
  async until(holds: (run: ShownRun) => boolean): Promise<ShownRun> {
    for (;;) {
      const found = (await this.next()).find(holds);
      if (found) return found;
    }
  }

  async leave(): Promise<void> {
    await this.messages.return(undefined);
  }
}

const filter = (name: string) => ({ name });

test("a dashboard begins with the runs that have not ended, then shows status and metrics as they change", async () => {
  const founder = await product.founder();
  const [ended, going] = [await ReportedRun.start(product, "begin 1"), await ReportedRun.start(product, "begin 2")];
  await ended.succeed();
  const board = new Dashboard(founder, { filter: filter("begin") });
  expect(await board.next()).toEqual([{ id: going.id, name: "begin 2", status: "RUNNING", latestMetrics: [] }]);
  await going.metrics(3);
  expect(await board.until(({ latestMetrics }) => latestMetrics[0]?.value === 1 / 3)).toMatchObject({ id: going.id });
  const late = await ReportedRun.start(product, "begin 3");
  expect(await board.until(({ id }) => id === late.id)).toMatchObject({ status: "RUNNING" });
  await going.succeed();
  expect(await board.until(({ id }) => id === going.id)).toMatchObject({ status: "SUCCEEDED" });
  await board.leave();
});

test("changes that come faster than a dashboard wants are one message, of the newest state of each run", async () => {
  const founder = await product.founder();
  const runs = [await ReportedRun.start(product, "fast 1"), await ReportedRun.start(product, "fast 2")];
  const board = new Dashboard(founder, { filter: filter("fast"), maxPerSecond: 1 });
  expect(await board.next()).toHaveLength(2);
  const messages: ShownRun[][] = [];
  const receiving = (async () => {
    for (;;) {
      const message = await board.next();
      messages.push(message);
      if (message.some(({ latestMetrics }) => latestMetrics[0]?.value === 1 / 40)) return;
    }
  })();
  for (let step = 0; step < 40; step++) {
    await Promise.all(runs.map((run) => run.metrics(1)));
    await pause(25);
  }
  await receiving;
  // 80 reports in a second or a little more.
  expect(messages.length).toBeLessThan(10);
  for (const message of messages) expect(new Set(message.map(({ id }) => id)).size).toBe(message.length);
  await board.leave();
});

test("equal dashboards cost one reading of what changed", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product, "shared");
  const boards = Array.from({ length: 10 }, () => new Dashboard(founder, { filter: filter("shared") }));
  for (const board of boards) expect(await board.next()).toHaveLength(1);
  await run.metrics(1);
  await Promise.all(boards.map((board) => board.until(({ latestMetrics }) => latestMetrics.length > 0)));
  expect(product.services.boards.size).toBe(1);
  const statements = await countStatements(product, async () => {
    await run.metrics(1);
    await Promise.all(boards.map((board) => board.until(({ latestMetrics }) => latestMetrics[0].value === 1 / 2)));
  });
  // The report and the reading; perhaps the look at the table that is taken now and then.
  expect(statements).toBeLessThanOrEqual(6);
  for (const board of boards) await board.leave();
  await until(() => product.services.boards.size === 0);
});

test("a run that no longer meets the filter comes once more, and not again", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product, "leaving");
  const other = await ReportedRun.start(product, "leaving too");
  const board = new Dashboard(founder, { filter: { ...filter("leaving"), status: ["RUNNING"] }, maxPerSecond: 20 });
  expect(await board.next()).toHaveLength(2);
  await run.succeed();
  expect(await board.until(({ id, status }) => id === run.id && status !== "RUNNING")).toMatchObject({
    status: "SUCCEEDED",
  });
  await run.log("an afterthought");
  await other.metrics(1);
  expect((await board.next()).map(({ id }) => id)).toEqual([other.id]);
  await board.leave();
});

test("nobody sees another organisation's runs", async () => {
  const stranger = await seedStranger(product);
  await ReportedRun.start(product, "secret");
  const board = new Dashboard(stranger, { maxPerSecond: 20 });
  expect(await board.next()).toEqual([]);
  const run = await ReportedRun.start(product, "secret too");
  await run.metrics(1);
  const { id } = await launch(stranger);
  expect((await board.next()).map((run) => run.id)).toEqual([id]);
  await board.leave();
});

test("what is personal is told to each person alone, on equal dashboards", async () => {
  const [founder, consultant] = [await product.founder(), await product.signIn("consultant@demo.local", "demo")];
  const run = await ReportedRun.start(product, "personal");
  await founder.query(`mutation ($id: ID!) { setTrainingRunFavourite(id: $id, favourite: true) { id } }`, {
    id: run.id,
  });
  const boards = [founder, consultant].map((client) => new Dashboard(client, { filter: filter("personal") }, PERSONAL));
  const favourites = async () => (await Promise.all(boards.map((board) => board.next()))).map(([run]) => run.favourite);
  expect(await favourites()).toEqual([true, false]);
  await run.metrics(1);
  expect(await favourites()).toEqual([true, false]);
  for (const board of boards) await board.leave();
  const mine = [founder, consultant].map(
    (client) => new Dashboard(client, { filter: { ...filter("personal"), favourite: true } }),
  );
  expect((await Promise.all(mine.map((board) => board.next()))).map((runs) => runs.length)).toEqual([1, 0]);
  for (const board of mine) await board.leave();
});

test("a hundred runs come in a message, the others in the next", async () => {
  const founder = await product.founder();
  await Promise.all(Array.from({ length: 130 }, (_, at) => ReportedRun.start(product, `many ${at}`)));
  const board = new Dashboard(founder, { filter: filter("many"), maxPerSecond: 20 });
  const [first, second] = [await board.next(), await board.next()];
  expect([first.length, second.length]).toEqual([100, 30]);
  expect(new Set([...first, ...second].map(({ name }) => name)).size).toBe(130);
  await board.leave();
});

test("a dashboard hears of a change though its signal was lost", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product, "unheard");
  const board = new Dashboard(founder, { filter: filter("unheard") });
  await board.next();
  await product.services.reader.query(
    `update training_run set last_seq = last_seq + 1, latest_metrics = '{"loss": 0.25}' where id = $1`,
    [run.rowId],
  );
  expect(await board.until(({ latestMetrics }) => latestMetrics[0]?.value === 0.25)).toMatchObject({ id: run.id });
  await board.leave();
});

test.each([0, 21])("%d messages a second are refused", async (maxPerSecond) => {
  const founder = await product.founder();
  await expect(new Dashboard(founder, { maxPerSecond }).next()).rejects.toThrow("BAD_USER_INPUT");
});
