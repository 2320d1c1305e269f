import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import type { Client } from "../harness/client.js";
import { type ControlledRun, metricsOf, readRun, statusesOf, weightsOf } from "../harness/control.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { trainingPids, WorkerProcess } from "../harness/worker-process.js";

/**
 * A run is killed at random moments: its process, its worker, or both at once. What it ends with is compared with a run
 * that was left alone. The moments come from a seed, as far as a machine repeats itself.
 */

const KILLS = 50;
/** A run is killed so often, at most, before the next one has its turn. */
const KILLS_OF_A_RUN = 10;
/** A kill comes at most so long after the run was taken up: in the middle of opening, training, saving or judging. */
const LONGEST_MS = 3_000;
const SEED = Number(process.env.GROUNDWORK_SURVIVAL_SEED ?? 1);

const product = withProduct({ leaseSeconds: 2, crashesMax: 1_000 });
const RUN = { ...SMALL, parameters: { epochs: 30, batchSize: 50 }, checkpoints: { everySteps: 7 } };

const random = new RandomStreams(SEED).stream("kills");
const workers: WorkerProcess[] = [];
let founder: Client;
let undisturbed: { run: ControlledRun; events: RunEvent[] };

beforeAll(async () => {
  founder = await product.founder();
  for (let started = 0; started < 2; started++) workers.push(new WorkerProcess(product.config));
  const { id } = await launch(founder, RUN);
  const events = await follow(founder, id);
  undisturbed = { run: await readRun(founder, id), events };
}, 300_000);

afterAll(async () => {
  for (const worker of workers) worker.kill();
  await Promise.all(workers.map(({ exited }) => exited));
});

/** Kills what trains the run now; a worker that dies is replaced. Returns what was killed. */
function kill(workerPid: number): string {
  const target = (["child", "worker", "both"] as const)[random.int(3)];
  const children = trainingPids(workerPid);
  if (target !== "child") {
    const place = workers.findIndex(({ pid }) => pid === workerPid);
    if (place >= 0) {
      workers[place].kill();
      workers[place] = new WorkerProcess(product.config);
    }
  }
  if (target !== "worker") {
    for (const pid of children) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // it has ended by itself
      }
    }
  }
  return target;
}

async function holderOf(id: string): Promise<number | undefined> {
  const [row] = await product.services.reader.query<{ pid: number }>(
    `select worker.pid from training_run join worker on worker.id = training_run.worker_id where training_run.id = $1`,
    [id.replace("TrainingRun_", "")],
  );
  return row?.pid;
}

test(`a run ends with the very metrics and weights of one that was left alone, over ${KILLS} kills`, async () => {
  const killed: Record<string, number> = {};
  let kills = 0;
  while (kills < KILLS) {
    const { id } = await launch(founder, RUN);
    const followed = follow(founder, id);
    let ended = false;
    void followed.then(() => (ended = true));
    for (let own = 0; own < KILLS_OF_A_RUN && kills < KILLS && !ended;) {
      const pid = await holderOf(id);
      if (pid === undefined) {
        await delay(20);
        continue;
      }
      await delay(random.uniform() * LONGEST_MS);
      if (ended || (await holderOf(id)) !== pid) continue;
      const target = kill(pid);
      killed[target] = (killed[target] ?? 0) + 1;
      own += 1;
      kills += 1;
      while (!ended && (await holderOf(id)) === pid) await delay(20);
    }
    const events = await followed;
    expect(statusesOf(events).at(-1)).toBe("SUCCEEDED");
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(metricsOf(events)).toEqual(metricsOf(undisturbed.events));
    expect(weightsOf(await readRun(founder, id))).toBe(weightsOf(undisturbed.run));
  }
  expect(Object.keys(killed).sort()).toEqual(["both", "child", "worker"]);
}, 900_000);
