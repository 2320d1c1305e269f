import { beforeAll, describe, expect, test } from "@jest/globals";
import { auditLogs, type Verdict } from "../../src/domains/compliance/log/compliance-log-audit.js";
import { parseGlobalId } from "../../src/kernel/ids.js";
import {
  answer,
  ANSWER,
  assess,
  itemsOf,
  logOf,
  REOPEN,
  review,
  REVIEW,
  setColumn,
  type Entry,
  type Item,
} from "../harness/assessments.js";
import type { Client } from "../harness/client.js";
import { seedColleague } from "../harness/colleague.js";
import { change } from "../harness/content.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct();
let founder: Client;
let consultant: Client;

beforeAll(async () => {
  founder = await product.founder();
  consultant = await product.signIn("consultant@demo.local", "demo");
});

const UPDATE = `mutation ($id: ID!, $input: UpdateAssessmentItemInput!) { item: updateAssessmentItem(id: $id, input: $input) {
  dueOn notes owner { id name } } }`;

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** An item of a new assessment that applies. */
async function someItem(client = founder): Promise<{ assessmentId: string; id: string }> {
  const { id: assessmentId } = await assess(client);
  return { assessmentId, id: (await itemsOf(client, assessmentId)).get("breach-response")!.id };
}

describe("an assessment", () => {
  test("begins with the items that apply or may apply, each with its reason", async () => {
    const begun = await assess(founder, { dueOn: inDays(60) });
    const all = await itemsOf(founder, begun.id);
    const applying = await itemsOf(founder, begun.id, { applicability: "APPLIES" });
    expect(begun).toMatchObject({ applicableItems: applying.size, undecidedItems: all.size - applying.size });
    expect(all.get("lawful-basis")).toMatchObject({
      ...{ status: "OPEN", outcome: null, applicability: "APPLIES", dueOn: inDays(60) },
      rules: [{ rule: "gdpr-personal-data" }],
    });
    expect(all.has("generative-service-filing")).toBe(false);
    const without = await itemsOf(founder, begun.id, {
      applicability: "DOES_NOT_APPLY",
      checklist: "regulatory-compliance",
    });
    expect([...without.keys()]).toContain("generative-service-filing");
  });

  test("is begun once for a key, and not at all for the same key with something else", async () => {
    const input = { idempotencyKey: "once", name: "Asked twice" };
    const [one, other] = await Promise.all([assess(founder, input), assess(founder, input)]);
    expect(other.id).toBe(one.id);
    await expect(assess(founder, { ...input, name: "Another" })).rejects.toThrow(/^CONFLICT/);
  });

  test("takes other answers, and keeps what was answered", async () => {
    const { id: assessmentId } = await assess(founder);
    const items = await itemsOf(founder, assessmentId);
    await answer(founder, items.get("lawful-basis")!.id);
    const rescope = `mutation ($id: ID!, $answers: JSONObject) { rescopeAssessment(id: $id, answers: $answers) { answers applicableItems } }`;
    const answers = { jurisdictions: ["EU", "CN"], "personal-data": true, "public-generation-cn": true };
    await founder.query(rescope, { id: assessmentId, answers });
    const now = await itemsOf(founder, assessmentId);
    expect(now.get("generative-service-filing")).toMatchObject({ applicability: "APPLIES", status: "OPEN" });
    expect(now.get("lawful-basis")).toMatchObject({
      status: "ANSWERED",
      rules: [{ rule: "gdpr-personal-data" }, { rule: "pipl-personal-data" }],
    });
    const [, , { kind, payload }] = await logOf(founder, assessmentId);
    expect(kind).toBe("ASSESSMENT_RESCOPED");
    expect(payload.changed).toContainEqual({
      item: "generative-service-filing",
      from: "DOES_NOT_APPLY",
      to: "APPLIES",
    });
  });

  test("asks again for what was signed off where the item says something else now", async () => {
    const { id: assessmentId } = await assess(founder);
    const { id } = (await itemsOf(founder, assessmentId)).get("rules-register")!;
    await answer(founder, id);
    await review(consultant, id, "SIGN_OFF");
    const admin = await product.admin();
    const { node } = await founder.query<{ node: { item: { id: string } } }>(
      `query ($id: ID!) { node(id: $id) { ... on AssessmentItem { item { id } } } }`,
      { id },
    );
    await admin.query(...change("ChecklistItem", { id: node.item.id, severity: "LOW" }));
    await founder.query(`mutation ($id: ID!) { rescopeAssessment(id: $id) { id } }`, { id: assessmentId });
    expect((await itemsOf(founder, assessmentId)).get("rules-register")).toMatchObject({
      status: "OPEN",
      answer: "It is so.",
    });
  });
});

describe("an item", () => {
  test("is answered by one person and signed off by another, never by the same", async () => {
    const { assessmentId, id } = await someItem();
    expect(await answer(consultant, id, { outcome: "PARTLY_MET" })).toMatchObject({
      status: "ANSWERED",
      answeredBy: { name: "Consultant" },
    });
    expect(await review(consultant, id, "SIGN_OFF")).toMatchObject({
      __typename: "SecondPersonNeeded",
      code: "SECOND_PERSON_NEEDED",
    });
    expect(await review(founder, id, "SIGN_OFF", "Seen")).toMatchObject({
      ...{
        status: "SIGNED_OFF",
        outcome: "PARTLY_MET",
        answeredBy: { name: "Consultant" },
        reviewedBy: { name: "Founder" },
      },
      reviewComment: "Seen",
    });
    const { node } = await founder.query<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { ... on Assessment { answeredItems signedOffItems } } }`,
      { id: assessmentId },
    );
    expect(node).toEqual({ answeredItems: 1, signedOffItems: 1 });
  });

  test("is not reviewed by a member, nor answered by an onlooker", async () => {
    const [member, onlooker] = await Promise.all([seedColleague(product, "MEMBER"), seedColleague(product, "VIEWER")]);
    const { id } = await someItem();
    expect(await onlooker.codes(ANSWER, { id, input: { outcome: "MET", answer: "x" } })).toEqual(["FORBIDDEN"]);
    expect(await answer(member, id)).toMatchObject({ status: "ANSWERED" });
    expect(await member.codes(REVIEW, { id, input: { decision: "SIGN_OFF" } })).toEqual(["FORBIDDEN"]);
  });

  test("is returned with a comment, and answered anew", async () => {
    const { id } = await someItem();
    await answer(founder, id);
    expect(await consultant.codes(REVIEW, { id, input: { decision: "RETURN" } })).toEqual(["BAD_USER_INPUT"]);
    expect(await review(consultant, id, "RETURN", "Where is the plan?")).toMatchObject({
      status: "OPEN",
      outcome: null,
      reviewComment: "Where is the plan?",
    });
    expect(await answer(founder, id, { answer: "Here." })).toMatchObject({
      status: "ANSWERED",
      answer: "Here.",
      reviewComment: null,
    });
  });

  test("that is signed off changes only after it was reopened, with a reason that stays", async () => {
    const { assessmentId, id } = await someItem();
    await answer(founder, id);
    await review(consultant, id, "SIGN_OFF");
    expect(await founder.codes(ANSWER, { id, input: { outcome: "NOT_MET", answer: "On second thoughts" } })).toEqual([
      "CONFLICT",
    ]);
    expect(await consultant.codes(REVIEW, { id, input: { decision: "SIGN_OFF" } })).toEqual(["CONFLICT"]);
    expect(await founder.codes(REOPEN, { id, reason: "\u200b " })).toEqual(["BAD_USER_INPUT"]);
    const { item } = await founder.query<{ item: Item }>(REOPEN, { id, reason: "A new supplier" });
    expect(item).toMatchObject({ status: "OPEN", outcome: null, answer: "It is so." });
    expect((await logOf(founder, assessmentId)).at(-1)).toMatchObject({
      kind: "ITEM_REOPENED",
      payload: { reason: "A new supplier" },
      actor: { name: "Founder" },
    });
  });

  test("has an owner of the own organisation, a day and notes; null takes them away", async () => {
    const { id } = await someItem();
    const { colleagues } = await founder.query<{ colleagues: { edges: { node: { id: string; name: string } }[] } }>(
      `{ colleagues { edges { node { id name } } } }`,
    );
    const owner = colleagues.edges.map(({ node }) => node).find(({ name }) => name === "Consultant")!;
    const set = (input: object) => founder.query<{ item: object }>(UPDATE, { id, input });
    expect(await set({ ownerId: owner.id, dueOn: "2027-01-31", notes: "见附件" })).toMatchObject({
      item: { owner, dueOn: "2027-01-31", notes: "见附件" },
    });
    expect(await set({ dueOn: null })).toMatchObject({ item: { owner, dueOn: null, notes: "见附件" } });
    const stranger = await seedStranger(product);
    const { colleagues: others } = await stranger.query<{ colleagues: { edges: { node: { id: string } }[] } }>(
      `{ colleagues { edges { node { id } } } }`,
    );
    expect(others.edges).toHaveLength(1);
    const { errors } = await founder.send(UPDATE, { id, input: { ownerId: others.edges[0].node.id } });
    expect(errors?.[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "input.ownerId" });
  });

  test.each([
    ["no answer", { answer: " " }, "input.answer"],
    ["ten megabytes", { answer: "long".repeat(3_000) }, "input.answer"],
    ["text that turns around", { answer: "safe \u202eefas" }, "input.answer"],
    ["an exception without an end", { outcome: "EXCEPTION" }, "input.exceptionUntil"],
    ["an end without an exception", { exceptionUntil: inDays(3) }, "input.exceptionUntil"],
    ["an exception that has ended", { outcome: "EXCEPTION", exceptionUntil: inDays(-2) }, "input.exceptionUntil"],
    ["an exception for ever", { outcome: "EXCEPTION", exceptionUntil: "9999-12-31" }, "input.exceptionUntil"],
    ["a day that there is not", { outcome: "EXCEPTION", exceptionUntil: "2027-02-30" }, "input.exceptionUntil"],
  ])("is not answered with %s", async (_name, input, field) => {
    const { id } = await someItem();
    const { errors } = await founder.send(ANSWER, { id, input: { outcome: "MET", answer: "So it is", ...input } });
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: "BAD_USER_INPUT", field }]);
  });
});

describe("time", () => {
  const tend = () => product.services.assessmentUpkeep.run();

  test("opens an item again whose exception has ended", async () => {
    const { assessmentId, id } = await someItem();
    await answer(founder, id, { outcome: "EXCEPTION", exceptionUntil: inDays(1) });
    await review(consultant, id, "SIGN_OFF");
    await tend();
    expect((await itemsOf(founder, assessmentId)).get("breach-response")).toMatchObject({ status: "SIGNED_OFF" });
    await setColumn(product, "assessment_item", id, "exception_until = current_date - 2");
    await tend();
    expect((await itemsOf(founder, assessmentId)).get("breach-response")).toMatchObject({ status: "OPEN" });
    expect((await logOf(founder, assessmentId)).at(-1)).toMatchObject({ kind: "ITEM_REOPENED", actor: null });
  });

  test("reminds once before the day and once after, and streams it", async () => {
    const { assessmentId, id } = await someItem();
    await founder.query(UPDATE, { id, input: { dueOn: inDays(3) } });
    const reminders: Entry[] = [];
    const seen = (async () => {
      const document = `subscription ($id: ID!) { assessmentChanged(assessmentId: $id, after: 0) { seq kind payload actor { name } } }`;
      for await (const { data } of founder.subscribe<{ assessmentChanged: Entry }>(document, { id: assessmentId })) {
        if (data!.assessmentChanged.kind === "REMINDER") reminders.push(data!.assessmentChanged);
        if (reminders.length === 2) return;
      }
    })();
    for (const due of ["due_on", "due_on", "current_date - 3"]) {
      await setColumn(product, "assessment_item", id, `due_on = ${due}`);
      await tend();
    }
    await tend();
    await seen;
    expect(reminders.map(({ payload }) => payload.overdue)).toEqual([false, true]);
    expect((await logOf(founder, assessmentId)).filter(({ kind }) => kind === "REMINDER")).toHaveLength(2);
  });
});

describe("deadlines", () => {
  const START = `mutation ($input: StartComplianceDeadlineInput!) { deadline: startComplianceDeadline(input: $input) {
    id duty dueAt approximate overdue metAt } }`;
  interface Deadline {
    id: string;
    dueAt: string;
    approximate: boolean;
  }

  test.each([
    ["gdpr-breach-notification", "2026-11-23T10:00:00.000Z", "2026-11-26T10:00:00.000Z", false],
    ["cn-incident-report", "2026-11-23T10:00:00.000Z", "2026-11-23T14:00:00.000Z", false],
    // From Wednesday: eight days of work follow the holiday of the first week of October and the worked Saturday of the tenth.
    ["cn-algorithm-filing", "2026-09-30T02:00:00.000Z", "2026-10-20T15:59:59.000Z", false],
    // A working Sunday: the day before counts by the calendar there, not by UTC.
    ["cn-algorithm-filing", "2026-09-18T17:00:00.000Z", "2026-10-09T15:59:59.000Z", false],
    ["cn-algorithm-filing", "2026-12-28T02:00:00.000Z", "2027-01-11T15:59:59.000Z", true],
    ["ai-act-logs-kept", "2026-08-31T12:00:00.000Z", "2027-02-28T12:00:00.000Z", false],
  ])("%s from %s ends %s", async (duty, startedAt, dueAt, approximate) => {
    const { id: assessmentId } = await assess(founder);
    const { deadline } = await founder.query<{ deadline: Deadline }>(START, {
      input: { assessmentId, duty, startedAt },
    });
    expect(deadline).toMatchObject({ dueAt, approximate });
  });

  test("are reminded of at half time and at the end, and are met once", async () => {
    const { id: assessmentId } = await assess(founder);
    const input = {
      assessmentId,
      duty: "gdpr-breach-notification",
      startedAt: new Date().toISOString(),
      idempotencyKey: "breach",
    };
    const { deadline } = await founder.query<{ deadline: Deadline }>(START, { input });
    expect((await founder.query<{ deadline: Deadline }>(START, { input })).deadline.id).toBe(deadline.id);
    const kinds = async () =>
      (await logOf(founder, assessmentId)).map(({ kind, payload }) =>
        payload.overdue === undefined ? kind : `${kind} ${JSON.stringify(payload.overdue)}`,
      );
    await product.services.assessmentUpkeep.run();
    expect(await kinds()).toEqual(["ASSESSMENT_CREATED", "DEADLINE_STARTED"]);
    for (const hours of [40, 80]) {
      await setColumn(
        product,
        "compliance_deadline",
        deadline.id,
        `started_at = now() - interval '${hours} hours', due_at = now() + interval '72 hours' - interval '${hours} hours'`,
      );
      await product.services.assessmentUpkeep.run();
    }
    const meet = `mutation ($id: ID!) { meetComplianceDeadline(id: $id) { metAt metBy { name } } }`;
    expect(await founder.query(meet, { id: deadline.id })).toMatchObject({
      meetComplianceDeadline: { metBy: { name: "Founder" } },
    });
    expect(await founder.codes(meet, { id: deadline.id })).toEqual(["CONFLICT"]);
    expect((await kinds()).slice(2)).toEqual(["REMINDER false", "REMINDER true", "DEADLINE_MET"]);
  });

  test("of unknown duties or of other ages do not start", async () => {
    const { id: assessmentId } = await assess(founder);
    const fields = async (input: object) => {
      const whole = { assessmentId, duty: "cn-incident-report", startedAt: new Date().toISOString(), ...input };
      return (await founder.send(START, { input: whole })).errors?.map(({ extensions }) => extensions.field);
    };
    expect(await fields({ duty: "none" })).toEqual(["input.duty"]);
    expect(await fields({ startedAt: "1970-01-01T00:00:00.000Z" })).toEqual(["input.startedAt"]);
    expect(await fields({ itemId: (await someItem()).id })).toEqual(["input.itemId"]);
  });
});

test("the score counts what is signed off, for every framework that an item cites, and tells the gaps", async () => {
  const { id: assessmentId, applicableItems } = await assess(founder);
  type Part = { slug: string; items: number; met: number; partlyMet: number; gaps: number; score: number };
  const scoreOf = async () =>
    (
      await founder.query<{ complianceScore: Part & { frameworks: Part[]; topics: Part[] } }>(
        `query ($id: ID!) { complianceScore(assessmentId: $id) { items met partlyMet gaps score
          frameworks { slug name { zh } items met partlyMet gaps score } topics { slug items met partlyMet gaps score } } }`,
        { id: assessmentId },
      )
    ).complianceScore;
  expect(await scoreOf()).toMatchObject({ items: applicableItems, met: 0, gaps: applicableItems, score: 0 });
  const items = await itemsOf(founder, assessmentId);
  // Answered is not yet signed off.
  await answer(founder, items.get("threat-model")!.id);
  for (const [slug, outcome] of [
    ["lawful-basis", "MET"],
    ["privacy-notice", "PARTLY_MET"],
    ["breach-response", "NOT_APPLICABLE"],
  ]) {
    await answer(founder, items.get(slug)!.id, { outcome });
    await review(consultant, items.get(slug)!.id, "SIGN_OFF");
  }
  const score = await scoreOf();
  const rest = applicableItems - 1;
  expect(score).toMatchObject({ items: rest, met: 1, partlyMet: 1, gaps: rest - 1 });
  expect(score.score).toBeCloseTo(1.5 / rest, 12);
  const of = (parts: Part[], slug: string) => parts.find((part) => part.slug === slug);
  expect(of(score.topics, "data-protection")).toMatchObject({ met: 1, partlyMet: 1 });
  expect(of(score.topics, "fairness")?.met ?? 0).toBe(0);
  for (const framework of ["gdpr", "cn-pipl", "iso-42001"])
    expect(of(score.frameworks, framework)).toMatchObject({ met: 1, partlyMet: 1 });
});

test("risks are kept by likelihood and impact, the worst first, and closed", async () => {
  const { assessmentId, id: itemId } = await someItem();
  const record = `mutation ($input: RecordComplianceRiskInput!) { risk: recordComplianceRisk(input: $input) { id score } }`;
  const risk = (input: object) => ({
    input: { assessmentId, title: "A leak", likelihood: 2, impact: 3, treatment: "MITIGATE", ...input },
  });
  await founder.query(record, risk({}));
  const { risk: worse } = await founder.query<{ risk: { id: string } }>(
    record,
    risk({ title: "提示词注入", likelihood: 5, impact: 4, itemId }),
  );
  expect(await founder.codes(record, risk({ likelihood: 6 }))).toEqual(["BAD_USER_INPUT"]);
  expect(await founder.codes(record, risk({ impact: 0 }))).toEqual(["BAD_USER_INPUT"]);
  const update = `mutation ($id: ID!, $input: UpdateComplianceRiskInput!) { risk: updateComplianceRisk(id: $id, input: $input) { score closedAt plan } }`;
  expect(await founder.query(update, { id: worse.id, input: { likelihood: 1, plan: "隔离输入" } })).toMatchObject({
    risk: { score: 4, closedAt: null },
  });
  expect(await founder.query(update, { id: worse.id, input: { closed: true } })).toMatchObject({
    risk: { score: 4, plan: "隔离输入", closedAt: expect.any(String) },
  });
  const { complianceRisks } = await founder.query<{ complianceRisks: { edges: { node: object }[] } }>(
    `query ($id: ID!) { complianceRisks(assessmentId: $id) { edges { node { title score item { item { slug } } } } } }`,
    { id: assessmentId },
  );
  expect(complianceRisks.edges.map(({ node }) => node)).toEqual([
    { title: "A leak", score: 6, item: null },
    { title: "提示词注入", score: 4, item: { item: { slug: "breach-response" } } },
  ]);
});

describe("the log", () => {
  const verdicts = async () => {
    const found: Verdict[] = [];
    for await (const verdict of auditLogs(product.services.reader)) found.push(verdict);
    return found;
  };
  const tamper = async (change: string) => {
    const { pool } = product.services;
    await pool.query(`alter table compliance_log disable trigger compliance_log_only_grows`);
    await pool.query(change);
    await pool.query(`alter table compliance_log enable trigger compliance_log_only_grows`);
  };

  test("is a chain that the database lets nobody change", async () => {
    const { assessmentId, id } = await someItem();
    await Promise.all([
      answer(founder, id),
      answer(consultant, id),
      founder.query(UPDATE, { id, input: { notes: "at once" } }),
    ]);
    const entries = await logOf(founder, assessmentId);
    expect(entries.map(({ kind }) => kind).sort()).toEqual([
      "ASSESSMENT_CREATED",
      "ITEM_ANSWERED",
      "ITEM_ANSWERED",
      "ITEM_CHANGED",
    ]);
    for (const [at, entry] of entries.slice(1).entries()) expect(entry.previousHash).toBe(entries[at].hash);
    for (const change of [
      "update compliance_log set kind = 'X'",
      "delete from compliance_log",
      "truncate compliance_log",
    ])
      await expect(product.services.pool.query(change)).rejects.toThrow("only grows");
    expect(await verdicts()).not.toContainEqual(expect.objectContaining({ fault: expect.anything() }));
  });

  test.each([
    [
      "a changed word",
      `update compliance_log set payload = '{"name":"Other"}' where seq = 1`,
      1,
      /does not say what it said/,
    ],
    ["a missing entry", `delete from compliance_log where seq = 2`, 2, /missing/],
    ["a missing end", `delete from compliance_log where seq > 2`, 3, /ends at entry 2, and 3 were written/],
  ])("tells of %s", async (_name, change, seq, fault) => {
    const stranger = await seedStranger(product);
    const { id } = await assess(stranger);
    for (const outcome of ["MET", "NOT_MET"])
      await answer(stranger, (await itemsOf(stranger, id)).get("threat-model")!.id, { outcome });
    const { rows } = await product.services.pool.query<{ id: string }>(
      `select organisation_id as id from compliance_assessment where id = $1`,
      [parseGlobalId(id)!.id],
    );
    await tamper(`${change} and organisation_id = '${rows[0].id}'`);
    const found = (await verdicts()).find(({ organisationId }) => organisationId === rows[0].id);
    expect(found).toMatchObject({ seq, fault: expect.stringMatching(fault) });
  });
});

test("a page of items with everything about them is two statements", async () => {
  const { id } = await assess(founder);
  expect(await countStatements(product, () => itemsOf(founder, id))).toBe(2);
});
