import { idColumn, instantColumn, plainColumns, type Shape } from "../../../kernel/read/shape.js";
import { ofAssessment, ofItem, person } from "../assessments/assessment.shapes.js";

/** Both belong to an item and with it to an assessment. */
const one = { assessment: ofAssessment, item: ofItem };

export const evidenceShape: Shape = {
  type: "ComplianceEvidence",
  table: "compliance_evidence",
  columns: {
    id: idColumn("ComplianceEvidence"),
    ...plainColumns(
      "kind",
      "status",
      "title",
      "note",
      "url",
      "facts",
      "sha256",
      "revision",
      "effectiveOn",
      "expiresOn",
    ),
    ...plainColumns("reviewComment", "fileName", "mediaType", "size"),
    runId: (row) => `'TrainingRun_' || ${row}.run_id`,
    receivedAt: instantColumn("received_at"),
    reviewedAt: instantColumn("reviewed_at"),
  },
  one: {
    ...one,
    ...{ createdBy: person("created_by"), submittedBy: person("submitted_by"), reviewedBy: person("reviewed_by") },
  },
};

/** A column of what the newest run said that still counts. */
const newest = (column: string) => (row: string) => `(select ${column} from compliance_check_result r
  where r.check_id = ${row}.id and r.run_finished_at > now() - make_interval(days => ${row}.within_days)
  order by r.run_finished_at desc, r.run_id desc limit 1)`;

export const checkShape: Shape = {
  type: "ComplianceCheck",
  table: "compliance_check",
  columns: {
    id: idColumn("ComplianceCheck"),
    ...plainColumns("dataset", "recipe", "figure", "comparison", "threshold", "withinDays"),
    withdrawnAt: instantColumn("withdrawn_at"),
    state: (row) => `coalesce(${newest("case when r.passed then 'PASSING' else 'FAILING' end")(row)}, 'UNKNOWN')`,
    value: newest("r.value"),
    runId: newest("'TrainingRun_' || r.run_id"),
  },
  one: { ...one, createdBy: person("created_by") },
};
