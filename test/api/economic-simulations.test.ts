import { beforeAll, describe, expect, test } from "@jest/globals";
import { globalId, newId, rowId } from "../../src/kernel/ids.js";
import { simulateEconomicsProcessor } from "../../workers/processors/simulate-economics.processor.js";
import { SimulationSessions } from "../../workers/economics/simulation-sessions.js";
import { Simulation } from "../../workers/economics/simulation.js";
import type { WorkerTools } from "../../workers/processors/worker-tools.js";
import type { Client } from "../harness/client.js";
import { createModel, createScenario, modelOf } from "../harness/economics.js";
import { withProduct } from "../harness/product.js";
import { until } from "../harness/until.js";

const product = withProduct();

const SIMULATE = `mutation ($input: SimulateEconomicModelInput!) { simulateEconomicModel(input: $input) {
  __typename ... on EconomicSimulation { id status draws seed outputs } ... on Refusal { code message } } }`;
const READ = `query ($id: ID!) { economicSimulation(id: $id) {
  status drawn error estimates { drawn figures { name mean percentiles definedShare } series { name months { percentiles } } } } }`;
const FOLLOW = `subscription ($id: ID!, $after: Int) { economicSimulationEvents(simulationId: $id, after: $after) {
  __typename seq
  ... on SimulationStatusChanged { status previous reason }
  ... on PercentilesEstimated { estimates { drawn figures { name percentiles } } } } }`;

interface Started {
  __typename: string;
  id: string;
  code?: string;
}
interface Event {
  __typename: string;
  seq: number;
  status?: string;
  estimates?: { drawn: number };
}
interface Standing {
  status: string;
  drawn: number;
  error: string | null;
  estimates: {
    drawn: number;
    figures: { name: string; percentiles: number[] | null }[];
    series: { months: object[] }[];
  } | null;
}

const DISTRIBUTIONS = [
  { input: "churn", pert: { min: 0.01, mode: 0.04, max: 0.1 } },
  { input: "seatPrice", normal: { mean: 30, deviation: 4 } },
];

let founder: Client;
let modelId: string;

beforeAll(async () => {
  founder = await product.founder();
  modelId = (await createModel(founder)).id;
});

async function simulate(input: object = {}): Promise<Started> {
  const asked = { modelId, distributions: DISTRIBUTIONS, draws: 4000, ...input };
  return (await founder.query<{ simulateEconomicModel: Started }>(SIMULATE, { input: asked })).simulateEconomicModel;
}

/** What a worker has of simulations. */
function worker() {
  const { simulationStore } = product.services;
  return { simulationStore, simulationSessions: new SimulationSessions(simulationStore) } as WorkerTools;
}

async function work(id: string, tools = worker()): Promise<void> {
  await simulateEconomicsProcessor.process({ simulationId: rowId("EconomicSimulation", id) }, tools);
}

const read = async (id: string) =>
  (await founder.query<{ economicSimulation: Standing }>(READ, { id })).economicSimulation;

async function follow(id: string, after = 0, enough: (event: Event) => boolean = () => false): Promise<Event[]> {
  const events: Event[] = [];
  for await (const { data, errors } of founder.subscribe<{ economicSimulationEvents: Event }>(FOLLOW, { id, after })) {
    if (errors) throw new Error(errors.map(({ extensions }) => extensions.code).join());
    events.push(data!.economicSimulationEvents);
    if (enough(events.at(-1)!)) break;
  }
  return events;
}

describe("a simulation", () => {
  test("is queued with its job, and computed by a worker to percentiles of figures and series", async () => {
    const { id, ...started } = await simulate();
    expect(started).toMatchObject({ status: "QUEUED", draws: 4000, seed: 42, outputs: ["revenue", "cash"] });
    expect(await product.services.jobs.waiting("simulations")).toContain("simulate-economics");
    await work(id);
    const { status, drawn, estimates } = await read(id);
    expect([status, drawn, estimates!.drawn]).toEqual(["SUCCEEDED", 4000, 4000]);
    const { percentiles } = estimates!.figures.find(({ name }) => name === "totalRevenue")!;
    expect(percentiles).toHaveLength(7);
    expect(percentiles).toEqual(percentiles!.toSorted((a, b) => a - b));
    expect(estimates!.series.map(({ months }) => months.length)).toEqual([12, 12]);
  });

  test("tells percentiles as they come to who follows, and replays them to who comes later or comes back", async () => {
    const { id } = await simulate();
    const live = follow(id);
    await until(
      async () => (await product.services.simulationStore.after(rowId("EconomicSimulation", id), 0, 9)).length === 1,
    );
    await work(id);
    const events = await live;
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(events.map(({ status, estimates }) => status ?? estimates!.drawn)).toEqual([
      "QUEUED",
      "RUNNING",
      1000,
      2000,
      4000,
      "SUCCEEDED",
    ]);
    expect(await follow(id)).toEqual(events);
    expect(await follow(id, 4)).toEqual(events.slice(4));
    await expect(follow(id, 7)).rejects.toThrow("BAD_USER_INPUT");
  });

  test("has the same numbers when its worker was lost midway and another began anew; nothing is told twice", async () => {
    const [disturbed, calm] = [await simulate(), await simulate()];
    await work(calm.id);
    const { simulationStore, reader } = product.services;
    const simulationId = rowId("EconomicSimulation", disturbed.id);
    const lost = (await simulationStore.claim(simulationId))!;
    const partly = new Simulation(lost.spec);
    while (partly.drawn < 1000) partly.step();
    expect(await simulationStore.tell(lost, partly.estimates())).toBe(true);
    // Its lease holds: nobody else takes it up.
    expect(await simulationStore.claim(simulationId)).toBeUndefined();
    await reader.query(`update economic_simulation set lease_until = now() - interval '1 s' where id = $1`, [
      simulationId,
    ]);
    expect(await simulationStore.stranded()).toContain(simulationId);
    await work(disturbed.id);
    while (partly.drawn < 2000) partly.step();
    expect(await simulationStore.tell(lost, partly.estimates())).toBe(false);
    const events = await follow(disturbed.id);
    expect(events.map(({ status, estimates }) => status ?? estimates!.drawn)).toEqual([
      "QUEUED",
      "RUNNING",
      1000,
      "RUNNING",
      2000,
      4000,
      "SUCCEEDED",
    ]);
    expect((await read(disturbed.id)).estimates).toEqual((await read(calm.id)).estimates);
  });

  test("is cancelled while it is computed", async () => {
    const { id } = await simulate({ draws: 1_000_000 });
    const working = work(id);
    await follow(id, 0, ({ estimates }) => estimates !== undefined);
    await founder.query(`mutation ($id: ID!) { cancelEconomicSimulation(id: $id) { status } }`, { id });
    await working;
    const { status, drawn } = await read(id);
    expect(status).toBe("CANCELLED");
    expect(drawn).toBeLessThan(1_000_000);
    expect((await follow(id)).at(-1)).toMatchObject({ status: "CANCELLED", reason: "cancelled by a person" });
  });

  test("is handed back by a worker that stops, and ends as though nothing had been", async () => {
    const { id } = await simulate();
    const tools = worker();
    tools.simulationSessions.close();
    await work(id, tools);
    expect((await read(id)).status).toBe("QUEUED");
    await work(id);
    expect((await read(id)).status).toBe("SUCCEEDED");
  });

  test("that takes its workers with it fails in the end, and says so", async () => {
    const { id } = await simulate();
    await product.services.reader.query(`update economic_simulation set attempts = 5 where id = $1`, [
      rowId("EconomicSimulation", id),
    ]);
    await work(id);
    expect(await read(id)).toMatchObject({ status: "FAILED", error: "its workers were lost, one after the other" });
  });

  test("computes the model as it was when it was asked for, or a scenario of it", async () => {
    const { id: own } = await createModel(founder);
    const scenario = await createScenario(founder, own, "Dearer", [{ name: "seatsPerCustomer", constant: "20" }]);
    const [base, dearer] = [await simulate({ modelId: own }), await simulate({ modelId: own, scenario: scenario.id })];
    await founder.query(`mutation ($input: UpdateEconomicModelInput!) { updateEconomicModel(input: $input) { id } }`, {
      input: { id: own, inputs: [{ name: "seatsPerCustomer", constant: "1000" }] },
    });
    const medians = [];
    for (const { id } of [base, dearer]) {
      await work(id);
      medians.push((await read(id)).estimates!.figures.find(({ name }) => name === "totalRevenue")!.percentiles![3]);
    }
    expect(medians[1] / medians[0]).toBeCloseTo(2, 2);
    const { simulations } = await modelOf<{ simulations: { edges: { node: { id: string } }[] } }>(
      founder,
      own,
      `simulations(first: 5) { edges { node { id } } }`,
    );
    expect(simulations.edges.map(({ node }) => node.id)).toEqual([dearer.id, base.id]);
  });

  test("is started once for one idempotency key", async () => {
    const idempotencyKey = newId();
    const first = await simulate({ idempotencyKey });
    expect((await simulate({ idempotencyKey })).id).toBe(first.id);
    expect(await simulate({ idempotencyKey, seed: 1 })).toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
    await work(first.id);
  });

  test("is one of five at most that have not ended", async () => {
    const { id: own } = await createModel(founder);
    for (
      let started = await simulate({ modelId: own });
      started.code === undefined;
      started = await simulate({ modelId: own })
    );
    expect(await simulate({ modelId: own })).toMatchObject({ code: "QUOTA_EXCEEDED" });
    await founder.query(`mutation ($id: ID!) { deleteEconomicModel(id: $id) }`, { id: own });
    const again = await simulate();
    expect(again.__typename).toBe("EconomicSimulation");
    await work(again.id);
  });
});

describe("what cannot be simulated is refused by its field", () => {
  const one = (distribution: object) => ({ distributions: [{ input: "churn", ...distribution }] });
  const correlated = (first: string, second: string, rank: number) => ({ correlations: [{ first, second, rank }] });
  test.each([
    ["nothing", { distributions: [] }, "input.distributions"],
    [
      "an unknown input",
      { distributions: [{ input: "luck", uniform: { min: 0, max: 1 } }] },
      "input.distributions.0.input",
    ],
    ["an input twice", { distributions: [DISTRIBUTIONS[0], DISTRIBUTIONS[0]] }, "input.distributions.1.input"],
    [
      "two kinds at once",
      one({ uniform: { min: 0, max: 1 }, normal: { mean: 0, deviation: 1 } }),
      "input.distributions.0",
    ],
    ["no kind", one({}), "input.distributions.0"],
    ["an empty range", one({ uniform: { min: 0.1, max: 0.1 } }), "input.distributions.0.uniform"],
    ["a mode outside", one({ pert: { min: 0.1, mode: 0.5, max: 0.2 } }), "input.distributions.0.pert"],
    ["a deviation of zero", one({ normal: { mean: 0.1, deviation: 0 } }), "input.distributions.0.normal.deviation"],
    ["a share above one", one({ uniform: { min: 0, max: 1.5 } }), "input.distributions.0"],
    ["no weight", one({ discrete: [{ value: 0.1, weight: 0 }] }), "input.distributions.0.discrete.0.weight"],
    ["a correlation of one", correlated("churn", "seatPrice", 1), "input.correlations.0.rank"],
    ["a correlation of what is certain", correlated("churn", "overhead", 0.5), "input.correlations.0.second"],
    ["a correlation with itself", correlated("churn", "churn", 0.5), "input.correlations.0.second"],
    ["a figure as a series", { outputs: ["totalRevenue"] }, "input.outputs.0"],
    ["five series", { outputs: ["revenue", "cash", "burn", "cac", "ltv"] }, "input.outputs"],
    ["99 draws", { draws: 99 }, "input.draws"],
    ["1,000,001 draws", { draws: 1_000_001 }, "input.draws"],
    ["a negative seed", { seed: -1 }, "input.seed"],
  ])("%s", async (_, input, field) => {
    const asked = { modelId, distributions: DISTRIBUTIONS, ...input };
    const { errors } = await founder.send(SIMULATE, { input: asked });
    expect(errors![0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field });
  });

  test("correlations that contradict each other", async () => {
    const distributions = [...DISTRIBUTIONS, { input: "seatsPerCustomer", uniform: { min: 1, max: 20 } }];
    const correlations = [
      { first: "churn", second: "seatPrice", rank: 0.9 },
      { first: "seatPrice", second: "seatsPerCustomer", rank: 0.9 },
      { first: "churn", second: "seatsPerCustomer", rank: -0.9 },
    ];
    const { errors } = await founder.send(SIMULATE, { input: { modelId, distributions, correlations } });
    expect(errors![0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "input.correlations" });
    expect(errors![0].message).toMatch(/those of seatsPerCustomer contradict .* not positive definite/);
  });

  test("a model that there is not", async () => {
    await expect(simulate({ modelId: globalId("EconomicModel", newId()) })).rejects.toThrow("NOT_FOUND");
  });
});
