import type { Reader } from "../../../kernel/read/reader.js";
import { hashOfEntry, NOTHING_BEFORE, type HashedEntry } from "./compliance-log.specs.js";

/** Whether an organisation's log holds. */
export type Verdict = IntactLog | BrokenLog;

/** What is wrong with an organisation's log, and from which entry on nothing of it can be relied on. */
interface BrokenLog {
  organisationId: string;
  seq: number;
  fault: string;
}

/** An organisation's log that holds: how long it is, and the hash to keep elsewhere, by which a cut tail would be noticed. */
interface IntactLog {
  organisationId: string;
  entries: number;
  hash: string;
}

const BATCH = 1_000;

/** Recomputes every organisation's chain from its first entry. Reads in batches: a log may be long. */
export async function* auditLogs(reader: Reader): AsyncGenerator<Verdict, void, undefined> {
  const heads = await reader.query<{ id: string; seq: number; hash: string }>(
    `select coalesce(head.organisation_id, log.organisation_id) as id, coalesce(head.seq, 0) as seq, coalesce(head.hash, '') as hash
     from compliance_log_head head full join (select distinct organisation_id from compliance_log) log
       on log.organisation_id = head.organisation_id order by 1`,
    [],
  );
  for (const head of heads) yield await auditLog(reader, head);
}

async function auditLog(reader: Reader, head: { id: string; seq: number; hash: string }): Promise<Verdict> {
  const organisationId = head.id;
  let [seq, hash] = [0, NOTHING_BEFORE];
  for (;;) {
    const batch = await entriesAfter(reader, organisationId, seq);
    for (const entry of batch) {
      const broken = (fault: string): BrokenLog => ({ organisationId, seq: seq + 1, fault });
      if (entry.seq !== seq + 1) return broken(`entry ${seq + 1} is missing`);
      if (entry.previous !== hash) return broken("it is not bound to the entry before it");
      if (hashOfEntry(entry) !== entry.hash) return broken("it does not say what it said when it was written");
      [seq, hash] = [entry.seq, entry.hash];
    }
    if (batch.length < BATCH) break;
  }
  if (seq !== head.seq || hash !== head.hash)
    return { organisationId, seq: seq + 1, fault: `the log ends at entry ${seq}, and ${head.seq} were written` };
  return { organisationId, entries: seq, hash };
}

function entriesAfter(reader: Reader, organisationId: string, after: number) {
  return reader.query<HashedEntry & { hash: string }>(
    `select organisation_id as "organisationId", seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
       actor_id as "actorId", assessment_id as "assessmentId", kind, subject, payload::text as payload, previous, hash
     from compliance_log where organisation_id = $1 and seq > $2 order by seq limit ${BATCH}`,
    [organisationId, after],
  );
}
