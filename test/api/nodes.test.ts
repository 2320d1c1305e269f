import { beforeAll, expect, test } from "@jest/globals";
import { isInterfaceType } from "graphql";
import { globalId, newId, rowId } from "../../src/kernel/ids.js";
import { buildApiSchema } from "../../src/schema.js";
import { seedAssessment } from "../harness/assessments.js";
import type { Client } from "../harness/client.js";
import { create, publish, seen, text } from "../harness/content.js";
import { createModel, createScenario, simulate } from "../harness/economics.js";
import { practise } from "../harness/practice.js";
import { withProduct } from "../harness/product.js";
import { launch } from "../harness/runs.js";
import { twoClasses, upload } from "../harness/uploads.js";
import { launchSweep } from "../harness/sweeps.js";

const product = withProduct();
let admin: Client;
let founder: Client;

beforeAll(async () => {
  admin = await product.admin();
  founder = await product.founder();
});

const answers = [{ short: text("Short"), explanation: text("Long") }];

async function answerOf(client: Client, slug: string): Promise<string> {
  const { question } = await client.query<{ question: { answers: { id: string }[] } }>(
    `query ($slug: String!) { question(slug: $slug) { answers { id } } }`,
    { slug },
  );
  return question.answers[0].id;
}

test("every type that implements Node is read again by its id", async () => {
  const run = await launch(founder);
  const sweep = await launchSweep(founder);
  const artifact = await product.services.artifacts.keep({
    runId: rowId("TrainingRun", run.id),
    kind: "CURVES",
    name: "curves.svg",
    mediaType: "image/svg+xml",
    bytes: Buffer.from("<svg/>"),
  });
  const checkpoint = await product.services.checkpoints.save({
    ...{ runId: rowId("TrainingRun", run.id), step: 1, epoch: 1, keep: 1, bytes: Buffer.from("weights") },
  });
  const worker = newId();
  await product.services.workers.register({
    ...{ id: worker, host: "localhost", pid: 1, version: "0.1.0", cores: 2, memoryBytes: 2 ** 30 },
    ...{ concurrency: 1, labels: {}, leaseSeconds: 8 },
  });
  const made = newId();
  await product.services.reader.query(
    `insert into model_export (id, run_id, format, precision) values ($1, $2, 'ONNX', 'INT8')`,
    [made, rowId("TrainingRun", run.id)],
  );
  const asked = newId();
  await product.services.reader.query(
    `insert into evaluation_request (id, organisation_id, run_id, dataset, checkpoint)
     select $1, organisation_id, id, dataset, 'FINAL' from training_run where id = $2`,
    [asked, rowId("TrainingRun", run.id)],
  );
  await upload(product, founder, twoClasses(20), { name: "customers", kind: "TABLE" });
  const found = await founder.query<Record<string, { edges: { node: Record<string, unknown> }[] }>>(`{
    viewer { organisation { id } }
    questions(first: 1) { edges { node { id category { id } tags { id } answers { id author { id } } } } }
    businessModels(first: 1) { edges { node { id talentRoles { id } } } }
    challengeAreas(first: 1) { edges { node { id } } }
    checklists(first: 1) { edges { node { id items { id citations { framework { id } } } } } }
    recipes(first: 1) { edges { node { id } } }
    datasets(first: 2) { edges { node { id version { id } } } }
  }`);
  const { id: model } = await createModel(founder);
  const { id: scenario } = await createScenario(founder, model, "Dearer", []);
  const ids = new Set([
    ...[model, scenario, await simulate(founder, model)],
    ...(await practise(founder)),
    ...[run.id, sweep.id, globalId("Artifact", artifact), globalId("Checkpoint", checkpoint)],
    ...[globalId("Worker", worker), globalId("ModelExport", made), globalId("EvaluationRequest", asked)],
    ...idsIn(found),
    ...Object.values(await seedAssessment(founder)),
  ]);

  const node = buildApiSchema().getType("Node");
  const types = isInterfaceType(node)
    ? buildApiSchema()
        .getPossibleTypes(node)
        .map(({ name }) => name)
    : [];
  const read = new Set<string>();
  for (const id of ids) {
    // Workers are for administrators, runs for the members of their organisation.
    for (const client of [founder, admin]) {
      const { node } = await client.query<{ node: { __typename: string; id: string } | null }>(
        `query ($id: ID!) { node(id: $id) { __typename id } }`,
        { id },
      );
      if (node?.id === id) read.add(node.__typename);
    }
  }
  expect([...read].sort()).toEqual([...types].sort());
});

function* idsIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "id") yield String(inner);
    else yield* idsIn(inner);
  }
}

test("node reads what a fragment on the type selects", async () => {
  const { id } = await create(admin, "Question", "by-node", { answers });
  const { node } = await founder.query(
    `query ($id: ID!) { node(id: $id) { id ... on Question { slug answers { short { en } } } ... on Tag { name { en } } } }`,
    { id },
  );
  expect(node).toEqual({ id, slug: "by-node", answers: [{ short: { en: "Short" } }] });
});

test("an answer of a draft is not there for a founder", async () => {
  const { id } = await create(admin, "Question", "drafted", { answers, status: "DRAFT" });
  const answer = await answerOf(admin, "drafted");
  expect(await seen(founder, answer)).toBeNull();
  expect(await seen(admin, answer)).toBe(answer);
  await publish(admin, { id, revision: 1 });
  expect(await seen(founder, answer)).toBe(answer);
});

test("another organisation is not there", async () => {
  const { viewer } = await admin.query<{ viewer: { organisation: { id: string } } }>(
    `{ viewer { organisation { id } } }`,
  );
  expect(await seen(founder, viewer.organisation.id)).toBeNull();
  expect(await seen(admin, viewer.organisation.id)).toBe(viewer.organisation.id);
});

test("somebody who has written nothing is not there as an author", async () => {
  const { viewer } = await founder.query<{ viewer: { id: string } }>(`{ viewer { id } }`);
  expect(await seen(founder, viewer.id.replace("User", "Author"))).toBeNull();
});

test.each(["", "Question_", "Question_1", "constructor_019abcde-0000-7000-8000-000000000000", "no-such-recipe"])(
  "an id that is none of ours (%p) is null",
  async (id) => {
    expect(await seen(founder, id)).toBeNull();
  },
);
