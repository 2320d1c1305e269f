import { globalId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import type { Viewer } from "../../accounts/viewer.js";
import { colleague, requireItem, type AssessmentChanges } from "../assessments/assessment-changes.js";
import { LogKind } from "../log/compliance-log.specs.js";
import { ComplianceRisk } from "./compliance-risk.entity.js";
import { newRisk, riskChange, type RiskTreatment } from "./risk.specs.js";

/** What is said of a risk. */
export interface RiskFields {
  title?: string | null;
  description?: string | null;
  likelihood?: number | null;
  impact?: number | null;
  treatment?: RiskTreatment | null;
  plan?: string | null;
  /** Null takes the owner away. */
  ownerId?: string | null;
}

export interface NewRisk extends RiskFields {
  assessmentId: string;
  itemId?: string | null;
  idempotencyKey?: string | null;
}

/** The risk register of an assessment. */
export class RisksService {
  constructor(private readonly changes: AssessmentChanges) {}

  /** Enters a risk and returns its row id. */
  record(viewer: Viewer, { assessmentId, itemId, ownerId, idempotencyKey, ...given }: NewRisk): Promise<string> {
    viewer.require("assessment:edit");
    const risk = checkInput(newRisk, given);
    const input = { assessmentId, itemId, ownerId, risk };
    const once = { operation: "recordComplianceRisk", key: idempotencyKey, input };
    return this.changes.add(viewer, assessmentId, once, async (em, record) => {
      const { organisationId, userId: createdBy } = viewer;
      const entry = em.create(ComplianceRisk, {
        ...{ ...risk, organisationId, assessmentId, createdBy },
        assessmentItemId: await requireItem(em, assessmentId, itemId),
        ownerId: ownerId == null ? null : await colleague(em, viewer, ownerId, "input.ownerId"),
      });
      await record(LogKind.RISK_RECORDED, globalId("ComplianceRisk", entry.id), { ...risk, owner: ownerId ?? null });
      return entry.id;
    });
  }

  /** Changes what is given; `closed` closes it, or opens it again. */
  update(
    viewer: Viewer,
    id: string,
    { ownerId, closed, ...given }: RiskFields & { closed?: boolean | null },
  ): Promise<void> {
    viewer.require("assessment:edit");
    const change = checkInput(riskChange, given);
    return this.changes.change(viewer, ComplianceRisk, "ComplianceRisk", id, async ({ em, row, record }) => {
      Object.assign(row, change);
      if (ownerId !== undefined)
        row.ownerId = ownerId === null ? null : await colleague(em, viewer, ownerId, "input.ownerId");
      if (closed != null) row.closedAt = closed ? (row.closedAt ?? new Date()) : null;
      await record(LogKind.RISK_CHANGED, { ...change, owner: ownerId, closed: closed ?? undefined });
    });
  }
}
