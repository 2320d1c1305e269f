import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { launch, SMALL } from "../harness/runs.js";
import { manifest, workloads, type Probe } from "./deployment-files.js";

const product = withProduct();

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

/** What KEDA reads for a Deployment: one row of one number. */
async function work(name: string): Promise<number> {
  const { rows, fields } = await product.services.pool.query<Record<string, string>>(
    manifest("ScaledObject", name).spec.triggers[0].metadata.query,
  );
  expect([rows.length, fields.length]).toEqual([1, 1]);
  return Number(rows[0][fields[0].name]);
}

const status = (id: string, status: string) =>
  product.services.pool.query(`update training_run set status = $2 where id = $1`, [
    id.replace("TrainingRun_", ""),
    status,
  ]);

test("workers are wanted for the runs that wait and those that are at work, each for its kind of machine", async () => {
  expect([await work("groundwork-worker"), await work("groundwork-worker-gpu")]).toEqual([0, 0]);
  const { id: first } = await launch(founder);
  const { id: second } = await launch(founder);
  const { id: third } = await launch(founder, { ...SMALL, accelerator: "GPU" });
  expect([await work("groundwork-worker"), await work("groundwork-worker-gpu")]).toEqual([2, 1]);
  await status(first, "RUNNING");
  expect(await work("groundwork-worker")).toBe(2);
  await status(first, "SUCCEEDED");
  await status(second, "PAUSED");
  await status(third, "FAILED");
  expect([await work("groundwork-worker"), await work("groundwork-worker-gpu")]).toEqual([0, 0]);
});

test("a federated run wants a worker for each of its shards that waits or trains", async () => {
  const { id } = await launch(founder, { ...SMALL, federation: { shards: 3, localSteps: 4 } });
  const runId = id.replace("TrainingRun_", "");
  const { pool } = product.services;
  await status(id, "RUNNING");
  await pool.query(
    `insert into federated_round (id, run_id, number, status, created_at) values (gen_random_uuid(), $1, 1, 'OPEN', now())`,
    [runId],
  );
  await pool.query(
    `insert into federated_shard (id, run_id, round, shard, status, attempt, losses, created_at, bytes)
     select gen_random_uuid(), $1, 1, at, (array['QUEUED', 'TRAINING', 'TRAINED'])[at], 1, 0, now(), 0
     from generate_series(1, 3) as at`,
    [runId],
  );
  expect(await work("groundwork-worker")).toBe(2);
  await status(id, "SUCCEEDED");
  expect(await work("groundwork-worker")).toBe(0);
});

test("the API answers what its probes ask, on the port that is named", async () => {
  const { containers } = workloads.find(({ metadata }) => metadata.name === "groundwork-api")!.spec.template.spec;
  const [{ ports, startupProbe, livenessProbe, readinessProbe }] = containers;
  expect(String(ports![0].containerPort)).toBe(manifest("ConfigMap", "groundwork").data!.PORT);
  expect(manifest("Service", "groundwork-api").spec.ports[0].targetPort).toBe(ports![0].name);
  for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe] as Probe[]) {
    expect(httpGet.port).toBe(ports![0].name);
    expect((await fetch(product.url + httpGet.path)).status).toBe(200);
  }
});
