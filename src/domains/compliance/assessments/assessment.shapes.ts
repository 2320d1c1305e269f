import { idColumn, instantColumn, plainColumns, type One, type Shape } from "../../../kernel/read/shape.js";
import { authorShape } from "../../accounts/accounts.shapes.js";
import { publishedChecklists } from "../compliance.shapes.js";

export function person(column: string): One {
  return { shape: () => authorShape, on: (row, author) => `${author}.id = ${row}.${column}` };
}

/** Items of an assessment that meet a condition, counted. */
function counted(condition: string): (row: string) => string {
  return (row) => `(select count(*)::int from assessment_item i where i.assessment_id = ${row}.id and ${condition})`;
}

export const assessmentShape: Shape = {
  type: "Assessment",
  table: "compliance_assessment",
  columns: {
    id: idColumn("Assessment"),
    ...plainColumns("name", "answers", "dueOn"),
    createdAt: instantColumn("created_at"),
    applicableItems: counted("i.applicability = 'APPLIES'"),
    undecidedItems: counted("i.applicability = 'UNDECIDED'"),
    answeredItems: counted("i.applicability = 'APPLIES' and i.status <> 'OPEN'"),
    signedOffItems: counted("i.applicability = 'APPLIES' and i.status = 'SIGNED_OFF'"),
    overdueItems: counted(
      "i.applicability <> 'DOES_NOT_APPLY' and i.status <> 'SIGNED_OFF' and i.due_on < (now() at time zone 'UTC')::date",
    ),
  },
  one: { createdBy: person("created_by") },
};

export const ofAssessment: One = {
  shape: () => assessmentShape,
  on: (row, parent) => `${parent}.id = ${row}.assessment_id`,
};

export const assessmentItemShape: Shape = {
  type: "AssessmentItem",
  table: "assessment_item",
  columns: {
    id: idColumn("AssessmentItem"),
    ...plainColumns("itemRevision", "applicability", "rules", "missing", "status", "outcome", "answer", "notes"),
    ...plainColumns("exceptionUntil", "dueOn", "reviewComment"),
    answeredAt: instantColumn("answered_at"),
    reviewedAt: instantColumn("reviewed_at"),
    overdue: (row) =>
      `(${row}.status <> 'SIGNED_OFF' and ${row}.due_on is not null and ${row}.due_on < (now() at time zone 'UTC')::date)`,
  },
  one: {
    assessment: ofAssessment,
    item: { shape: () => publishedChecklists.item, on: (row, item) => `${item}.id = ${row}.checklist_item_id` },
    owner: person("owner_id"),
    answeredBy: person("answered_by"),
    reviewedBy: person("reviewed_by"),
  },
};

export const ofItem: One = {
  shape: () => assessmentItemShape,
  on: (row, item) => `${item}.id = ${row}.assessment_item_id`,
};

export const riskShape: Shape = {
  type: "ComplianceRisk",
  table: "compliance_risk",
  columns: {
    id: idColumn("ComplianceRisk"),
    ...plainColumns("title", "description", "likelihood", "impact", "score", "treatment", "plan"),
    createdAt: instantColumn("created_at"),
    closedAt: instantColumn("closed_at"),
  },
  one: { assessment: ofAssessment, item: ofItem, owner: person("owner_id"), createdBy: person("created_by") },
};

export const deadlineShape: Shape = {
  type: "ComplianceDeadline",
  table: "compliance_deadline",
  columns: {
    id: idColumn("ComplianceDeadline"),
    ...plainColumns("duty", "note", "approximate"),
    startedAt: instantColumn("started_at"),
    dueAt: instantColumn("due_at"),
    metAt: instantColumn("met_at"),
    overdue: (row) => `(${row}.met_at is null and ${row}.due_at < now())`,
  },
  one: { assessment: ofAssessment, item: ofItem, metBy: person("met_by"), createdBy: person("created_by") },
};

export const logEntryShape: Shape = {
  type: "ComplianceLogEntry",
  table: "compliance_log",
  columns: {
    ...plainColumns("seq", "kind", "subject", "payload", "hash"),
    at: instantColumn("at"),
    previousHash: (row) => `${row}.previous`,
  },
  one: { actor: person("actor_id") },
};
