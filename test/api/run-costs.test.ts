import { beforeAll, describe, expect, test } from "@jest/globals";
import { UsageStore, monthEndsAt, type Usage } from "../../src/domains/training/costs/usage.store.js";
import { newId, rowId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { launch } from "../harness/runs.js";

const product = withProduct({
  computeRates: {
    cpu: { watts: 10, pricePerHour: "0.1" },
    gpu: { watts: 300, pricePerHour: "2.50" },
    currency: "EUR",
  },
});

const COST = `query ($id: ID!) { trainingRun(id: $id) { cost {
  computeSeconds gpuSeconds samplesPerSecond flops energyWattHours money { amount currency }
  evaluations { computeSeconds gpuSeconds energyWattHours money { amount currency } }
  assumptions { device wattsPerUnit pricePerUnitHour currency samplesPerStep flopsPerStep }
} } }`;

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

async function queuedRun(): Promise<{ id: string; usageOf: (usage?: Partial<Usage>) => Usage }> {
  const { id } = await launch(founder);
  const runId = rowId("TrainingRun", id);
  const holding = {
    purpose: "TRAINING",
    runId,
    attempt: 1,
    workerId: newId(),
    device: "CPU",
    units: 1,
    seconds: 0,
    steps: 0,
  } as const;
  return { id, usageOf: (usage) => ({ id: newId(), ...holding, ...usage }) };
}

async function costOf(id: string): Promise<Record<string, unknown> | null> {
  return (await founder.query<{ trainingRun: { cost: Record<string, unknown> | null } }>(COST, { id })).trainingRun
    .cost;
}

describe("the cost of a run", () => {
  test("is null until it has begun", async () => {
    expect(await costOf((await queuedRun()).id)).toBeNull();
  });

  test("sums its attempts, on whatever they computed", async () => {
    const { id, usageOf } = await queuedRun();
    const work = { examplesPerStep: 50, flopsPerStep: 4e9 };
    await product.services.usage.record([
      usageOf({ seconds: 36, steps: 30, ...work }),
      usageOf({ attempt: 2, device: "GPU", seconds: 18, steps: 60, ...work }),
    ]);
    expect(await costOf(id)).toEqual({
      computeSeconds: 54,
      gpuSeconds: 18,
      samplesPerSecond: 4500 / 54,
      flops: 3.6e11,
      energyWattHours: 1.6,
      money: { amount: "0.0135", currency: "EUR" },
      evaluations: null,
      assumptions: [
        { device: "CPU", wattsPerUnit: 10, pricePerUnitHour: "0.1", currency: "EUR", samplesPerStep: 50, flopsPerStep: 4e9 },
        { device: "GPU", wattsPerUnit: 300, pricePerUnitHour: "2.5", currency: "EUR", samplesPerStep: 50, flopsPerStep: 4e9 },
      ],
    }); // prettier-ignore
  });

  test("has what evaluations used apart, which slows nothing down and still counts for the month", async () => {
    const { id, usageOf } = await queuedRun();
    const { usage, usageReading, pool } = product.services;
    const month = async () => {
      const sql = `select organisation_id as organisation from groundwork.training_run where id = $1`;
      const { rows } = await pool.query<{ organisation: string }>(sql, [rowId("TrainingRun", id)]);
      return usageReading.secondsThisMonth(rows[0].organisation);
    };
    await usage.record([usageOf({ seconds: 10, steps: 20, examplesPerStep: 50 })]);
    const trained = await costOf(id);
    const before = await month();
    const judged = { purpose: "EVALUATION", examplesPerStep: 50, steps: 0 } as const;
    await usage.record([usageOf({ ...judged, seconds: 36 }), usageOf({ ...judged, device: "GPU", seconds: 18 })]);
    const evaluations = {
      ...{ computeSeconds: 54, gpuSeconds: 18, energyWattHours: 1.6 },
      money: { amount: "0.0135", currency: "EUR" },
    };
    expect(await costOf(id)).toEqual({ ...trained, samplesPerSecond: 100, evaluations });
    expect(await month()).toBeCloseTo(before + 54, 3);
  });

  test("counts each core that a process holds", async () => {
    const { id, usageOf } = await queuedRun();
    await product.services.usage.record([usageOf({ units: 4, seconds: 9 })]);
    expect(await costOf(id)).toMatchObject({ computeSeconds: 36, money: { amount: "0.001" }, flops: null });
  });

  test("takes a later report in place of the one before, and a late one not at all", async () => {
    const { id, usageOf } = await queuedRun();
    const usage = usageOf();
    for (const seconds of [3, 7.5, 5]) await product.services.usage.record([{ ...usage, seconds }]);
    expect(await costOf(id)).toMatchObject({ computeSeconds: 7.5 });
  });

  test("is exact to the sixth decimal where floats are not", async () => {
    const { id, usageOf } = await queuedRun();
    await product.services.usage.record(Array.from({ length: 10 }, () => usageOf({ seconds: 0.036 })));
    expect(await costOf(id)).toMatchObject({ money: { amount: "0.00001" } });
  });

  test("keeps the rates that were in force", async () => {
    const { id, usageOf } = await queuedRun();
    const usage = usageOf({ seconds: 3600 });
    await product.services.usage.record([usage]);
    const dearer = new UsageStore(product.services.reader, {
      ...product.config.computeRates,
      cpu: { watts: 99, pricePerHour: "7" },
    });
    await dearer.record([{ ...usage, seconds: 7200 }]);
    expect(await costOf(id)).toMatchObject({ energyWattHours: 20, money: { amount: "0.2", currency: "EUR" } });
  });

  test("has no money where a part had no price, or another currency", async () => {
    const { id, usageOf } = await queuedRun();
    const { reader } = product.services;
    const rates = product.config.computeRates;
    const free = new UsageStore(reader, { ...rates, cpu: { watts: 10, pricePerHour: undefined } });
    await free.record([usageOf({ seconds: 3600 })]);
    await product.services.usage.record([usageOf({ seconds: 3600 })]);
    expect(await costOf(id)).toMatchObject({ money: null, energyWattHours: 20 });

    const second = await queuedRun();
    await new UsageStore(reader, { ...rates, currency: "CNY" }).record([second.usageOf({ seconds: 3600 })]);
    expect(await costOf(second.id)).toMatchObject({ money: { amount: "0.1", currency: "CNY" } });
    await product.services.usage.record([second.usageOf({ seconds: 3600 })]);
    expect(await costOf(second.id)).toMatchObject({ money: null });
  });
});

describe("the compute seconds of an organisation this month", () => {
  let organisationId: string;
  /** Two cores held for an hour, until so many seconds after the month began. */
  const heldUntil = (seconds: number) =>
    product.services.pool.query(
      `insert into groundwork.training_run_usage
         (id, organisation_id, run_id, attempt, worker_id, device, units, started_at, seen_at, seconds, steps, watts, currency)
       select gen_random_uuid(), $1, gen_random_uuid(), 1, gen_random_uuid(), 'CPU', 2, until - interval '1 hour', until,
         3600, 0, 10, 'EUR'
       from (select date_trunc('month', now(), 'UTC') + make_interval(secs => $2) as until) as held`,
      [organisationId, seconds],
    );

  beforeAll(async () => {
    const { rows } = await product.services.pool.query<{ id: string }>(
      `insert into groundwork.organisation (id, slug, name) values (gen_random_uuid(), 'elsewhere', 'Elsewhere') returning id`,
    );
    organisationId = rows[0].id;
  });

  test("are none before the first run", async () => {
    expect(await product.services.usageReading.secondsThisMonth(organisationId)).toBe(0);
  });

  test("count from the turn of the month, for each core", async () => {
    await heldUntil(1);
    await heldUntil(-60);
    expect(await product.services.usageReading.secondsThisMonth(organisationId)).toBe(2);
  });

  test("are counted anew from the first of the next month, in UTC", () => {
    expect(monthEndsAt(new Date("2026-12-31T23:59:59.999Z")).toISOString()).toBe("2027-01-01T00:00:00.000Z");
    expect(monthEndsAt(new Date("2026-12-01T00:00:00.000Z")).toISOString()).toBe("2027-01-01T00:00:00.000Z");
  });
});
