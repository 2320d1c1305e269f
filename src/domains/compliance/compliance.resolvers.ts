import { AssessmentItemsResolver } from "./assessments/assessment-items.resolver.js";
import { AssessmentsResolver } from "./assessments/assessments.resolver.js";
import { ChecklistItemResolver } from "./checklist-item.resolver.js";
import { ComplianceResolver } from "./compliance.resolver.js";
import { DeadlinesResolver } from "./deadlines/deadlines.resolver.js";
import { EvidenceResolver } from "./evidence/evidence.resolver.js";
import { RisksResolver } from "./risks/risks.resolver.js";
import { ScoreResolver } from "./score/score.resolver.js";
import { ScopingResolver } from "./scoping/scoping.resolver.js";

/** Everything that the schema asks of compliance. */
export const complianceResolvers = [
  ComplianceResolver,
  ChecklistItemResolver,
  ScopingResolver,
  AssessmentsResolver,
  AssessmentItemsResolver,
  DeadlinesResolver,
  RisksResolver,
  EvidenceResolver,
  ScoreResolver,
] as const;
