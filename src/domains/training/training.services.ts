import type { EntityManager } from "@mikro-orm/postgresql";
import type { JobQueues } from "../../kernel/jobs/job-queues.js";
import type { Logger } from "../../kernel/logger.js";
import type { Reader } from "../../kernel/read/reader.js";
import type { Signals } from "../../kernel/signals/signals.js";
import { ArtifactStore } from "./artifacts/artifact-store.js";
import { ArtifactsService } from "./artifacts/artifacts.service.js";
import { EvaluationsService } from "./evaluations/evaluations.service.js";
import { RecipesService } from "./recipes/recipes.service.js";
import { RunEventStore } from "./runs/run-events.store.js";
import { RunFeed } from "./runs/run-feed.js";
import { RunLifecycle } from "./runs/run-lifecycle.service.js";
import { RunsReading } from "./runs/runs-reading.service.js";
import { RunsService } from "./runs/runs.service.js";
import { WorkerRegistry } from "./workers/worker-registry.js";

export interface TrainingParts {
  em: EntityManager;
  reader: Reader;
  jobs: JobQueues;
  signals: Signals;
  logger: Logger;
}

/** The services of training. `artifacts` is the folder that the artifact store keeps its files in. */
export function buildTraining(
  { em, reader, jobs, signals, logger }: TrainingParts,
  { artifacts: folder, secret, leaseSeconds }: { artifacts: string; secret: string; leaseSeconds: number },
) {
  const runEvents = new RunEventStore(reader, signals);
  const feed = new RunFeed(runEvents, signals, logger);
  return {
    artifacts: new ArtifactsService(reader, new ArtifactStore(folder), secret),
    workers: new WorkerRegistry(reader, logger),
    evaluations: new EvaluationsService(reader),
    recipes: new RecipesService(),
    runEvents,
    feed,
    runs: new RunsService(em, jobs, runEvents, feed, signals),
    runsReading: new RunsReading(reader, runEvents),
    lifecycle: new RunLifecycle(em, reader, jobs, runEvents, leaseSeconds),
  };
}
