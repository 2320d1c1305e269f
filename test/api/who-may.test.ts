import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  isInputObjectType,
  isLeafType,
  isUnionType,
  OperationTypeNode,
} from "graphql";
import { globalId, newId, parseGlobalId, rowId } from "../../src/kernel/ids.js";
import { buildApiSchema } from "../../src/schema.js";
import { seedAssessment } from "../harness/assessments.js";
import type { Client } from "../harness/client.js";
import { liftQuota, seedColleague } from "../harness/colleague.js";
import { createModel, createScenario, simulate } from "../harness/economics.js";
import { withProduct } from "../harness/product.js";
import { dueCards, start } from "../harness/practice.js";
import { launch } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { launchSweep } from "../harness/sweeps.js";
import { twoClasses, upload } from "../harness/uploads.js";

const product = withProduct();
const schema = buildApiSchema();
const { QUERY, MUTATION, SUBSCRIPTION } = OperationTypeNode;

/** What an organisation owns, by global ids. */
interface Owned {
  run: string;
  other: string;
  sweep: string;
  dataset: string;
  version: string;
  artifact: string;
  checkpoint: string;
  export: string;
  request: string;
  evaluations: [string, string];
  model: string;
  scenario: string;
  assessment: string;
  item: string;
  risk: string;
  deadline: string;
  evidence: string;
  check: string;
  simulation: string;
  card: string;
}

let owned: Owned;
let owner: Client;
let onlooker: Client;
let stranger: Client;

beforeAll(async () => {
  owner = await product.founder();
  onlooker = await seedColleague(product, "VIEWER");
  stranger = await seedStranger(product);
  await liftQuota(product);
  owned = await seedOwned();
});

async function seedOwned(): Promise<Owned> {
  const { artifacts, checkpoints, evaluations, reader } = product.services;
  const [run, other] = [(await launch(owner)).id, (await launch(owner)).id];
  const [runId, otherId] = [rowId("TrainingRun", run), rowId("TrainingRun", other)];
  const curves = {
    kind: "CURVES",
    name: "curves.svg",
    mediaType: "image/svg+xml",
    bytes: Buffer.from("<svg/>"),
  } as const;
  const artifact = await artifacts.keep({ runId, ...curves });
  const checkpoint = await checkpoints.save({ runId, step: 1, epoch: 1, keep: 1, bytes: Buffer.from("weights") });
  const [made, asked] = [newId(), newId()];
  await reader.query(`insert into model_export (id, run_id, format, precision) values ($1, $2, 'ONNX', 'INT8')`, [
    made,
    runId,
  ]);
  await reader.query(
    `insert into evaluation_request (id, organisation_id, run_id, dataset, checkpoint)
     select $1, organisation_id, id, dataset, 'FINAL' from training_run where id = $2`,
    [asked, runId],
  );
  const judged = async (runId: string) => {
    const rows = { sha256: "0", figure: "accuracy", scores: Float32Array.of(1, 0) };
    const evaluation = await evaluations.record({ runId, subject: "MODEL", name: "model", report: {}, rows });
    return globalId("Evaluation", evaluation);
  };
  const { id: dataset, version } = await upload(product, owner, twoClasses(20), { name: "customers", kind: "TABLE" });
  const { id: model } = await createModel(owner);
  const { id: scenario } = await createScenario(owner, model, "Dearer", []);
  return {
    ...{ model, scenario, simulation: await simulate(owner, model) },
    ...{ run, other, dataset, version: version!.id, sweep: (await launchSweep(owner)).id },
    ...{ artifact: globalId("Artifact", artifact), checkpoint: globalId("Checkpoint", checkpoint) },
    ...(await seedAssessment(owner)),
    card: await seedCard(),
    ...{ export: globalId("ModelExport", made), request: globalId("EvaluationRequest", asked) },
    evaluations: [await judged(runId), await judged(otherId)],
  };
}

async function seedCard(): Promise<string> {
  await start(owner, { filter: { category: "foundations" } });
  return (await dueCards(owner))[0].id;
}

/** The same kinds of ids, that lead nowhere. */
function nowhere(ids: Owned): Owned {
  const elsewhere = (id: string) => globalId(parseGlobalId(id)!.type, newId());
  const entries = Object.entries(ids) as [keyof Owned, string | string[]][];
  return Object.fromEntries(
    entries.map(([name, id]) => [name, Array.isArray(id) ? id.map(elsewhere) : elsewhere(id)]),
  ) as unknown as Owned;
}

/** What an onlooker may not do, with arguments that are fit for it. */
const CHANGING: Record<string, (ids: Owned) => string> = {
  answerAssessmentItem: ({ item }) => `id: "${item}", input: { outcome: MET, answer: "So it is" }`,
  defineComplianceCheck: ({ item }) =>
    `input: { itemId: "${item}", figure: "accuracy", comparison: ABOVE, threshold: 0.5, withinDays: 9 }`,
  requestComplianceEvidence: ({ item }) => `input: { itemId: "${item}", title: "A plan" }`,
  reviewComplianceEvidence: ({ evidence }) => `id: "${evidence}", input: { decision: ACCEPT }`,
  submitComplianceEvidence: ({ evidence }) => `id: "${evidence}", input: { url: "https://example.com" }`,
  withdrawComplianceCheck: ({ check }) => `id: "${check}"`,
  meetComplianceDeadline: ({ deadline }) => `id: "${deadline}"`,
  recordComplianceRisk: ({ assessment }) =>
    `input: { assessmentId: "${assessment}", title: "A leak", likelihood: 1, impact: 1, treatment: ACCEPT }`,
  reopenAssessmentItem: ({ item }) => `id: "${item}", reason: "It changed"`,
  rescopeAssessment: ({ assessment }) => `id: "${assessment}"`,
  reviewAssessmentItem: ({ item }) => `id: "${item}", input: { decision: SIGN_OFF }`,
  startComplianceDeadline: ({ assessment }) =>
    `input: { assessmentId: "${assessment}", duty: "cn-incident-report", startedAt: "${new Date().toISOString()}" }`,
  updateAssessmentItem: ({ item }) => `id: "${item}", input: { notes: "seen" }`,
  updateComplianceRisk: ({ risk }) => `id: "${risk}", input: { impact: 2 }`,
  addTrainingRunTags: ({ run }) => `ids: ["${run}"], tags: ["tried"]`,
  archiveTrainingRuns: ({ other }) => `ids: ["${other}"]`,
  evaluateTrainingRun: ({ run }) => `id: "${run}"`,
  evaluateTogether: ({ run, other }) => `runIds: ["${run}", "${other}"]`,
  exportTrainedModel: ({ run }) => `input: { runId: "${run}", format: ONNX, precision: FLOAT32 }`,
  forkTrainingRun: ({ run }) => `id: "${run}", input: {}`,
  launchSweep: ({ dataset }) =>
    `input: { recipe: "tabular-classification", dataset: "${dataset}", method: RANDOM, objective: { metric: "val_loss", goal: MINIMISE }, space: [{ parameter: "dropout", minimum: 0, maximum: 0.5 }] }`,
  launchTrainingRun: ({ dataset }) => `input: { recipe: "tabular-classification", dataset: "${dataset}" }`,
  "launchTrainingRun from another's weights": ({ run }) =>
    `input: { recipe: "cnn-image-classification", startFrom: { runId: "${run}" } }`,
  "launchTrainingRun with another as its teacher": ({ run }) =>
    `input: { recipe: "cnn-image-classification", teacher: "${run}" }`,
  pauseSweep: ({ sweep }) => `id: "${sweep}"`,
  resumeSweep: ({ sweep }) => `id: "${sweep}"`,
  setSweepConcurrency: ({ sweep }) => `id: "${sweep}", concurrency: 1`,
  stopSweep: ({ sweep }) => `id: "${sweep}"`,
  pauseTrainingRun: ({ run }) => `id: "${run}"`,
  resumeTrainingRun: ({ run }) => `id: "${run}"`,
  retryTrainingRun: ({ run }) => `id: "${run}"`,
  cancelTrainingRun: ({ run }) => `id: "${run}"`,
  removeTrainingRunTags: ({ run }) => `ids: ["${run}"], tags: ["tried"]`,
  updateTrainingRun: ({ run }) => `id: "${run}", input: { notes: "seen" }`,
  updateDataset: ({ dataset }) => `id: "${dataset}", input: { description: "seen" }`,
  deleteDataset: ({ dataset }) => `id: "${dataset}"`,
  createEconomicModel: ({ run }) =>
    `input: { businessModel: "api-service", name: "seen", inputs: [{ name: "trainingRunCost", run: { runId: "${run}", figure: COST } }] }`,
  updateEconomicModel: ({ model }) => `input: { id: "${model}", name: "seen" }`,
  refreshEconomicModelRuns: ({ model }) => `id: "${model}"`,
  createEconomicScenario: ({ model }) => `input: { modelId: "${model}", name: "seen", inputs: [] }`,
  updateEconomicScenario: ({ scenario }) => `input: { id: "${scenario}", name: "seen" }`,
  simulateEconomicModel: ({ model }) =>
    `input: { modelId: "${model}", distributions: [{ input: "churn", uniform: { min: 0, max: 0.1 } }] }`,
  cancelEconomicSimulation: ({ simulation }) => `id: "${simulation}"`,
  deleteEconomicScenario: ({ scenario }) => `id: "${scenario}"`,
  deleteEconomicModel: ({ model }) => `id: "${model}"`,
};

/** Reading by ids, and what everybody may keep for themselves. */
const READING: Record<string, (ids: Owned) => string> = {
  setTrainingRunFavourite: ({ run }) => `id: "${run}", favourite: true`,
  assessmentChanged: ({ assessment }) => `assessmentId: "${assessment}"`,
  assessmentItems: ({ assessment }) => `assessmentId: "${assessment}"`,
  complianceChecks: ({ item }) => `itemId: "${item}"`,
  complianceEvidence: ({ item }) => `itemId: "${item}"`,
  complianceDeadlines: ({ assessment }) => `assessmentId: "${assessment}"`,
  complianceLog: ({ assessment }) => `assessmentId: "${assessment}"`,
  complianceScore: ({ assessment }) => `assessmentId: "${assessment}"`,
  complianceRisks: ({ assessment }) => `assessmentId: "${assessment}"`,
  reviewPracticeCard: ({ card }) => `id: "${card}", input: { rating: GOOD, expectedReps: 0 }`,
  undoPracticeReview: ({ card }) => `cardId: "${card}", expectedReps: 1`,
  compareEvaluations: ({ evaluations: [first, second] }) => `first: "${first}", second: "${second}"`,
  compareTrainingRuns: ({ run, other }) => `ids: ["${run}", "${other}"]`,
  dataset: ({ dataset }) => `id: "${dataset}"`,
  evaluationRequest: ({ request }) => `id: "${request}"`,
  predict: ({ run }) => `runId: "${run}", input: { texts: ["a"] }`,
  predictTogether: ({ run, other }) => `runIds: ["${run}", "${other}"], input: { texts: ["a"] }`,
  previewDataset: ({ version }) => `version: "${version}"`,
  sweep: ({ sweep }) => `id: "${sweep}"`,
  economicSimulation: ({ simulation }) => `id: "${simulation}"`,
  economicSimulationEvents: ({ simulation }) => `simulationId: "${simulation}"`,
  economicModel: ({ model }) => `id: "${model}"`,
  trainingRun: ({ run }) => `id: "${run}"`,
  sweepEvents: ({ sweep }) => `sweepId: "${sweep}"`,
  trainingRunEvents: ({ run }) => `runId: "${run}"`,
};

/** For administrators, who are tested where content, workers and quotas are. Others stay out whatever their role. */
const FOR_ADMINISTRATORS: Record<string, string> = {
  drainWorker: `id: "${globalId("Worker", newId())}"`,
  undrainWorker: `id: "${globalId("Worker", newId())}"`,
  setOrganisationQuota: `input: { organisation: "demo", activeRunsMax: 9 }`,
  submitForReview: `id: "${globalId("Question", newId())}"`,
  reviewContent: `input: { id: "${globalId("Question", newId())}", expectedRevision: 1, verdict: APPROVE }`,
  restoreContent: `id: "${globalId("Checklist", newId())}"`,
  confirmTranslations: `id: "${globalId("BusinessModel", newId())}", expectedRevision: 1`,
  archiveBusinessModel: `id: "${globalId("BusinessModel", newId())}"`,
  archiveChecklist: `id: "${globalId("Checklist", newId())}"`,
  archiveChecklistItem: `id: "${globalId("ChecklistItem", newId())}"`,
  archiveQuestion: `id: "${globalId("Question", newId())}"`,
};

/** What makes something from nothing: nobody else's id is in it. */
const MAKING: Record<string, string> = { createAssessment: `input: { name: "Mine", answers: {} }` };

/** What everybody does for themselves, whatever their role. */
const FOR_ONESELF: Record<string, (question: string) => string> = {
  startPractice: (question) => `input: { questionIds: ["${question}"] }`,
  updatePracticeSettings: () => `input: { newCardsPerDay: 5 }`,
  noteQuestion: (question) => `questionId: "${question}", input: { flagged: true }`,
  questionNote: (question) => `questionId: "${question}"`,
};

const fields = [QUERY, MUTATION, SUBSCRIPTION].flatMap((operation) =>
  Object.values(schema.getRootType(operation)!.getFields()).map((field) => ({ operation, field })),
);

/** `title` begins with the field's name. */
function documentOf(title: string, given: string): string {
  const [name] = title.split(" ");
  const { operation, field } = fields.find(({ field }) => field.name === name)!;
  return `${operation} { ${name}(${given}) ${selectionOf(field)} }`;
}

function selectionOf({ type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return "";
  return isUnionType(named) ? "{ __typename ... on Refusal { code message } }" : "{ __typename }";
}

/** The first answer without what differs between any two ids. */
async function answerOf(client: Client, title: string, given: string): Promise<string> {
  for await (const { data, errors } of client.subscribe(documentOf(title, given))) {
    const said = errors ? errors.map(({ message, extensions }) => `${extensions.code}: ${message}`) : data;
    return JSON.stringify(said).replaceAll(/[A-Za-z]+_?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID");
  }
  return "nothing";
}

describe("an onlooker may not", () => {
  test.each(Object.entries(CHANGING))("%s", async (title, given) => {
    expect(await answerOf(onlooker, title, given(owned))).toMatch(/^\["FORBIDDEN: /);
  });

  test.each(Object.entries(MAKING))("%s", async (title, given) => {
    expect(await answerOf(onlooker, title, given)).toMatch(/^\["FORBIDDEN: /);
  });
});

describe("an owner who is no administrator may not", () => {
  test.each(Object.entries(FOR_ADMINISTRATORS))("%s", async (title, given) => {
    expect(await answerOf(owner, title, given)).toMatch(/^\["FORBIDDEN: /);
  });
});

describe("an onlooker and a stranger may, as the owner may", () => {
  test.each(Object.entries(FOR_ONESELF))("%s", async (title, given) => {
    const { questions } = await owner.query<{ questions: { edges: { node: { id: string } }[] } }>(
      `{ questions(first: 1) { edges { node { id } } } }`,
    );
    const [{ node }] = questions.edges;
    const answers = [onlooker, stranger, owner].map((client) => answerOf(client, title, given(node.id)));
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/"__typename"/);
  });
});

describe("another organisation's ids answer like ids that lead nowhere, and differently to their owner", () => {
  test.each(Object.entries({ ...READING, ...CHANGING }))("%s", async (title, given) => {
    const absent = await answerOf(stranger, title, given(nowhere(owned)));
    expect(await answerOf(stranger, title, given(owned))).toBe(absent);
    expect(await answerOf(owner, title, given(owned))).not.toBe(absent);
  });

  describe("node of a", () => {
    // What the tests before have deleted is there again.
    let fresh: Owned;
    beforeAll(async () => {
      fresh = await seedOwned();
    });

    test.each([
      "run",
      "sweep",
      "dataset",
      "version",
      "artifact",
      "checkpoint",
      "export",
      "request",
      "model",
      "scenario",
      "assessment",
      "item",
      "risk",
      "deadline",
      "evidence",
      "check",
      "simulation",
      "card",
    ] as const)("%s", async (kind) => {
      const ids = fresh;
      const nodeOf = (client: Client) => client.query(`query ($id: ID!) { node(id: $id) { id } }`, { id: ids[kind] });
      expect(await nodeOf(stranger)).toEqual({ node: null });
      expect(await nodeOf(owner)).toEqual({ node: { id: ids[kind] } });
    });
  });

  test("and stand in no list", async () => {
    const lists = `{ trainingRuns(filter: { archived: null }) { totalCount } sweeps { totalCount }
      datasets(filter: { builtIn: false }) { totalCount } economicModels { totalCount } trainingRunFacets { recipes { count } } }`;
    expect(await stranger.query(lists)).toEqual({
      ...{
        trainingRuns: { totalCount: 0 },
        sweeps: { totalCount: 0 },
        datasets: { totalCount: 0 },
        economicModels: { totalCount: 0 },
      },
      trainingRunFacets: { recipes: [] },
    });
  });
});

/** Whether an argument or a part of it is an id. */
function takesId(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return Object.values(named.getFields()).some((field) => takesId(field.type));
  return named.name === "ID";
}

test("every change, and everything that takes an id, stands in one of these lists", () => {
  // Filters by ids narrow what is one's own; files come with requests of their own (datasets.test.ts);
  // published questions are everybody's.
  const free = /^(signIn|signOut|refreshSession|createDataset|node|recipe|scoreAnswer|trainingRuns|trainingRunFacets|trainingRunsChanged)$/; // prettier-ignore
  const content = /^(create|update)(BusinessModel|Checklist|ChecklistItem|Question)$/;
  const wanted = fields
    .filter(({ operation, field }) => operation === MUTATION || field.args.some(({ type }) => takesId(type)))
    .map(({ field }) => field.name)
    .filter((name) => !free.test(name) && !content.test(name));
  const here = new Set(Object.keys({ ...CHANGING, ...READING, ...MAKING, ...FOR_ONESELF, ...FOR_ADMINISTRATORS }));
  expect(wanted.filter((name) => !here.has(name))).toEqual([]);
});
