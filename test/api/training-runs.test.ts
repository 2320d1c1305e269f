import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, type RunEvent } from "../harness/runs.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

let founder: Client;
let runId: string;
let events: RunEvent[];

beforeAll(async () => {
  founder = await product.founder();
  runId = (await launch(founder)).id;
  events = await follow(founder, runId);
}, 120_000);

test("a run goes from the queue to its success, each change an event", () => {
  const statuses = events.filter(({ __typename }) => __typename === "StatusChanged");
  expect(statuses.map(({ previous, status }) => [previous, status])).toEqual([
    [null, "QUEUED"],
    ["QUEUED", "STARTING"],
    ["STARTING", "RUNNING"],
    ["RUNNING", "SUCCEEDED"],
  ]);
});

test("the events of a run are numbered from 1 without gaps, and the one that ends it comes last", () => {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
  expect(events.at(-1)).toMatchObject({ __typename: "StatusChanged", status: "SUCCEEDED" });
});
