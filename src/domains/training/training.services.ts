import type { EntityManager } from "@mikro-orm/postgresql";
import type { JobQueues } from "../../kernel/jobs/job-queues.js";
import type { Logger } from "../../kernel/logger.js";
import type { Reader } from "../../kernel/read/reader.js";
import type { Signals } from "../../kernel/signals/signals.js";
import type { ArtifactStore } from "./artifacts/artifact-store.js";
import { ArtifactsService } from "./artifacts/artifacts.service.js";
import type { ComputeRates } from "./costs/compute-rates.js";
import { Comparisons } from "./comparison/comparisons.service.js";
import { RunCards } from "./cards/run-cards.service.js";
import { MeasuredRuns } from "./costs/measured-runs.store.js";
import { UsageReading, UsageStore } from "./costs/usage.store.js";
import { EvaluationComparisons } from "./evaluations/evaluation-comparisons.service.js";
import { EvaluationRequests } from "./evaluations/evaluation-requests.service.js";
import type { UploadMegabytes } from "./datasets/file-limits.js";
import { DataChecker } from "./datasets/checking/data-checker.js";
import { DatasetFiles } from "./datasets/dataset-files.js";
import { DatasetPreviews } from "./datasets/dataset-previews.service.js";
import { DatasetsReading } from "./datasets/datasets-reading.service.js";
import { DatasetsService } from "./datasets/datasets.service.js";
import { OwnDataStore } from "./datasets/own-data.store.js";
import { ModelExports } from "./exports/model-exports.service.js";
import { EvaluationsService } from "./evaluations/evaluations.service.js";
import { InferenceThread } from "./predictions/inference-thread.js";
import { PredictionsService } from "./predictions/predictions.service.js";
import { Quotas } from "./quotas/quotas.service.js";
import { FederatedShards } from "./federation/federated-shards.service.js";
import { FederationService } from "./federation/federation.service.js";
import { RecipesService } from "./recipes/recipes.service.js";
import { RunBoards } from "./runs/run-boards.js";
import { RunChanges, type RunEnded } from "./runs/run-changes.js";
import { RetentionService, type RetentionDays } from "./retention/retention.service.js";
import { RunCheckpoints } from "./runs/run-checkpoints.store.js";
import { RunControl } from "./runs/run-control.service.js";
import { RunEventStore } from "./runs/run-events.store.js";
import { RunLog } from "./runs/run-log.store.js";
import { RunFeed } from "./runs/run-feed.js";
import { RunIntake } from "./runs/run-intake.service.js";
import { RunLifecycle } from "./runs/run-lifecycle.service.js";
import { RunSearchIndex } from "./runs/run-search.js";
import { RunQueue } from "./runs/run-queue.service.js";
import { RunRepair } from "./runs/run-repair.service.js";
import { RunsReading } from "./runs/runs-reading.service.js";
import { RunsService } from "./runs/runs.service.js";
import { MetricSeriesStore } from "./series/metric-series.store.js";
import { buildSweeps } from "./sweeps/sweeps.services.js";
import { WorkerFeed } from "./workers/worker-feed.js";
import { WorkerRegistry } from "./workers/worker-registry.js";
import { WorkersService } from "./workers/workers.service.js";

export interface TrainingParts {
  em: EntityManager;
  reader: Reader;
  jobs: JobQueues;
  signals: Signals;
  store: ArtifactStore;
  logger: Logger;
  /** What else happens when a run ends. */
  runEnded?: readonly RunEnded[];
}

export interface TrainingOptions extends UploadMegabytes {
  secret: string;
  leaseSeconds: number;
  crashesMax: number;
  computeRates: ComputeRates;
  retention: RetentionDays;
  /** Bytes that the weights of warm models may take. */
  inferenceBytes: number;
}

/** The services of training. */
export function buildTraining(
  { em, reader, jobs, signals, store, logger, runEnded }: TrainingParts,
  { secret, leaseSeconds, crashesMax, computeRates, retention, inferenceBytes, ...limits }: TrainingOptions,
) {
  const series = new MetricSeriesStore(em, reader, logger);
  const runEvents = new RunEventStore(reader, signals, series);
  const feed = new RunFeed(runEvents, signals, logger);
  const changes = new RunChanges(em, jobs, runEvents, runEnded);
  const usageReading = new UsageReading(reader);
  const quotas = new Quotas(em, usageReading);
  const intake = new RunIntake(runEvents, quotas);
  const artifacts = new ArtifactsService(reader, store, secret, logger);
  const inference = new InferenceThread(inferenceBytes, logger);
  const checkpoints = new RunCheckpoints(reader, artifacts);
  const searchIndex = new RunSearchIndex(reader);
  const ownData = new OwnDataStore(reader);
  const datasetFiles = new DatasetFiles(store, logger);
  const dataChecker = new DataChecker();
  const runControl = new RunControl(em, jobs, changes, intake, checkpoints, signals);
  const workers = new WorkerRegistry(reader, signals, logger);
  const lifecycle = new RunLifecycle(reader, changes, leaseSeconds, crashesMax);
  const runQueue = new RunQueue(em, reader, jobs, changes, leaseSeconds);
  const workerFeed = new WorkerFeed(reader, signals, logger);
  const runsReading = new RunsReading(reader, runEvents, searchIndex, series);
  const federation = new FederationService(reader, changes, leaseSeconds);
  const federatedShards = new FederatedShards(reader, changes, leaseSeconds, crashesMax);
  return {
    artifacts,
    checkpoints,
    workers,
    workerFeed,
    fleet: new WorkersService(reader, workers, workerFeed),
    runLog: new RunLog(reader),
    usage: new UsageStore(reader, computeRates),
    usageReading,
    measuredRuns: new MeasuredRuns(reader),
    quotas,
    inference,
    predictions: new PredictionsService(reader, artifacts, inference, logger),
    modelExports: new ModelExports(em, jobs, reader),
    evaluations: new EvaluationsService(reader),
    evaluationComparisons: new EvaluationComparisons(reader),
    evaluationRequests: new EvaluationRequests(em, reader, jobs, checkpoints, ownData),
    ownData,
    datasetFiles,
    datasets: new DatasetsService(em, datasetFiles, dataChecker, limits),
    datasetsReading: new DatasetsReading(reader),
    datasetPreviews: new DatasetPreviews(em, datasetFiles, dataChecker, limits),
    recipes: new RecipesService(),
    series,
    retention: new RetentionService(em, reader, artifacts, retention, logger),
    runEvents,
    feed,
    boards: new RunBoards(reader, runsReading, signals, logger),
    runs: new RunsService(em, jobs, intake, feed, ownData),
    runIntake: intake,
    runsReading,
    runCards: new RunCards(em, reader, runEvents),
    searchIndex,
    runControl,
    ...buildSweeps({ em, reader, jobs, signals }, { intake, runControl, ownData }),
    comparisons: new Comparisons(reader, series),
    federation,
    federatedShards,
    lifecycle,
    runQueue,
    runRepair: new RunRepair(em, lifecycle, runQueue, workers),
  };
}
