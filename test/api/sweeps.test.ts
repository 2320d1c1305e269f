import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";
import { followSweep, launchSweep, mostAtOnce, ofKind, SMALL_SWEEP, type SweepEvent } from "../harness/sweeps.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

const TRIALS = 5;
const SPACE = [
  { parameter: "learningRate", minimum: 1e-5, maximum: 1e-2, log: true },
  { parameter: "dropout", minimum: 0, maximum: 0.6, step: 0.2 },
];

let founder: Client;
let sweepId: string;
let events: SweepEvent[];

beforeAll(async () => {
  founder = await product.founder();
  const input = { ...SMALL_SWEEP, space: SPACE, maxTrials: TRIALS, concurrency: 2, name: "rates" };
  sweepId = (await launchSweep(founder, input)).id;
  events = await followSweep(founder, sweepId);
});

const SWEEP = `query ($id: ID!) { sweep(id: $id) {
  id name status method maxTrials concurrency launched computeSeconds finishedAt launchedBy { name }
  objective { metric goal } space { parameter minimum maximum log step }
  bestTrial { number best parameters run { id status } }
  trials(first: 10) { totalCount edges { node { number status best value parameters run { id status trialNumber sweep { id } parameters } } } }
  importance { parameter importance }
  parallelCoordinates { parameters lines { number status positions value valuePosition } }
} }`;

interface Trial {
  number: number;
  status: string;
  best: number;
  parameters: Record<string, number>;
  run: { id: string; status: string; trialNumber: number; sweep: { id: string }; parameters: Record<string, number> };
}

describe("the events of a sweep", () => {
  test("are numbered from 1 without gaps, the one that ends the sweep last", () => {
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(events[0]).toMatchObject({ __typename: "SweepStatusChanged", status: "RUNNING", previous: null });
    expect(events.at(-1)).toMatchObject({ __typename: "SweepStatusChanged", status: "SUCCEEDED" });
  });

  test("tell of each trial once: launched, reporting, ended", () => {
    const numbers = Array.from({ length: TRIALS }, (_, at) => at + 1);
    expect(ofKind(events, "TrialLaunched").map(({ number }) => number)).toEqual(numbers);
    expect(
      ofKind(events, "TrialEnded")
        .map(({ number }) => number)
        .sort(),
    ).toEqual(numbers);
    expect(ofKind(events, "TrialEnded").map(({ outcome }) => outcome)).toEqual(numbers.map(() => "SUCCEEDED"));
    expect(new Set(ofKind(events, "TrialReported").map(({ number }) => number)).size).toBe(TRIALS);
  });

  test("keep to the concurrency", () => {
    expect(mostAtOnce(events)).toBe(2);
  });

  test("tell the best so far, which only gets better", () => {
    const best = events.flatMap((event) => event.best?.value ?? []);
    expect(best).toEqual(best.toSorted((a, b) => a - b));
  });

  test("replay from the one after `after`, and complete though the sweep ended long ago", async () => {
    expect(await followSweep(founder, sweepId, events.length - 2)).toEqual(events.slice(-2));
    expect(await followSweep(founder, sweepId, events.length)).toEqual([]);
  });
});

test("a stream of server-sent events goes on after the event that the client saw last", async () => {
  const response = await fetch(`${product.url}/graphql/stream`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${founder.accessToken}`,
      "last-event-id": String(events.length - 3),
    },
    body: JSON.stringify({ query: `subscription { sweepEvents(sweepId: "${sweepId}") { seq } }` }),
  });
  const seqs = [...(await response.text()).matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));
  expect(seqs).toEqual(events.slice(-3).map(({ seq }) => seq));
});

describe("a finished sweep", () => {
  let sweep: {
    bestTrial: Trial;
    trials: { totalCount: number; edges: { node: Trial }[] };
    importance: { parameter: string; importance: number }[];
    parallelCoordinates: { parameters: string[]; lines: { positions: number[]; valuePosition: number }[] };
  };
  let trials: Trial[];

  beforeAll(async () => {
    sweep = (await founder.query<{ sweep: typeof sweep }>(SWEEP, { id: sweepId })).sweep;
    trials = sweep.trials.edges.map(({ node }) => node);
  });

  test("shows what was searched for, and what it took", () => {
    expect(sweep).toMatchObject({
      id: sweepId,
      name: "rates",
      status: "SUCCEEDED",
      method: "RANDOM",
      maxTrials: TRIALS,
      launched: TRIALS,
      finishedAt: expect.any(String),
      objective: { metric: "val_accuracy", goal: "MAXIMISE" },
      space: SPACE,
      trials: { totalCount: TRIALS },
    });
  });

  test("has trials that are ordinary runs, with what the sweep chose and what was fixed", async () => {
    for (const { number, parameters, run } of trials) {
      expect(run).toMatchObject({ status: "SUCCEEDED", trialNumber: number, sweep: { id: sweepId } });
      expect(run.parameters).toMatchObject({ ...SMALL_SWEEP.fixedParameters, ...parameters });
      expect(parameters.learningRate).toBeGreaterThanOrEqual(1e-5);
      expect(parameters.learningRate).toBeLessThanOrEqual(1e-2);
      expect([0, 0.2, 0.4, 0.6]).toContain(parameters.dropout);
    }
    const { trainingRuns } = await founder.query<{ trainingRuns: { edges: { node: { id: string } }[] } }>(
      `{ trainingRuns(first: 100) { edges { node { id } } } }`,
    );
    expect(trainingRuns.edges.map(({ node }) => node.id)).toEqual(
      expect.arrayContaining(trials.map(({ run }) => run.id)),
    );
  });

  test("names the trial with the best objective", () => {
    expect(sweep.bestTrial.best).toBe(Math.max(...trials.map(({ best }) => best)));
    expect(trials.find(({ number }) => number === sweep.bestTrial.number)!.best).toBe(sweep.bestTrial.best);
  });

  test("says how much each parameter matters, and draws each trial as a line", () => {
    expect(sweep.importance.map(({ parameter }) => parameter).sort()).toEqual(["dropout", "learningRate"]);
    expect(sweep.importance.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1);
    const { parameters, lines } = sweep.parallelCoordinates;
    expect(parameters).toEqual(["learningRate", "dropout"]);
    expect(lines).toHaveLength(TRIALS);
    for (const [at, { positions }] of lines.entries()) {
      const { learningRate, dropout } = trials[at].parameters;
      expect(positions[0]).toBeCloseTo((Math.log10(learningRate) + 5) / 3);
      expect(positions[1]).toBeCloseTo(dropout / 0.6);
    }
    expect(lines.map(({ valuePosition }) => valuePosition)).toContain(1);
  });
});

test("the list of sweeps costs the same number of statements however many it shows", async () => {
  await launchSweep(founder, { ...SMALL_SWEEP, maxTrials: 1 });
  const list = `query ($first: Int!) { sweeps(first: $first, filter: { recipe: "cnn-image-classification" }) { edges { node {
    id name status launched computeSeconds bestTrial { number best run { status } } launchedBy { name }
  } } } }`;
  const one = await countStatements(product, () => founder.query(list, { first: 1 }));
  expect(await countStatements(product, () => founder.query(list, { first: 10 }))).toBe(one);
});

test("another organisation sees nothing of a sweep, and steers nothing", async () => {
  const stranger = await seedStranger(product);
  expect(
    await stranger.query(`query ($id: ID!) { sweep(id: $id) { id } sweeps { totalCount } node(id: $id) { id } }`, {
      id: sweepId,
    }),
  ).toEqual({
    sweep: null,
    sweeps: { totalCount: 0 },
    node: null,
  });
  for (const field of [
    "pauseSweep(id: $id)",
    "resumeSweep(id: $id)",
    "stopSweep(id: $id)",
    "setSweepConcurrency(id: $id, concurrency: 1)",
  ])
    expect(await stranger.codes(`mutation ($id: ID!) { ${field} { id } }`, { id: sweepId })).toEqual(["NOT_FOUND"]);
  await expect(followSweep(stranger, sweepId)).rejects.toThrow("NOT_FOUND");
});
