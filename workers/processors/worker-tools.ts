import type { EvaluationsService } from "../../src/domains/training/evaluations/evaluations.service.js";
import type { SessionTools } from "../runtime/run-session.js";
import type { RunSessions } from "../runtime/run-sessions.js";

/** What processors work with. */
export interface WorkerTools extends SessionTools {
  sessions: RunSessions;
  evaluations: EvaluationsService;
}
