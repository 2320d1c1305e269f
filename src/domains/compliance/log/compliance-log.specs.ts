import { createHash } from "node:crypto";

/** What can happen in an assessment. */
export enum LogKind {
  ASSESSMENT_CREATED = "ASSESSMENT_CREATED",
  ASSESSMENT_RESCOPED = "ASSESSMENT_RESCOPED",
  ITEM_CHANGED = "ITEM_CHANGED",
  ITEM_ANSWERED = "ITEM_ANSWERED",
  ITEM_RETURNED = "ITEM_RETURNED",
  ITEM_SIGNED_OFF = "ITEM_SIGNED_OFF",
  ITEM_REOPENED = "ITEM_REOPENED",
  RISK_RECORDED = "RISK_RECORDED",
  RISK_CHANGED = "RISK_CHANGED",
  DEADLINE_STARTED = "DEADLINE_STARTED",
  DEADLINE_MET = "DEADLINE_MET",
  REMINDER = "REMINDER",
  EVIDENCE_REQUESTED = "EVIDENCE_REQUESTED",
  EVIDENCE_RECEIVED = "EVIDENCE_RECEIVED",
  EVIDENCE_ACCEPTED = "EVIDENCE_ACCEPTED",
  EVIDENCE_REJECTED = "EVIDENCE_REJECTED",
  EVIDENCE_EXPIRED = "EVIDENCE_EXPIRED",
  CHECK_DEFINED = "CHECK_DEFINED",
  CHECK_WITHDRAWN = "CHECK_WITHDRAWN",
  CHECK_EVALUATED = "CHECK_EVALUATED",
}

/** What the hash of an entry covers. */
export interface HashedEntry {
  organisationId: string;
  /** Counts from 1 in an organisation, without gaps. */
  seq: number;
  /** RFC 3339 in UTC, to the millisecond. */
  at: string;
  actorId: string | null;
  assessmentId: string;
  kind: string;
  subject: string;
  /** JSON, as it is stored: another spelling is another entry. */
  payload: string;
  /** Hash of the entry before. */
  previous: string;
}

/** What the first entry of an organisation is bound to. */
export const NOTHING_BEFORE = "0".repeat(64);

/** SHA-256, in hexadecimal, of an entry with all that it says and the hash of the one before. */
export function hashOfEntry(entry: HashedEntry): string {
  const { organisationId, seq, at, actorId, assessmentId, kind, subject, payload, previous } = entry;
  const said = [previous, organisationId, seq, at, actorId, assessmentId, kind, subject, payload];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}
