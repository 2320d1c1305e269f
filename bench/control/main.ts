import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "graphql-ws";
import { machine } from "../harness/cores.js";
import { startDatabase } from "../harness/database.js";
import { printTable, shown, spreadOf } from "../harness/figures.js";
import { ask, startProduct } from "../harness/product.js";
import { WorkerProgram } from "./worker-program.js";

/**
 * From what is asked of a run, or happens to it, to the event that says that it is done: cancelling and pausing while its
 * child computes, a killed child, a worker that is asked to end, a worker that is killed.
 */

const ROUNDS = 10;
const SLOW_ROUNDS = 5;
/** Steps of a quarter of a second or so: a command arrives in the middle of one. */
const RUN = {
  recipe: "cnn-image-classification",
  dataset: "mnist-digits",
  parameters: { epochs: 100, batchSize: 512, variant: "deep" },
  metricsEverySteps: 1,
};

interface Event {
  __typename: string;
  status?: string;
  previous?: string | null;
}

const database = await startDatabase(async () => undefined);
const home = await mkdtemp(join(tmpdir(), "groundwork-bench-"));
const product = await startProduct(database.url);
let worker = await WorkerProgram.start(database.url, home);
const socket = createClient({
  url: `${product.url.replace(/^http/, "ws")}/graphql`,
  connectionParams: product.headers,
});

const EVENTS = `subscription ($runId: ID!) { trainingRunEvents(runId: $runId) {
  __typename ... on StatusChanged { status previous } } }`;

/** Resolves, with the moment, when the nth event of the run for which `which` holds has arrived. */
async function arrival(runId: string, which: (event: Event) => boolean, nth = 1): Promise<number> {
  let left = nth;
  for await (const { data, errors } of socket.iterate<{ trainingRunEvents: Event }>({
    query: EVENTS,
    variables: { runId },
  })) {
    if (errors) throw new Error(JSON.stringify(errors));
    if (data && which(data.trainingRunEvents) && --left === 0) return performance.now();
  }
  throw new Error("The run ended without that event.");
}

const became = (status: string) => (event: Event) => event.status === status;
const trains = ({ __typename }: Event): boolean => __typename === "MetricsLogged";

async function launch(): Promise<string> {
  const { launchTrainingRun } = await ask<{ launchTrainingRun: { id: string } }>(
    product.url,
    {
      query: `mutation ($input: LaunchTrainingRunInput!) { launchTrainingRun(input: $input) { ... on TrainingRun { id } } }`,
      variables: { input: RUN },
    },
    product.headers,
  );
  return launchTrainingRun.id;
}

async function steer(operation: "cancel" | "pause", id: string): Promise<void> {
  const query = `mutation ($id: ID!) { ${operation}TrainingRun(id: $id) { status } }`;
  await ask(product.url, { query, variables: { id } }, product.headers);
}

/** Milliseconds from `act`, in mid-step of a new run, to the event. */
async function measure(act: (id: string) => unknown, which: (event: Event) => boolean, nth = 1): Promise<number> {
  const id = await launch();
  await arrival(id, trains);
  await delay(Math.random() * 500);
  const start = performance.now();
  const arrived = arrival(id, which, nth);
  await act(id);
  const ms = (await arrived) - start;
  await steer("cancel", id);
  await arrival(id, became("CANCELLED"));
  return ms;
}

async function measured(rounds: number, act: (id: string) => unknown, which: (event: Event) => boolean, nth = 1) {
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) values.push(await measure(act, which, nth));
  return spreadOf(values);
}

async function replaceWorker(signal: NodeJS.Signals): Promise<void> {
  await worker.end(signal);
  worker = await WorkerProgram.start(database.url, home);
}

const endings: number[] = [];
const rows = [
  ["cancel → CANCELLED", await measured(ROUNDS, (id) => steer("cancel", id), became("CANCELLED"))],
  ["pause → PAUSED, at a checkpoint", await measured(ROUNDS, (id) => steer("pause", id), became("PAUSED"))],
  ["its process is killed → trains again", await measured(ROUNDS, () => worker.killTraining(), became("RUNNING"), 2)],
  [
    "worker is asked to end → handed back",
    await measured(
      SLOW_ROUNDS,
      async () => {
        const start = performance.now();
        await worker.end("SIGTERM");
        endings.push(performance.now() - start);
        worker = await WorkerProgram.start(database.url, home);
      },
      became("QUEUED"),
      2,
    ),
  ],
  ["worker is killed → noticed", await measured(SLOW_ROUNDS, () => replaceWorker("SIGKILL"), became("QUEUED"), 2)],
] as const;
printTable(
  ["median (least–most)", "ms"],
  [
    ...rows.map(([what, spread]) => [what, shown(spread, 0)]),
    ["worker is asked to end → it has ended", shown(spreadOf(endings), 0)],
  ],
);
console.log(`\n${machine()}`);

await socket.dispose();
await worker.end("SIGTERM");
for (const part of [product, database]) await part.stop();
await rm(home, { recursive: true });
