import { afterEach, expect, test } from "@jest/globals";
import { GroundworkClient, type TrainingRunEvent } from "../../clients/typescript/client.js";
import {
  CancelTrainingRunDocument,
  LaunchTrainingRunDocument,
  NewestTrainingRunsDocument,
} from "../../clients/typescript/generated/operations.js";
import { withProduct } from "../harness/product.js";
import { Relay } from "../harness/relay.js";

// So short that a token is renewed before each request.
const product = withProduct({ accessTokenMinutes: 0.4 });
const founder = { email: "founder@demo.local", password: "demo" };
const relays: Relay[] = [];

afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.close();
});

async function relayed(signal?: AbortSignal) {
  const relay = new Relay(product.url);
  relays.push(relay);
  const client = new GroundworkClient(await relay.listen(), signal);
  await client.signIn(founder);
  return { relay, client };
}

async function launch(client: GroundworkClient): Promise<string> {
  const { launchTrainingRun } = await client.execute(LaunchTrainingRunDocument, {
    input: { recipe: "cnn-image-classification" },
  });
  if (launchTrainingRun.__typename !== "TrainingRun") throw new Error(launchTrainingRun.message);
  return launchTrainingRun.id;
}

test("a subscription goes on after its last event when the connection is lost", async () => {
  const { client, relay } = await relayed();
  const id = await launch(client);
  const other = new GroundworkClient(product.url);
  await other.signIn(founder);
  const events: TrainingRunEvent[] = [];
  for await (const event of client.trainingRunEvents(id)) {
    events.push(event);
    if (events.length > 1) continue;
    relay.cut();
    await other.execute(CancelTrainingRunDocument, { id });
  }
  expect(events).toMatchObject([
    { seq: 1, status: "QUEUED" },
    { seq: 2, status: "CANCELLED" },
  ]);
  expect(relay.sent.match(/upgrade: websocket/gi)).toHaveLength(2);
});

test("a subscription that the API refuses is not tried again", async () => {
  const { client, relay } = await relayed();
  const id = await launch(client);
  await expect(client.trainingRunEvents(id, 99).next()).rejects.toMatchObject({
    name: "ApiError",
    code: "BAD_USER_INPUT",
  });
  expect(relay.sent.match(/upgrade: websocket/gi)).toHaveLength(1);
});

test("an aborted signal ends a subscription that waits", async () => {
  const ending = new AbortController();
  const { client } = await relayed(ending.signal);
  const events = client.trainingRunEvents(await launch(client));
  await events.next();
  const waiting = events.next();
  ending.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});

test("a query waits for an API that is away for a moment", async () => {
  const { client, relay } = await relayed();
  const { port } = new URL(client.url);
  await relay.close();
  const answer = client.execute(NewestTrainingRunsDocument, {});
  const back = new Relay(product.url);
  relays.push(back);
  await back.listen(Number(port));
  expect((await answer).trainingRuns.totalCount).toBeGreaterThanOrEqual(0);
});

test("a mutation is not sent twice: an API that is away is said to be", async () => {
  const { client, relay } = await relayed();
  await relay.close();
  await expect(launch(client)).rejects.toMatchObject({ name: "ApiUnreachable" });
});

test("a session is renewed before it expires", async () => {
  const { client, relay } = await relayed();
  await client.execute(NewestTrainingRunsDocument, {});
  await client.execute(NewestTrainingRunsDocument, {});
  expect(relay.sent.match(/mutation RefreshSession/g)).toHaveLength(2);
});

test("a wrong password is refused with its code", async () => {
  const client = new GroundworkClient(product.url);
  await expect(client.signIn({ ...founder, password: "wrong" })).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
});
