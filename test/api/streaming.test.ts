import { describe, expect, test } from "@jest/globals";
import WebSocket from "ws";
import { RunWarningCode } from "../../src/domains/training/runs/run-warnings.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { ReportedRun } from "../harness/reported-run.js";
import { EVENTS, firstAnswer, follow, type RunEvent } from "../harness/runs.js";
import { serverSentEvents, type ServerSentEvent } from "../harness/server-sent-events.js";
import { countStatements } from "../harness/statements.js";
import { until } from "../harness/until.js";

const product = withProduct({ sessionCheckSeconds: 1, slowConsumerSeconds: 1 });

const THINNED = EVENTS.replace("$after: Int", "$after: Int, $minIntervalMs: Int").replace(
  "after: $after",
  "after: $after, minIntervalMs: $minIntervalMs",
);
const SAMPLES = `subscription ($runId: ID!, $after: Int) { trainingRunEvents(runId: $runId, after: $after) {
  seq ... on SampleProduced { artifact { name } } } }`;

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const seqs = (events: { seq: number }[]) => events.map(({ seq }) => seq);

async function collect(
  client: Client,
  query: string,
  variables: Record<string, unknown>,
  events: RunEvent[] = [],
): Promise<RunEvent[]> {
  for await (const { data, errors } of client.subscribe<{ trainingRunEvents: RunEvent }>(query, variables)) {
    if (errors) throw new Error(JSON.stringify(errors));
    events.push(data!.trainingRunEvents);
  }
  return events;
}

async function streamed(
  client: Client,
  variables: object,
  options: { lastEventId?: string } = {},
): Promise<ServerSentEvent[]> {
  const request = { query: EVENTS, variables };
  const { accessToken } = client;
  return all(serverSentEvents(product.url, request, { ...options, accessToken }));
}

/** A graphql-transport-ws connection with a subscription, as bare as the protocol allows. */
async function rawSocket(client: Client, variables: object): Promise<WebSocket> {
  const socket = new WebSocket(`${product.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  await new Promise((resolve) => socket.once("open", resolve));
  const acknowledged = new Promise((resolve) => socket.once("message", resolve));
  socket.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${client.accessToken}` } }));
  await acknowledged;
  socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: EVENTS, variables } }));
  return socket;
}

/** Resolves when the subscription of a raw socket stands: its first event has come. */
function standing(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => socket.once("message", resolve));
}

test("equal subscriptions cost one reading of the events and one of what they point to, wherever each began", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product);
  await run.metrics(3);
  const received = Array.from({ length: 12 }, (): RunEvent[] => []);
  const following = received.map((events, at) => collect(founder, SAMPLES, { runId: run.id, after: at % 3 }, events));
  const everybodyHas = async (seq: number) => {
    await until(() => received.every((events) => events.at(-1)?.seq === seq));
  };
  await everybodyHas(4);
  const statements = await countStatements(product, async () => {
    await run.report({
      kind: "SampleProduced",
      step: 3,
      name: "pictures",
      mediaType: "image/png",
      artifactId: "01a203e9-d0ce-7a2d-ad3b-bae8c6e99913",
    });
    await everybodyHas(5);
  });
  await run.succeed();
  for (const [at, events] of (await Promise.all(following)).entries()) {
    expect(seqs(events)).toEqual([1, 2, 3, 4, 5, 6].slice(at % 3));
  }
  // The report, the events, the artifact; and perhaps the look that is taken every other second, or the sessions'. A look that had
  // begun before may bring the events uncounted.
  expect(statements).toBeGreaterThanOrEqual(1);
  expect(statements).toBeLessThanOrEqual(6);
});

test("equal subscriptions share nothing across languages", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product);
  const query = `subscription ($runId: ID!) { trainingRunEvents(runId: $runId) {
    ... on WarningRaised { advice { text } } } }`;
  const following = ["en", "zh", "en"].map((language) => {
    const { accessToken } = founder;
    return serverSentEvents(product.url, { query, variables: { runId: run.id } }, { accessToken, language });
  });
  for (const stream of following) await stream.next();
  await run.report({
    kind: "WarningRaised",
    step: 1,
    code: RunWarningCode.NO_PROGRESS,
    message: "The loss stands still.",
  });
  await run.succeed();
  const texts = (await Promise.all(following.map(all))).map(
    (events) => /"text":"([^"]*)"/.exec(events.map(({ data }) => data).join())![1],
  );
  expect(texts[0]).toMatch(/^[ -~’–]+$/);
  expect(texts[1]).toMatch(/[\u4e00-\u9fff]/);
  expect(texts[2]).toBe(texts[0]);
});

test("server-sent events bear the sequence number as their id, and go on after Last-Event-ID, whatever `after` says", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product);
  await run.metrics(3);
  await run.succeed();
  const ids = (events: ServerSentEvent[]) => events.map(({ id, event }) => id ?? event);
  expect(ids(await streamed(founder, { runId: run.id }))).toEqual(["1", "2", "3", "4", "5", "complete"]);
  expect(ids(await streamed(founder, { runId: run.id, after: 1 }))).toEqual(["2", "3", "4", "5", "complete"]);
  const resumed = await streamed(founder, { runId: run.id, after: 1 }, { lastEventId: "3" });
  expect(ids(resumed)).toEqual(["4", "5", "complete"]);
});

test.each(["latest", "-1", "1.5", "6", "99999999999999999999"])(
  "a Last-Event-ID %j that no event has is refused",
  async (lastEventId) => {
    const founder = await product.founder();
    const run = await ReportedRun.start(product);
    const [refusal, ...rest] = await streamed(founder, { runId: run.id }, { lastEventId });
    expect(JSON.parse(refusal.data)).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    expect(rest).toEqual([{ event: "complete", data: "" }]);
  },
);

test("metrics are thinned to the newest in each interval, in order, with the last ones before the end and all else", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product);
  const following = collect(founder, THINNED, { runId: run.id, minIntervalMs: 60_000 });
  await run.metrics(5);
  await run.metrics(2, "val_loss");
  await run.log("an epoch has ended");
  await run.metrics(5);
  await run.succeed();
  const events = await following;
  // The first metrics at once, then the newest of each kind before the log line, and the last before the end.
  expect(events.map(({ seq, __typename }) => [seq, __typename])).toEqual([
    [1, "StatusChanged"],
    [2, "MetricsLogged"],
    [6, "MetricsLogged"],
    [8, "MetricsLogged"],
    [9, "LogLine"],
    [14, "MetricsLogged"],
    [15, "StatusChanged"],
  ]);
});

test("thinned metrics come when their interval is over, though nothing else happens", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product);
  const events: RunEvent[] = [];
  const subscription = founder.subscribe<{ trainingRunEvents: RunEvent }>(THINNED, {
    runId: run.id,
    minIntervalMs: 300,
  });
  await run.metrics(4);
  for await (const { data } of subscription) if (events.push(data!.trainingRunEvents) === 3) break;
  expect(seqs(events)).toEqual([1, 2, 5]);
});

test.each([-1, 60_001])("an interval of %d ms is refused", async (minIntervalMs) => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product);
  const [answer] = await all(founder.subscribe(THINNED, { runId: run.id, minIntervalMs }));
  expect(answer.errors?.[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "minIntervalMs" });
});

test("a subscription ends with a clear code when its session does", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product);
  const socket = await rawSocket(founder, { runId: run.id });
  const closed = new Promise((resolve) => socket.once("close", (code, reason) => resolve([code, String(reason)])));
  await standing(socket);
  const { accessToken } = founder;
  const stream = serverSentEvents(product.url, { query: EVENTS, variables: { runId: run.id } }, { accessToken });
  await stream.next();
  await founder.query(`mutation { signOut }`);
  expect(await closed).toEqual([4401, "REVOKED_SESSION"]);
  const last = (await all(stream)).slice(-2);
  expect(JSON.parse(last[0].data)).toMatchObject({
    errors: [{ extensions: { code: "UNAUTHENTICATED", reason: "REVOKED_SESSION" } }],
  });
  expect(last[1].event).toBe("complete");
});

test("a subscription ends when its viewer's role changes, and may be opened again", async () => {
  const founder = await product.founder();
  const run = await ReportedRun.start(product);
  const socket = await rawSocket(founder, { runId: run.id });
  const closed = new Promise((resolve) => socket.once("close", (code, reason) => resolve([code, String(reason)])));
  const toRole = (role: string) =>
    product.services.reader.query(
      `update membership set role = $1 where user_id = (select id from user_account where email = 'founder@demo.local')`,
      [role],
    );
  await standing(socket);
  await toRole("VIEWER");
  try {
    expect(await closed).toEqual([4510, "ACCESS_CHANGED"]);
    expect(await firstAnswer(founder, { runId: run.id })).toMatchObject({ data: { trainingRunEvents: { seq: 1 } } });
  } finally {
    await toRole("OWNER");
  }
});

describe("a client that does not read", () => {
  const FLOOD = 15;
  const lines = Array.from({ length: 200 }, () => "x".repeat(5000));
  const flood = async (run: ReportedRun) => {
    for (let batch = 0; batch < FLOOD; batch++)
      await run.report(...lines.map((message) => ({ kind: "LogLine", step: 0, level: "INFO", message }) as const));
  };

  test("over WebSocket is closed with SLOW_CONSUMER, hurts nobody, and goes on where it was", async () => {
    const founder = await product.founder();
    const run = await ReportedRun.start(product);
    const slow = await rawSocket(founder, { runId: run.id });
    const received: number[] = [];
    slow.on("message", (data: Buffer) => {
      const { payload } = JSON.parse(String(data)) as { payload: { data: { trainingRunEvents: RunEvent } } };
      received.push(payload.data.trainingRunEvents.seq);
    });
    slow.pause();
    const quick = follow(founder, run.id);
    await flood(run);
    await run.succeed();
    expect((await quick).length).toBe(FLOOD * lines.length + 2);
    await until(() => product.services.feed.size === 0);
    slow.resume();
    const [code, reason] = await new Promise<[number, string]>((resolve) =>
      slow.once("close", (code, reason) => resolve([code, String(reason)])),
    );
    expect([code, reason]).toEqual([4503, "SLOW_CONSUMER"]);
    const rest = await follow(founder, run.id, received.at(-1));
    expect([...received, ...seqs(rest)]).toEqual(Array.from({ length: FLOOD * lines.length + 2 }, (_, at) => at + 1));
    expect(rest.length).toBeGreaterThan(0);
  });

  test("over server-sent events gets an error SLOW_CONSUMER and the end, without `complete`", async () => {
    const founder = await product.founder();
    const run = await ReportedRun.start(product);
    const { accessToken } = founder;
    const stream = serverSentEvents(product.url, { query: EVENTS, variables: { runId: run.id } }, { accessToken });
    const received = [(await stream.next()).value!];
    await flood(run);
    await until(() => product.services.feed.size === 0);
    received.push(...(await all(stream)));
    const last = received.pop()!;
    expect(JSON.parse(last.data)).toMatchObject({ errors: [{ extensions: { code: "SLOW_CONSUMER" } }] });
    expect(received.map(({ id }) => Number(id))).toEqual(received.map((_, at) => at + 1));
    expect(received.length).toBeLessThan(FLOOD * lines.length);
  });
});
