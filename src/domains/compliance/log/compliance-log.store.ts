import type { EntityManager } from "@mikro-orm/postgresql";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import { hashOfEntry, NOTHING_BEFORE, type LogKind } from "./compliance-log.specs.js";

/** What happened, to what, and by whom; nobody, where time did it. */
export interface NewEntry {
  organisationId: string;
  assessmentId: string;
  actorId: string | null;
  kind: LogKind;
  /** Global id of what it is about. */
  subject: string;
  payload: object;
}

/** An entry as its GraphQL type sees it. */
export interface LogEntry {
  __typename: "ComplianceLogEntry";
  seq: number;
  at: string;
  kind: LogKind;
  subject: string;
  actor: { __typename: "Author"; id: string; name: string } | null;
  payload: object;
  previousHash: string;
  hash: string;
}

/** Every change of an organisation's assessments: a chain of hashes that the database lets grow and nothing else. */
export class ComplianceLog {
  constructor(
    private readonly reader: Reader,
    private readonly signals: Signals,
  ) {}

  /**
   * Adds entries in the caller's transaction, which holds the organisation's chain until it ends: entries of one organisation are in
   * the order of their commits. Call `announce` after the commit.
   */
  async append(
    em: EntityManager,
    { organisationId, assessmentId, actorId, kind, subject, payload }: NewEntry,
  ): Promise<void> {
    await em.flush();
    const [head] = await em.execute<{ seq: number; hash: string }[]>(
      `insert into compliance_log_head (organisation_id, seq, hash) values (?, 1, ?)
       on conflict (organisation_id) do update set seq = compliance_log_head.seq + 1 returning seq, hash`,
      [organisationId, NOTHING_BEFORE],
    );
    const entry = {
      ...{ organisationId, assessmentId, actorId, kind, subject, seq: head.seq, previous: head.hash },
      ...{ at: new Date().toISOString(), payload: JSON.stringify(payload) },
    };
    const hash = hashOfEntry(entry);
    await em.execute(
      `insert into compliance_log (organisation_id, seq, at, actor_id, assessment_id, kind, subject, payload, previous, hash)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [organisationId, entry.seq, entry.at, actorId, assessmentId, kind, subject, entry.payload, entry.previous, hash],
    );
    await em.execute(`update compliance_log_head set hash = ? where organisation_id = ?`, [hash, organisationId]);
  }

  /** Tells every process that an assessment has news. A lost signal only costs its listeners a moment. */
  async announce(assessmentId: string): Promise<void> {
    await this.signals.publish("compliance-changes", assessmentId).catch(() => undefined);
  }

  /** An assessment's entries after `after`, in order, at most `limit`. */
  async after(assessmentId: string, after: number, limit: number): Promise<LogEntry[]> {
    return this.reader.query<LogEntry & Record<string, unknown>>(
      `select 'ComplianceLogEntry' as "__typename", entry.seq, entry.kind, entry.subject, entry.payload, entry.hash,
         entry.previous as "previousHash", to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
         case when actor.id is not null then
           json_build_object('__typename', 'Author', 'id', 'Author_' || actor.id, 'name', actor.name) end as actor
       from compliance_log entry left join user_account actor on actor.id = entry.actor_id
       where entry.assessment_id = $1 and entry.seq > $2 order by entry.seq limit $3`,
      [assessmentId, after, limit],
    );
  }
}
