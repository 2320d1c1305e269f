import { z } from "zod";
import { InvalidInput } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import type { Viewer } from "../../accounts/viewer.js";
import { requireItem, type AssessmentChanges } from "../assessments/assessment-changes.js";
import { LogKind } from "../log/compliance-log.specs.js";
import { ComplianceDeadline } from "./compliance-deadline.entity.js";
import { dueAfter, dutyCatalogue, findDuty, type Duty } from "./duty-catalogue.js";
import { sourceOf } from "./working-days.js";

/** A period that begins to run. */
export interface NewDeadline {
  assessmentId: string;
  itemId?: string | null;
  duty: string;
  startedAt: Date;
  note?: string | null;
  idempotencyKey?: string | null;
}

const note = z.string().max(5_000);
const YEAR_MS = 366 * 86_400_000;

/** Duties with a period, and when it ends. */
export class DeadlinesService {
  constructor(private readonly changes: AssessmentChanges) {}

  /** What periods there are, each with what its working days rest on. */
  duties(viewer: Viewer): (Duty & { workingDays: ReturnType<typeof sourceOf> | null })[] {
    viewer.require("assessment:read");
    return dutyCatalogue().map((duty) => ({ ...duty, workingDays: duty.calendar && sourceOf(duty.calendar) }));
  }

  /** Starts the period of a duty and returns its row id; when it ends is computed now, and stays so. */
  start(viewer: Viewer, { assessmentId, itemId, duty: slug, startedAt, ...given }: NewDeadline): Promise<string> {
    viewer.require("assessment:edit");
    const duty = findDuty(slug);
    if (!duty) throw new InvalidInput("input.duty", "there is no duty of this name (see complianceDuties).");
    if (Math.abs(startedAt.getTime() - Date.now()) > YEAR_MS)
      throw new InvalidInput("input.startedAt", "must be within a year of now.");
    const said = checkInput(note, given.note ?? "", "input.note");
    const { at: dueAt, approximate } = dueAfter(duty, startedAt);
    const input = { assessmentId, itemId, slug, startedAt, said };
    const once = { operation: "startComplianceDeadline", key: given.idempotencyKey, input };
    return this.changes.add(viewer, assessmentId, once, async (em, record) => {
      const assessmentItemId = await requireItem(em, assessmentId, itemId);
      const { organisationId, userId: createdBy } = viewer;
      const deadline = em.create(ComplianceDeadline, {
        ...{ organisationId, assessmentId, assessmentItemId, createdBy, duty: slug },
        ...{ startedAt, dueAt, approximate, note: said },
      });
      const subject = globalId("ComplianceDeadline", deadline.id);
      await record(LogKind.DEADLINE_STARTED, subject, { duty: slug, startedAt, dueAt, approximate });
      return deadline.id;
    });
  }

  /** What the period was for is done. Throws `Conflict` where it was before. */
  meet(viewer: Viewer, id: string): Promise<void> {
    viewer.require("assessment:edit");
    return this.changes.change(viewer, ComplianceDeadline, "ComplianceDeadline", id, async ({ row, record }) => {
      row.meet(viewer.userId);
      await record(LogKind.DEADLINE_MET, { duty: row.duty, dueAt: row.dueAt, late: row.metAt! > row.dueAt });
    });
  }
}
