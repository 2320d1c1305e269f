import { beforeAll, describe, expect, test } from "@jest/globals";
import { newId, rowId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { createModel, modelOf, SEATS } from "../harness/economics.js";
import { withProduct } from "../harness/product.js";
import { launch } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct({
  computeRates: { cpu: { watts: 10, pricePerHour: "0.5" }, gpu: { watts: 300, pricePerHour: "2" }, currency: "EUR" },
});

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

async function faultOf(input: object): Promise<[string, unknown]> {
  const { errors } = await founder.send(
    `mutation ($input: CreateEconomicModelInput!) { createEconomicModel(input: $input) { __typename } }`,
    { input: { ...SEATS, ...input } },
  );
  return [errors![0].extensions.code, errors![0].extensions.field];
}

describe("a training run's figures", () => {
  const RUN = `inputs { spec { name } run { runId figure amount currency current currentCurrency stale gone } }`;
  interface Link {
    run: { runId: string; amount: string; current: string | null; stale: boolean; gone: boolean } | null;
    spec: { name: string };
  }
  const linkOf = async (id: string) =>
    (await modelOf<{ inputs: Link[] }>(founder, id, RUN)).inputs.find(({ spec }) => spec.name === "trainingRunCost")!
      .run!;

  async function finishedRun(seconds: number): Promise<{ id: string; use(seconds: number): Promise<void> }> {
    const { id } = await launch(founder);
    const runId = rowId("TrainingRun", id);
    const holding = {
      purpose: "TRAINING",
      runId,
      attempt: 1,
      workerId: newId(),
      device: "CPU",
      units: 1,
      steps: 1,
    } as const;
    const use = (more: number) => product.services.usage.record([{ ...holding, id: newId(), seconds: more }]);
    await use(seconds);
    await product.services.reader.query(`update training_run set status = 'SUCCEEDED' where id = $1`, [runId]);
    return { id, use };
  }
  const linked = (runId: string, figure = "COST") => ({
    ...SEATS,
    months: 2,
    rates: [{ currency: "EUR", month: "2026-01", rate: "1.5" }],
    inputs: [{ name: "trainingRunCost", run: { runId, figure, scale: "10" } }],
  });

  test("are inputs by reference: cost times scale, in the model's currency", async () => {
    const run = await finishedRun(7200);
    const { id } = await createModel(founder, linked(run.id));
    expect(await linkOf(id)).toMatchObject({
      runId: run.id,
      amount: "10",
      currency: "EUR",
      current: "10",
      stale: false,
      gone: false,
    });
    const { series } = await modelOf<{ series: { values: string[] }[] }>(
      founder,
      id,
      `series(outputs: ["trainingRunCost"]) { values }`,
    );
    expect(series[0].values).toEqual(["15", "15"]);
  });

  test("that change make the link stale, with the old value and the new, until it is refreshed", async () => {
    const run = await finishedRun(3600);
    const { id } = await createModel(founder, linked(run.id));
    await run.use(3600);
    expect(await linkOf(id)).toMatchObject({ amount: "5", current: "10", stale: true, gone: false });
    await founder.query(`mutation ($id: ID!) { refreshEconomicModelRuns(id: $id) { revision } }`, { id });
    expect(await linkOf(id)).toMatchObject({ amount: "10", current: "10", stale: false });
  });

  test("that are gone stay what they were, and the link says so", async () => {
    const run = await finishedRun(3600);
    const { id } = await createModel(founder, linked(run.id));
    await product.services.reader.query(`delete from training_run where id = $1`, [rowId("TrainingRun", run.id)]);
    expect(await linkOf(id)).toMatchObject({ amount: "5", current: null, stale: true, gone: true });
    const { refreshed } = await founder.query<{ refreshed: { revision: number } }>(
      `mutation ($id: ID!) { refreshed: refreshEconomicModelRuns(id: $id) { revision } }`,
      { id },
    );
    expect(refreshed.revision).toBe(1);
  });

  test("are refused of a run that has not succeeded, that lacks the figure, or where they do not belong", async () => {
    const { id: queued } = await launch(founder);
    expect(await faultOf(linked(queued))).toEqual(["BAD_USER_INPUT", "input.inputs.0.run.runId"]);
    const run = await finishedRun(3600);
    expect(await faultOf(linked(run.id, "SAMPLES_PER_SECOND"))).toEqual([
      "BAD_USER_INPUT",
      "input.inputs.0.run.figure",
    ]);
    const stranger = await seedStranger(product);
    await expect(createModel(stranger, linked(run.id))).rejects.toThrow(/^NOT_FOUND/);
  });
});
