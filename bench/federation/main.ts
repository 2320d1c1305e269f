import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/kernel/project-root.js";
import { machine } from "../harness/cores.js";
import { startDatabase } from "../harness/database.js";
import { printTable, spreadOf } from "../harness/figures.js";
import { ask, startProduct } from "../harness/product.js";

/**
 * What it costs to spread a run over workers: accuracy on the test part beside that of a run on one worker, with the bytes
 * moved and the seconds a round takes beyond its slowest shard. Real workers on this machine, so that shards share its
 * cores: read accuracy, bytes and overhead, not the time of a whole run.
 */

const WORKERS = 4;
const SEEDS = [1, 2, 3];
const BATCH = 64;
const RUNS: { epochs: number; localSteps?: number }[] = [
  { epochs: 5 },
  { epochs: 5, localSteps: 8 },
  { epochs: 5, localSteps: 32 },
  { epochs: 5, localSteps: 160 },
  { epochs: 10, localSteps: 32 },
  { epochs: 20, localSteps: 32 },
];

interface Run {
  status: string;
  error: { message: string } | null;
  evaluation: { primary: { value: number } } | null;
  federation: { rounds: { seconds: number; bytes: number; shards: { seconds: number }[] }[] } | null;
}

const database = await startDatabase(async () => undefined);
const product = await startProduct(database.url);
const home = await mkdtemp(join(tmpdir(), "groundwork-bench-workers-"));
const env = { ...process.env, DATABASE_URL: database.url, GROUNDWORK_HOME: home, LOG_LEVEL: "error" };
const workers = Array.from({ length: WORKERS }, (): ChildProcess => {
  const entry = join(projectRoot, "dist/workers/main.js");
  return spawn(process.execPath, [entry], { env: { ...env, GROUNDWORK_WORKER_CONCURRENCY: "1" }, stdio: "inherit" });
});

async function request<T>(query: string, variables: object): Promise<T> {
  return ask<T>(product.url, { query, variables }, product.headers);
}

/** Launches a run and waits for its end. */
async function train(seed: number, { epochs, localSteps }: (typeof RUNS)[number]): Promise<Run> {
  const federation = localSteps === undefined ? undefined : { shards: WORKERS, localSteps };
  const input = { recipe: "cnn-image-classification", seed, parameters: { epochs, batchSize: BATCH }, federation };
  const { launchTrainingRun } = await request<{ launchTrainingRun: { id: string } }>(
    `mutation ($input: LaunchTrainingRunInput!) { launchTrainingRun(input: $input) { ... on TrainingRun { id } } }`,
    { input },
  );
  for (;;) {
    const { trainingRun } = await request<{ trainingRun: Run }>(
      `query ($id: ID!) { trainingRun(id: $id) { status error { message } evaluation { primary { value } }
        federation { rounds(first: 100) { seconds bytes shards { seconds } } } } }`,
      { id: launchTrainingRun.id },
    );
    if (trainingRun.status === "SUCCEEDED") return trainingRun;
    if (trainingRun.error) throw new Error(trainingRun.error.message);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const rows: string[][] = [];
for (const run of RUNS) {
  const runs: Run[] = [];
  for (const seed of SEEDS) runs.push(await train(seed, run));
  const rounds = runs.flatMap(({ federation }) => federation?.rounds ?? []);
  const overheads = rounds.map(({ seconds, shards }) => seconds - Math.max(...shards.map((shard) => shard.seconds)));
  const accuracies = runs.map(({ evaluation }) => evaluation!.primary.value);
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
  rows.push([
    run.localSteps === undefined ? "one worker" : `${String(WORKERS)} shards, ${String(run.localSteps)} local steps`,
    String(run.epochs),
    mean.toFixed(4),
    `${Math.min(...accuracies).toFixed(3)}–${Math.max(...accuracies).toFixed(3)}`,
    String(rounds.length / SEEDS.length),
    rounds.length === 0 ? "" : (rounds[0].bytes / 2 ** 20).toFixed(1),
    rounds.length === 0 ? "" : spreadOf(overheads).median.toFixed(2),
  ]);
  console.error(rows.at(-1)!.join("  "));
}

for (const worker of workers) {
  worker.kill("SIGTERM");
  if (worker.exitCode === null) await once(worker, "exit");
}
await product.stop();
await database.stop();
await rm(home, { recursive: true });

console.log(`${machine()}\nCNN on 10,000 digits, batches of ${String(BATCH)}, seeds ${SEEDS.join(", ")}.\n`);
printTable(["", "epochs", "accuracy", "range", "rounds", "MiB a round", "s a round beyond the slowest shard"], rows);
