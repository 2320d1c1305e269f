import { Conflict, InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { UploadedFile } from "../../../kernel/uploaded-file.js";
import type { Viewer } from "../../accounts/viewer.js";
import { SecondPersonNeeded } from "../assessments/assessment.refusals.js";
import { ItemStatus, said } from "../assessments/assessment.specs.js";
import type { AssessmentChanges } from "../assessments/assessment-changes.js";
import { AssessmentItem } from "../assessments/assessment-item.entity.js";
import { LogKind } from "../log/compliance-log.specs.js";
import { Evidence, type Submitted } from "./evidence.entity.js";
import { EvidenceDecision, EvidenceKind, evidenceRequest, EvidenceStatus, submission } from "./evidence.specs.js";
import type { EvidenceFiles } from "./evidence-files.service.js";
import type { RunFacts } from "./run-facts.store.js";

/** What is asked for, for an item. */
export interface NewEvidence {
  itemId: string;
  title: string;
  note?: string | null;
  idempotencyKey?: string | null;
}

/** What is handed in. Without `effectiveOn` a run's evidence holds from the day on which it finished. */
export interface Submission {
  title?: string | null;
  url?: string | null;
  runId?: string | null;
  file?: Promise<UploadedFile> | null;
  effectiveOn?: string | null;
  expiresOn?: string | null;
}

/** The columns of what is handed in, where they do not say anything. */
const NOTHING = {
  ...{ url: null, runId: null, facts: null, sha256: null },
  ...{ fileId: null, fileName: null, mediaType: null, size: null },
};

/** More than anybody reads for one item. */
const EVIDENCE_MAX = 100;
const REVISIONS_MAX = 100;
const BATCH = 200;

/** Evidence for items: asked for, handed in by one person, accepted or rejected by another. */
export class EvidenceService {
  constructor(
    private readonly reader: Reader,
    private readonly changes: AssessmentChanges,
    private readonly runs: RunFacts,
    private readonly files: EvidenceFiles,
  ) {}

  /** Asks for evidence, and returns its row id. */
  async request(viewer: Viewer, { itemId, idempotencyKey, ...given }: NewEvidence): Promise<string> {
    viewer.require("assessment:edit");
    const asked = checkInput(evidenceRequest, given);
    const assessmentId = await this.assessmentOf(viewer, itemId);
    const once = { operation: "requestComplianceEvidence", key: idempotencyKey, input: { itemId, asked } };
    return this.changes.add(viewer, assessmentId, once, async (em, record) => {
      if ((await em.count(Evidence, { assessmentItemId: itemId })) >= EVIDENCE_MAX)
        throw new Conflict(`An item has ${EVIDENCE_MAX} pieces of evidence at most.`);
      const { organisationId, userId: createdBy } = viewer;
      const evidence = em.create(Evidence, {
        ...asked,
        organisationId,
        assessmentId,
        assessmentItemId: itemId,
        createdBy,
      });
      await record(LogKind.EVIDENCE_REQUESTED, globalId("ComplianceEvidence", evidence.id), asked);
      return evidence.id;
    });
  }

  /**
   * Hands evidence in, for the first time or as a further revision: one of a link, a run and a file. Throws `InvalidInput` for a run that
   * has not succeeded and for a file of no known kind; a file leaves nothing behind where it is not taken.
   */
  async submit(viewer: Viewer, id: string, { file, ...given }: Submission): Promise<void> {
    viewer.require("assessment:edit");
    const { title, ...sent } = checkInput(submission, given);
    if ([sent.url, sent.runId, file ?? undefined].filter((one) => one !== undefined).length !== 1)
      throw new InvalidInput("input.url", "give one of url, runId and file.");
    await this.requireEvidence(viewer, id);
    const submitted = await this.submittedOf(viewer, sent, await file);
    try {
      await this.changes.change(viewer, Evidence, "ComplianceEvidence", id, async ({ row, record }) => {
        if (row.revision >= REVISIONS_MAX) throw new Conflict(`Evidence has ${REVISIONS_MAX} revisions at most.`);
        row.receive(viewer.userId, submitted);
        if (title) row.title = title;
        const { facts: _facts, fileId: _fileId, ...said } = submitted;
        await record(LogKind.EVIDENCE_RECEIVED, { ...said, title: row.title, revision: row.revision });
      });
    } catch (error) {
      if (submitted.fileId) await this.files.discard(submitted.fileId);
      throw error;
    }
  }

  /** Accepts or rejects what was handed in. Whoever did gets `SecondPersonNeeded`. */
  review(
    viewer: Viewer,
    id: string,
    { decision, comment: given }: { decision: EvidenceDecision; comment?: string | null },
  ): Promise<SecondPersonNeeded | undefined> {
    viewer.require("assessment:review");
    const comment = given == null ? null : checkInput(said(5_000), given, "input.comment");
    if (decision === EvidenceDecision.REJECT && comment === null)
      throw new InvalidInput("input.comment", "is needed to reject evidence: it says what is missing.");
    return this.changes.change(viewer, Evidence, "ComplianceEvidence", id, async ({ row, record }) => {
      if (row.submittedBy === viewer.userId) return new SecondPersonNeeded();
      const accepted = decision === EvidenceDecision.ACCEPT;
      row.review(viewer.userId, accepted ? EvidenceStatus.ACCEPTED : EvidenceStatus.REJECTED, comment);
      const kind = accepted ? LogKind.EVIDENCE_ACCEPTED : LogKind.EVIDENCE_REJECTED;
      await record(kind, { revision: row.revision, sha256: row.sha256, comment });
      return undefined;
    });
  }

  /** Ends evidence after its last day, and opens what was signed off on it. For workers; safe to repeat. */
  async expire(): Promise<void> {
    const ended = await this.reader.query<{ id: string }>(
      `select id from compliance_evidence where status in ('RECEIVED', 'ACCEPTED') and expires_on < (now() at time zone 'UTC')::date
       order by expires_on limit ${BATCH}`,
      [],
    );
    for (const { id } of ended) {
      const item = await this.changes.change(null, Evidence, "ComplianceEvidence", id, async ({ row, record }) => {
        const held = row.status === EvidenceStatus.RECEIVED || row.status === EvidenceStatus.ACCEPTED;
        if (!held || !row.expiresOn || row.expiresOn >= new Date().toISOString().slice(0, 10)) return undefined;
        row.status = EvidenceStatus.EXPIRED;
        await record(LogKind.EVIDENCE_EXPIRED, { expiresOn: row.expiresOn, revision: row.revision });
        return row.assessmentItemId;
      });
      if (item) await reopenSignedOff(this.changes, item, "Evidence for it has expired.");
    }
  }

  private async submittedOf(
    viewer: Viewer,
    { url, runId, effectiveOn, expiresOn }: Omit<ReturnType<typeof submission.parse>, "title">,
    file: UploadedFile | null | undefined,
  ): Promise<Submitted> {
    const dates = { effectiveOn: effectiveOn ?? null, expiresOn: expiresOn ?? null };
    if (file) return { ...NOTHING, ...dates, ...(await this.files.keep(file)), kind: EvidenceKind.FILE };
    if (runId === undefined) return { ...NOTHING, ...dates, kind: EvidenceKind.LINK, url: url! };
    viewer.require("run:read");
    const run = await this.runs.of(viewer.organisationId, runId);
    if (!run) throw new InvalidInput("input.runId", "must be a run of your organisation that has succeeded.");
    const { facts, sha256, finishedOn } = run;
    const from = dates.effectiveOn ?? finishedOn;
    if (dates.expiresOn !== null && dates.expiresOn < from)
      throw new InvalidInput("input.expiresOn", "must not be before the day from which it holds.");
    return { ...NOTHING, ...dates, kind: EvidenceKind.TRAINING_RUN, runId, facts, sha256, effectiveOn: from };
  }

  /** Throws `NotFound` before a file is taken in for nothing. */
  private async requireEvidence(viewer: Viewer, id: string): Promise<void> {
    const found = await this.reader.query(`select from compliance_evidence where id = $1 and organisation_id = $2`, [
      id,
      viewer.organisationId,
    ]);
    if (found.length === 0) throw new NotFound("ComplianceEvidence", globalId("ComplianceEvidence", id));
  }

  /** Throws `NotFound` for an item that is not the viewer's organisation's. */
  private async assessmentOf(viewer: Viewer, itemId: string): Promise<string> {
    const [item] = await this.reader.query<{ id: string }>(
      `select assessment_id as id from assessment_item where id = $1 and organisation_id = $2`,
      [itemId, viewer.organisationId],
    );
    if (!item) throw new NotFound("AssessmentItem", globalId("AssessmentItem", itemId));
    return item.id;
  }
}

/** Opens an item that is signed off, since what it was signed off on holds no more; others stay as they are. */
export function reopenSignedOff(changes: AssessmentChanges, itemId: string, reason: string): Promise<void> {
  return changes.change(null, AssessmentItem, "AssessmentItem", itemId, async ({ row, record }) => {
    if (row.status !== ItemStatus.SIGNED_OFF) return;
    row.reopen();
    await record(LogKind.ITEM_REOPENED, { reason });
  });
}
