import type { EntityManager } from "@mikro-orm/postgresql";
import type { Reader } from "../../kernel/read/reader.js";
import type { Signals } from "../../kernel/signals/signals.js";
import type { ArtifactStore } from "../training/artifacts/artifact-store.js";
import { AssessmentChanges } from "./assessments/assessment-changes.js";
import { AssessmentItemsService } from "./assessments/assessment-items.service.js";
import { AssessmentUpkeep } from "./assessments/assessment-upkeep.service.js";
import { AssessmentsReading } from "./assessments/assessments-reading.service.js";
import { AssessmentsService } from "./assessments/assessments.service.js";
import { ChecksService } from "./checks/checks.service.js";
import { DeadlinesService } from "./deadlines/deadlines.service.js";
import { EvidenceFiles } from "./evidence/evidence-files.service.js";
import { EvidenceReading } from "./evidence/evidence-reading.service.js";
import { EvidenceService } from "./evidence/evidence.service.js";
import { RunFacts } from "./evidence/run-facts.store.js";
import { AssessmentFeed } from "./log/assessment-feed.js";
import { ComplianceLog } from "./log/compliance-log.store.js";
import { RisksService } from "./risks/risks.service.js";
import { ScoreService } from "./score/score.service.js";
import type { ScopingService } from "./scoping/scoping.service.js";

export interface AssessmentParts {
  em: EntityManager;
  reader: Reader;
  signals: Signals;
  scoping: ScopingService;
  store: ArtifactStore;
  /** Signs download addresses. */
  secret: string;
}

/** The services of assessments. */
export function buildAssessments({ em, reader, signals, scoping, store, secret }: AssessmentParts) {
  const log = new ComplianceLog(reader, signals);
  const changes = new AssessmentChanges(em, log);
  const assessmentFeed = new AssessmentFeed(log, signals);
  const evidenceFiles = new EvidenceFiles(reader, store, secret);
  return {
    assessmentFeed,
    evidenceFiles,
    assessments: new AssessmentsService(changes, scoping),
    assessmentItems: new AssessmentItemsService(changes),
    assessmentsReading: new AssessmentsReading(reader, assessmentFeed),
    assessmentUpkeep: new AssessmentUpkeep(reader, changes),
    complianceChecks: new ChecksService(reader, changes),
    complianceEvidence: new EvidenceService(reader, changes, new RunFacts(reader), evidenceFiles),
    evidenceReading: new EvidenceReading(reader),
    complianceDeadlines: new DeadlinesService(changes),
    complianceScores: new ScoreService(reader),
    complianceRisks: new RisksService(changes),
  };
}
