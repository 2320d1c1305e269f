import { beforeAll, beforeEach, expect, test } from "@jest/globals";
import { newId, rowId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { launch, SMALL } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct();

const QUOTA = `organisation activeRuns activeRunsMax computeSecondsUsed computeSecondsMax resetsAt shareWeight`;
const SET = `mutation ($input: SetOrganisationQuotaInput!) { setOrganisationQuota(input: $input) { ${QUOTA} } }`;
const LAUNCH = `mutation ($input: LaunchTrainingRunInput!) { launchTrainingRun(input: $input) {
  __typename ... on TrainingRun { id } ... on QuotaExceeded { code message quota limit used resetsAt } } }`;

let admin: Client;
let owner: Client;
let slug: string;

beforeAll(async () => {
  admin = await product.admin();
});

beforeEach(async () => {
  owner = await seedStranger(product, { maxActiveRuns: 3 });
  slug = (await quotaOf(owner)).organisation;
});

interface Quota {
  organisation: string;
  resetsAt: string;
}

async function quotaOf(client: Client): Promise<Quota> {
  const { viewer } = await client.query<{ viewer: { organisation: { quota: Quota } } }>(
    `{ viewer { organisation { quota { ${QUOTA} } } } }`,
  );
  return viewer.organisation.quota;
}

const allow = (input: object) => admin.query(SET, { input: { organisation: slug, ...input } });
const tryLaunch = async () =>
  (await owner.query<{ launchTrainingRun: object }>(LAUNCH, { input: SMALL })).launchTrainingRun;

/** A run of the organisation has used this many seconds of one core. */
async function use(runId: string, seconds: number): Promise<void> {
  const holding = { id: newId(), attempt: 1, workerId: newId(), device: "CPU", units: 1, seconds, steps: 1 } as const;
  await product.services.usage.record([{ ...holding, purpose: "TRAINING", runId: rowId("TrainingRun", runId) }]);
}

/** Midnight of the next month's first day in UTC. */
function nextMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString();
}

test("an organisation reads what it may use and has used", async () => {
  const { id } = await launch(owner);
  await use(id, 0.5);
  expect(await quotaOf(owner)).toEqual({
    ...{ organisation: slug, activeRuns: 1, activeRunsMax: 3, shareWeight: 1, resetsAt: nextMonth() },
    ...{ computeSecondsUsed: 0.5, computeSecondsMax: null },
  });
});

test("an organisation whose month is spent is refused until the next, and its run goes on", async () => {
  const { id } = await launch(owner);
  await allow({ computeSecondsMax: 1 });
  expect(await tryLaunch()).toMatchObject({ __typename: "TrainingRun" });
  await use(id, 1.25);
  expect(await tryLaunch()).toEqual({
    ...{ __typename: "QuotaExceeded", code: "QUOTA_EXCEEDED", quota: "COMPUTE_SECONDS", limit: 1, used: 2 },
    message: "Your organisation has used 2 compute seconds this month, and it may use 1.",
    resetsAt: nextMonth(),
  });
  const { trainingRun } = await owner.query<{ trainingRun: object }>(
    `query ($id: ID!) { trainingRun(id: $id) { status } }`,
    { id },
  );
  expect(trainingRun).toEqual({ status: "QUEUED" });
  await allow({ computeSecondsMax: null });
  expect(await tryLaunch()).toMatchObject({ __typename: "TrainingRun" });
});

test("an organisation that has as many runs as it may is told how many", async () => {
  await allow({ activeRunsMax: 1 });
  expect(await tryLaunch()).toMatchObject({ __typename: "TrainingRun" });
  expect(await tryLaunch()).toMatchObject({ quota: "ACTIVE_RUNS", limit: 1, used: 1, resetsAt: null });
});

test("launches at the same moment do not pass a quota together", async () => {
  const launched = await Promise.all(Array.from({ length: 12 }, () => launch(owner)));
  expect(launched.filter(({ __typename }) => __typename === "TrainingRun")).toHaveLength(3);
});

test("what an administrator does not give stays as it is", async () => {
  await allow({ activeRunsMax: 7, computeSecondsMax: 3600, shareWeight: 2.5 });
  await allow({ activeRunsMax: 8 });
  expect(await quotaOf(owner)).toMatchObject({ activeRunsMax: 8, computeSecondsMax: 3600, shareWeight: 2.5 });
});

test.each([
  ["activeRunsMax", -1],
  ["computeSecondsMax", -1],
  ["shareWeight", 0],
  ["shareWeight", 101],
])("a quota of %s %d is refused, naming the field", async (field, value) => {
  const { errors } = await admin.send(SET, { input: { organisation: slug, [field]: value } });
  expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: `input.${field}` } }]);
});

test("nobody but an administrator sets quotas, or reads another organisation's", async () => {
  expect(await owner.codes(SET, { input: { organisation: slug, activeRunsMax: 100 } })).toEqual(["FORBIDDEN"]);
  const other = `query ($slug: String) { organisationQuota(organisation: $slug) { organisation } }`;
  expect(await owner.codes(other, { slug: "demo" })).toEqual(["FORBIDDEN"]);
  expect(await owner.query(other)).toEqual({ organisationQuota: { organisation: slug } });
  expect(await admin.query(other, { slug })).toEqual({ organisationQuota: { organisation: slug } });
  expect(await admin.codes(other, { slug: "nobody" })).toEqual(["NOT_FOUND"]);
});
