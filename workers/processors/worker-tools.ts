import type { AssessmentUpkeep } from "../../src/domains/compliance/assessments/assessment-upkeep.service.js";
import type { ChecksService } from "../../src/domains/compliance/checks/checks.service.js";
import type { EvidenceService } from "../../src/domains/compliance/evidence/evidence.service.js";
import type { SimulationStore } from "../../src/domains/business/economics/simulation/simulations.store.js";
import type { EvaluationRequests } from "../../src/domains/training/evaluations/evaluation-requests.service.js";
import type { EvaluationsService } from "../../src/domains/training/evaluations/evaluations.service.js";
import type { ModelExports } from "../../src/domains/training/exports/model-exports.service.js";
import type { RetentionService } from "../../src/domains/training/retention/retention.service.js";
import type { RunSearchIndex } from "../../src/domains/training/runs/run-search.js";
import type { MetricSeriesStore } from "../../src/domains/training/series/metric-series.store.js";
import type { SweepController } from "../../src/domains/training/sweeps/sweep-controller.service.js";
import type { SimulationSessions } from "../economics/simulation-sessions.js";
import type { ShardSessions } from "../runtime/federation/shard-sessions.js";
import type { JudgeSessions } from "../runtime/judging/judge-sessions.js";
import type { SessionTools } from "../runtime/session-tools.js";
import type { RunSessions } from "../runtime/run-sessions.js";

/** What processors work with. */
export interface WorkerTools extends SessionTools {
  sessions: RunSessions;
  shards: ShardSessions;
  evaluations: EvaluationsService;
  evaluationRequests: EvaluationRequests;
  judgeSessions: JudgeSessions;
  simulationStore: SimulationStore;
  simulationSessions: SimulationSessions;
  series: MetricSeriesStore;
  sweepController: SweepController;
  modelExports: ModelExports;
  retention: RetentionService;
  searchIndex: RunSearchIndex;
  assessmentUpkeep: AssessmentUpkeep;
  complianceChecks: ChecksService;
  complianceEvidence: EvidenceService;
}
