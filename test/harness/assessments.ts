import { parseGlobalId } from "../../src/kernel/ids.js";
import type { Client } from "./client.js";
import type { Product } from "./product.js";

/** An item of an assessment, as `ITEM` asks for it. */
export interface Item {
  __typename: string;
  id: string;
  status: string;
  outcome: string | null;
  answer: string | null;
  applicability: string;
  dueOn: string | null;
  reviewComment: string | null;
  item: { slug: string };
  owner: { name: string } | null;
  answeredBy: { name: string } | null;
  reviewedBy: { name: string } | null;
  code?: string;
}

export const ITEM = `__typename id status outcome answer applicability notes exceptionUntil dueOn overdue reviewComment
  item { slug } owner { name } answeredBy { name } reviewedBy { name } rules { rule }`;

const CREATE = `mutation ($input: CreateAssessmentInput!) { createAssessment(input: $input) {
  id name dueOn answers applicableItems undecidedItems answeredItems signedOffItems overdueItems createdBy { name } } }`;

export interface Created {
  id: string;
  applicableItems: number;
  undecidedItems: number;
}

/** Begins an assessment of a company in the Union that takes personal data. */
export async function assess(client: Client, input: object = {}): Promise<Created> {
  const whole = { name: "First look", answers: { jurisdictions: ["EU"], "personal-data": true }, ...input };
  return (await client.query<{ createAssessment: Created }>(CREATE, { input: whole })).createAssessment;
}

/** The first hundred items of an assessment, by the slug of their checklist item. */
export async function itemsOf(client: Client, assessmentId: string, filter: object = {}): Promise<Map<string, Item>> {
  const { assessmentItems } = await client.query<{ assessmentItems: { edges: { node: Item }[] } }>(
    `query ($id: ID!, $filter: AssessmentItemFilter) { assessmentItems(assessmentId: $id, first: 100, filter: $filter) {
      edges { node { ${ITEM} } } } }`,
    { id: assessmentId, filter },
  );
  return new Map(assessmentItems.edges.map(({ node }) => [node.item.slug, node]));
}

export const ANSWER = `mutation ($id: ID!, $input: AnswerAssessmentItemInput!) { item: answerAssessmentItem(id: $id, input: $input) { ${ITEM} } }`;
export const REVIEW = `mutation ($id: ID!, $input: ReviewAssessmentItemInput!) { item: reviewAssessmentItem(id: $id, input: $input) {
  ... on AssessmentItem { ${ITEM} } ... on Refusal { __typename code message } } }`;
export const REOPEN = `mutation ($id: ID!, $reason: String!) { item: reopenAssessmentItem(id: $id, reason: $reason) { ${ITEM} } }`;

export async function answer(client: Client, id: string, input: object = {}): Promise<Item> {
  return (await client.query<{ item: Item }>(ANSWER, { id, input: { outcome: "MET", answer: "It is so.", ...input } }))
    .item;
}

export async function review(client: Client, id: string, decision: string, comment?: string): Promise<Item> {
  return (await client.query<{ item: Item }>(REVIEW, { id, input: { decision, comment } })).item;
}

/** An entry of the log, as `LOG` asks for it. */
export interface Entry {
  seq: number;
  kind: string;
  actor: { name: string } | null;
  subject: string;
  payload: Record<string, unknown>;
  hash: string;
  previousHash: string;
}

/** All entries of an assessment's log. */
export async function logOf(client: Client, assessmentId: string): Promise<Entry[]> {
  const { complianceLog } = await client.query<{ complianceLog: { edges: { node: Entry }[] } }>(
    `query ($id: ID!) { complianceLog(assessmentId: $id, first: 100) { edges { node {
      seq at kind actor { name } subject payload hash previousHash } } } }`,
    { id: assessmentId },
  );
  return complianceLog.edges.map(({ node }) => node);
}

/** Moves a date of a row: time passes for it alone. */
export async function setColumn({ services }: Product, table: string, id: string, change: string): Promise<void> {
  await services.pool.query(`update ${table} set ${change} where id = $1`, [parseGlobalId(id)!.id]);
}

/** An assessment with one of everything that belongs to it, by global ids. */
export async function seedAssessment(owner: Client) {
  const { id: assessment } = await assess(owner);
  const [{ id: item }] = (await itemsOf(owner, assessment)).values();
  const made = await owner.query<Record<"risk" | "deadline" | "evidence" | "check", { id: string }>>(
    `mutation ($risk: RecordComplianceRiskInput!, $deadline: StartComplianceDeadlineInput!,
      $evidence: RequestComplianceEvidenceInput!, $check: DefineComplianceCheckInput!) {
      risk: recordComplianceRisk(input: $risk) { id } deadline: startComplianceDeadline(input: $deadline) { id }
      evidence: requestComplianceEvidence(input: $evidence) { id } check: defineComplianceCheck(input: $check) { id } }`,
    {
      evidence: { itemId: item, title: "A plan" },
      check: { itemId: item, figure: "accuracy", comparison: "ABOVE", threshold: 0.5, withinDays: 9 },
      risk: { assessmentId: assessment, title: "A leak", likelihood: 1, impact: 1, treatment: "ACCEPT" },
      deadline: { assessmentId: assessment, duty: "cn-incident-report", startedAt: new Date().toISOString() },
    },
  );
  return {
    assessment,
    item,
    risk: made.risk.id,
    deadline: made.deadline.id,
    evidence: made.evidence.id,
    check: made.check.id,
  };
}
