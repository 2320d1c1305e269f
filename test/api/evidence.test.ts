import { beforeAll, describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { checkRunProcessor } from "../../workers/processors/check-run.processor.js";
import type { WorkerTools } from "../../workers/processors/worker-tools.js";
import { globalId, newId } from "../../src/kernel/ids.js";
import { answer, assess, itemsOf, logOf, review, setColumn, type Entry } from "../harness/assessments.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { ReportedRun } from "../harness/reported-run.js";
import { seedStranger } from "../harness/stranger.js";
import { multipart, sendForm } from "../harness/uploads.js";

const product = withProduct();
let founder: Client;
let consultant: Client;

beforeAll(async () => {
  founder = await product.founder();
  consultant = await product.signIn("consultant@demo.local", "demo");
});

interface Evidence {
  __typename: string;
  id: string;
  status: string;
  kind: string | null;
  revision: number;
  facts: Record<string, unknown> | null;
  sha256: string | null;
  effectiveOn: string | null;
  expiresOn: string | null;
  code?: string;
}

interface Check {
  id: string;
  state: string;
  value: number | null;
  runId: string | null;
}

const EVIDENCE = `__typename id kind status title url runId facts sha256 revision effectiveOn receivedAt expiresOn reviewComment
  submittedBy { name } reviewedBy { name }`;
const REQUEST = `mutation ($input: RequestComplianceEvidenceInput!) { evidence: requestComplianceEvidence(input: $input) { ${EVIDENCE} } }`;
const SUBMIT = `mutation ($id: ID!, $input: SubmitComplianceEvidenceInput!) { evidence: submitComplianceEvidence(id: $id, input: $input) { ${EVIDENCE} } }`;
const REVIEW = `mutation ($id: ID!, $input: ReviewComplianceEvidenceInput!) { evidence: reviewComplianceEvidence(id: $id, input: $input) {
  ... on ComplianceEvidence { ${EVIDENCE} } ... on Refusal { __typename code } } }`;
const DEFINE = `mutation ($input: DefineComplianceCheckInput!) { check: defineComplianceCheck(input: $input) { id state value runId } }`;

const ask = async (client: Client, document: string, variables: object) =>
  (await client.query<{ evidence: Evidence }>(document, variables as Record<string, unknown>)).evidence;

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** An item that applies, and evidence that is asked for. */
async function requested() {
  const { id: assessmentId } = await assess(founder);
  const { id: itemId } = (await itemsOf(founder, assessmentId)).get("threat-model")!;
  const evidence = await ask(founder, REQUEST, { input: { itemId, title: "The threat model" } });
  return { assessmentId, itemId, id: evidence.id, evidence };
}

/** A run that a worker has brought to success with these figures. Its job is done as a worker would. */
async function succeeded(report: object, dataset = "mnist-digits") {
  const { services } = product;
  const run = await ReportedRun.start(product);
  await services.pool.query(`update training_run set trained_at = now(), dataset = $2 where id = $1`, [
    run.rowId,
    dataset,
  ]);
  const evaluationId = await services.evaluations.record({ runId: run.rowId, subject: "MODEL", name: "model", report });
  await services.lifecycle.evaluated(run.rowId, { kind: "EvaluationCompleted", evaluationId });
  return run;
}

const work = (run: ReportedRun) =>
  checkRunProcessor.process({ runId: run.rowId }, product.services as unknown as WorkerTools);

describe("evidence", () => {
  test("is asked for, handed in by one person and accepted by another, each time a revision", async () => {
    const { assessmentId, itemId, id, evidence } = await requested();
    expect(evidence).toMatchObject({ status: "REQUESTED", kind: null, revision: 0 });
    const link = { url: "https://example.com/模型", effectiveOn: "2026-11-01", expiresOn: inDays(30) };
    expect(await ask(founder, SUBMIT, { id, input: link })).toMatchObject({
      ...{ ...link, status: "RECEIVED", kind: "LINK", revision: 1, submittedBy: { name: "Founder" } },
    });
    expect(await ask(founder, REVIEW, { id, input: { decision: "ACCEPT" } })).toMatchObject({
      code: "SECOND_PERSON_NEEDED",
    });
    expect(await consultant.codes(REVIEW, { id, input: { decision: "REJECT" } })).toEqual(["BAD_USER_INPUT"]);
    const rejected = { decision: "REJECT", comment: "The page is empty" };
    expect(await ask(consultant, REVIEW, { id, input: rejected })).toMatchObject({
      status: "REJECTED",
      reviewComment: "The page is empty",
    });
    await ask(founder, SUBMIT, { id, input: { url: "https://example.com/2" } });
    expect(await ask(consultant, REVIEW, { id, input: { decision: "ACCEPT" } })).toMatchObject({
      status: "ACCEPTED",
      revision: 2,
      expiresOn: null,
    });
    expect(await consultant.codes(REVIEW, { id, input: { decision: "ACCEPT" } })).toEqual(["CONFLICT"]);
    const { complianceEvidence } = await founder.query<{ complianceEvidence: { edges: { node: object }[] } }>(
      `query ($itemId: ID!) { complianceEvidence(itemId: $itemId) { edges { node { status item { item { slug } } } } } }`,
      { itemId },
    );
    expect(complianceEvidence.edges).toEqual([
      { node: { status: "ACCEPTED", item: { item: { slug: "threat-model" } } } },
    ]);
    const log = await logOf(founder, assessmentId);
    expect(log.map(({ kind }) => kind).slice(1)).toEqual([
      ...["EVIDENCE_REQUESTED", "EVIDENCE_RECEIVED", "EVIDENCE_REJECTED", "EVIDENCE_RECEIVED", "EVIDENCE_ACCEPTED"],
    ]);
    expect(log[2].payload).toMatchObject(link);
  });

  test("may be a training run: its facts and their hash stay when the run goes", async () => {
    const run = await succeeded({ kind: "CLASSIFICATION", accuracy: 0.97, fairness: { opportunityGap: 0.04 } });
    const { id } = await requested();
    const handed = await ask(founder, SUBMIT, { id, input: { runId: run.id } });
    expect(handed).toMatchObject({ kind: "TRAINING_RUN", runId: run.id, effectiveOn: inDays(0) });
    expect(handed.facts).toMatchObject({
      ...{ dataset: "mnist-digits", datasetSha256: "0".repeat(64), seed: 1, recipe: "cnn-image-classification" },
      model: { accuracy: 0.97, fairness: { opportunityGap: 0.04 } },
    });
    expect(handed.sha256).toBe(createHash("sha256").update(JSON.stringify(handed.facts)).digest("hex"));
    await product.services.pool.query(`delete from training_run where id = $1`, [run.rowId]);
    const { node } = await founder.query(
      `query ($id: ID!) { node(id: $id) { ... on ComplianceEvidence { runId facts sha256 } } }`,
      { id },
    );
    expect(node).toEqual({ runId: null, facts: handed.facts, sha256: handed.sha256 });
  });

  test("may be a file: kept with its hash, typed by its content, fetched through a signed address", async () => {
    const { id } = await requested();
    const hand = (name: string, content: string | Uint8Array) =>
      sendForm<{ evidence: Evidence & { download: string } }>(
        product,
        founder,
        multipart(
          `mutation ($id: ID!, $input: SubmitComplianceEvidenceInput!) { evidence: submitComplianceEvidence(id: $id, input: $input) {
            kind status sha256 fileName mediaType size download } }`,
          { id, input: { file: null } },
          { name, content },
        ),
      );
    const policy = "# 安全策略\n所有密钥每季度轮换。\n";
    const { data } = await hand("../policy.html", policy);
    const sha256 = createHash("sha256").update(policy).digest("hex");
    expect(data!.evidence).toMatchObject({
      ...{ kind: "FILE", status: "RECEIVED", fileName: "policy.html", mediaType: "text/plain; charset=utf-8" },
      ...{ size: Buffer.byteLength(policy), sha256 },
    });
    const { download } = data!.evidence;
    const fetched = await fetch(product.url + download);
    expect([fetched.headers.get("content-type"), fetched.headers.get("etag")]).toEqual([
      "text/plain; charset=utf-8",
      `"${sha256}"`,
    ]);
    expect(await fetched.text()).toBe(policy);
    expect((await fetch(product.url + download.replace(/signature=./, "signature=_"))).status).toBe(403);
    for (const content of [new Uint8Array([0x4d, 0x5a, 0x90, 0]), "", " \n", "bell \u0007"])
      expect((await hand("policy.pdf", content)).errors?.[0].extensions).toMatchObject({
        code: "BAD_USER_INPUT",
        field: "input.file",
      });
    await product.services.artifacts.removeOrphans(Date.now() + 2 * 86_400_000);
    expect((await fetch(product.url + download)).status).toBe(200);
  });

  test("ends after its last day, and opens what was signed off on it", async () => {
    const { assessmentId, itemId, id } = await requested();
    await ask(founder, SUBMIT, { id, input: { url: "https://example.com", expiresOn: inDays(1) } });
    await ask(consultant, REVIEW, { id, input: { decision: "ACCEPT" } });
    await answer(founder, itemId);
    await review(consultant, itemId, "SIGN_OFF");
    await product.services.complianceEvidence.expire();
    expect((await itemsOf(founder, assessmentId)).get("threat-model")).toMatchObject({ status: "SIGNED_OFF" });
    await setColumn(product, "compliance_evidence", id, "effective_on = null, expires_on = current_date - 2");
    for (let times = 0; times < 2; times++) await product.services.complianceEvidence.expire();
    expect((await itemsOf(founder, assessmentId)).get("threat-model")).toMatchObject({ status: "OPEN" });
    const log = await logOf(founder, assessmentId);
    expect(log.slice(-2).map(({ kind, actor }) => [kind, actor])).toEqual([
      ["EVIDENCE_EXPIRED", null],
      ["ITEM_REOPENED", null],
    ]);
  });

  test.each([
    ["nothing", {}, "input.url"],
    ["two things", { url: "https://example.com", runId: globalId("TrainingRun", newId()) }, "input.url"],
    ["no web address", { url: "javascript:alert(1)" }, "input.url"],
    [
      "an end before its begin",
      { url: "https://example.com", effectiveOn: "2026-02-02", expiresOn: "2026-02-01" },
      "input.expiresOn",
    ],
    ["a day that there is not", { url: "https://example.com", expiresOn: "2026-02-30" }, "input.expiresOn"],
    ["a title that cannot be seen", { url: "https://example.com", title: "\u200b" }, "input.title"],
  ])("is not taken with %s", async (_name, input, field) => {
    const { id } = await requested();
    const { errors } = await founder.send(SUBMIT, { id, input });
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: "BAD_USER_INPUT", field }]);
  });

  test("is no run that still trains, nor another organisation's", async () => {
    const { id } = await requested();
    const running = await ReportedRun.start(product);
    const fieldOf = async (client: Client, id: string, runId: string) =>
      (await client.send(SUBMIT, { id, input: { runId } })).errors?.map(({ extensions }) => extensions.field);
    expect(await fieldOf(founder, id, running.id)).toEqual(["input.runId"]);
    const stranger = await seedStranger(product);
    const { id: theirs } = await assess(stranger);
    const itemId = (await itemsOf(stranger, theirs)).get("threat-model")!.id;
    const asked = await ask(stranger, REQUEST, { input: { itemId, title: "Ours" } });
    const run = await succeeded({ accuracy: 0.9 });
    expect(await fieldOf(stranger, asked.id, run.id)).toEqual(["input.runId"]);
  });
});

describe("a check", () => {
  const GAP = { figure: "fairness.opportunityGap", comparison: "BELOW", threshold: 0.1, withinDays: 90 };

  async function defined(condition: object) {
    const { id: assessmentId } = await assess(founder);
    const { id: itemId } = (await itemsOf(founder, assessmentId)).get("threat-model")!;
    const { check } = await founder.query<{ check: Check }>(DEFINE, { input: { itemId, ...GAP, ...condition } });
    const stateOf = async () =>
      (
        await founder.query<{ node: Check }>(
          `query ($id: ID!) { node(id: $id) { ... on ComplianceCheck { state value runId } } }`,
          { id: check.id },
        )
      ).node;
    return { assessmentId, itemId, check, stateOf };
  }

  test("is held against runs as they succeed, streamed, and opens what was signed off when it fails", async () => {
    const { assessmentId, itemId, check, stateOf } = await defined({ dataset: "customers" });
    expect(check).toMatchObject({ state: "UNKNOWN", value: null, runId: null });
    const streamed: Entry[] = [];
    const seen = (async () => {
      const document = `subscription ($id: ID!) { assessmentChanged(assessmentId: $id, after: 0) { seq kind payload } }`;
      for await (const { data } of founder.subscribe<{ assessmentChanged: Entry }>(document, { id: assessmentId })) {
        if (data!.assessmentChanged.kind === "CHECK_EVALUATED") streamed.push(data!.assessmentChanged);
        if (streamed.length === 2) return;
      }
    })();
    const good = await succeeded({ fairness: { opportunityGap: 0.05 } }, "customers");
    expect(await product.services.jobs.waiting("compliance")).toContain("check-run");
    for (let times = 0; times < 2; times++) await work(good);
    expect(await stateOf()).toEqual({ state: "PASSING", value: 0.05, runId: good.id });
    await answer(founder, itemId);
    await review(consultant, itemId, "SIGN_OFF");
    const bad = await succeeded({ fairness: { opportunityGap: 0.1 } }, "customers");
    await work(bad);
    expect(await stateOf()).toEqual({ state: "FAILING", value: 0.1, runId: bad.id });
    expect((await itemsOf(founder, assessmentId)).get("threat-model")).toMatchObject({ status: "OPEN" });
    await seen;
    expect(streamed.map(({ payload }) => [payload.run, payload.passed])).toEqual([
      [good.id, true],
      [bad.id, false],
    ]);
  });

  test("says nothing of runs on other data, of other recipes, without the figure, or too long ago", async () => {
    const { stateOf } = await defined({ dataset: "narrow", recipe: "cnn-image-classification" });
    for (const [report, dataset] of [
      [{ fairness: { opportunityGap: 0.5 } }, "other"],
      [{ fairness: { opportunityGap: "0.5" } }, "narrow"],
      [{ accuracy: 0.5 }, "narrow"],
    ] as const)
      await work(await succeeded(report, dataset));
    expect(await stateOf()).toMatchObject({ state: "UNKNOWN" });
    const run = await succeeded({ fairness: { opportunityGap: 0.5 } }, "narrow");
    await work(run);
    expect(await stateOf()).toMatchObject({ state: "FAILING" });
    await product.services.pool.query(
      `update compliance_check_result set run_finished_at = now() - interval '91 days' where run_id = $1`,
      [run.rowId],
    );
    expect(await stateOf()).toMatchObject({ state: "UNKNOWN" });
  });

  test("begins with the newest run that there is, and takes up one whose job was lost", async () => {
    await succeeded({ accuracy: 0.6 }, "kept");
    const newest = await succeeded({ accuracy: 0.7 }, "kept");
    const { check, stateOf } = await defined({
      dataset: "kept",
      figure: "accuracy",
      comparison: "AT_LEAST",
      threshold: 0.7,
    });
    expect(check).toMatchObject({ state: "PASSING", runId: newest.id });
    const lost = await succeeded({ accuracy: 0.69 }, "kept");
    await product.services.complianceChecks.catchUp();
    expect(await stateOf()).toMatchObject({ state: "FAILING", runId: lost.id });
  });

  test("that is withdrawn hears no more", async () => {
    const { check, stateOf } = await defined({ dataset: "done" });
    await founder.query(`mutation ($id: ID!) { withdrawComplianceCheck(id: $id) { withdrawnAt } }`, { id: check.id });
    await work(await succeeded({ fairness: { opportunityGap: 0.5 } }, "done"));
    expect(await stateOf()).toMatchObject({ state: "UNKNOWN" });
  });

  test.each([
    ["a figure that reaches elsewhere", { figure: "a.b.c; drop table" }, "input.figure"],
    ["a threshold beyond all measure", { threshold: 1e300 }, "input.threshold"],
    ["no days", { withinDays: 0 }, "input.withinDays"],
    ["more days than there are", { withinDays: 999_999 }, "input.withinDays"],
  ])("is not set with %s", async (_name, condition, field) => {
    const { id: assessmentId } = await assess(founder);
    const itemId = (await itemsOf(founder, assessmentId)).get("threat-model")!.id;
    const { errors } = await founder.send(DEFINE, { input: { itemId, ...GAP, ...condition } });
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: "BAD_USER_INPUT", field }]);
  });
});
