import { cpus, hostname, totalmem } from "node:os";
import { join } from "node:path";
import type { JobImplementation, JobSpec } from "../src/kernel/jobs/job.js";
import { newId } from "../src/kernel/ids.js";
import { createLogger } from "../src/kernel/logger.js";
import { productVersion } from "../src/kernel/product-version.js";
import { openOrm } from "../src/orm.js";
import { buildServices } from "../src/services.js";
import type { ServingConfig } from "../src/config.js";
import { tendAssessments } from "../src/domains/compliance/assessments/assessment.jobs.js";
import { checkRun } from "../src/domains/compliance/checks/check.jobs.js";
import { simulateEconomics } from "../src/domains/business/economics/simulation/simulation.jobs.js";
import { removeOrphans } from "../src/domains/training/artifacts/artifact.jobs.js";
import { evaluateCheckpoint } from "../src/domains/training/evaluations/evaluation.jobs.js";
import { exportModel } from "../src/domains/training/exports/export.jobs.js";
import { averageRound, trainShard } from "../src/domains/training/federation/federation.jobs.js";
import { applyRetention } from "../src/domains/training/retention/retention.jobs.js";
import { evaluateRun, trainRun, trainRunOnGpu } from "../src/domains/training/runs/run.jobs.js";
import { sealSeries } from "../src/domains/training/series/series.jobs.js";
import { indexRuns } from "../src/domains/training/runs/run-search.jobs.js";
import { advanceSweep } from "../src/domains/training/sweeps/sweep.jobs.js";
import { isGpu } from "../src/domains/training/workers/worker-registry.js";
import { SimulationSessions } from "./economics/simulation-sessions.js";
import { OwnDataCache } from "./datasets/own-data-cache.js";
import { JobIntake } from "./job-intake.js";
import { Presence } from "./presence.js";
import { advanceSweepProcessor } from "./processors/advance-sweep.processor.js";
import { applyRetentionProcessor } from "./processors/apply-retention.processor.js";
import { checkRunProcessor } from "./processors/check-run.processor.js";
import { evaluateCheckpointProcessor } from "./processors/evaluate-checkpoint.processor.js";
import { evaluateRunProcessor } from "./processors/evaluate-run.processor.js";
import { exportModelProcessor } from "./processors/export-model.processor.js";
import { averageRoundProcessor, trainShardProcessor } from "./processors/federation.processors.js";
import { indexRunsProcessor } from "./processors/index-runs.processor.js";
import { removeOrphansProcessor } from "./processors/remove-orphans.processor.js";
import { sealSeriesProcessor } from "./processors/seal-series.processor.js";
import { tendAssessmentsProcessor } from "./processors/tend-assessments.processor.js";
import { simulateEconomicsProcessor } from "./processors/simulate-economics.processor.js";
import { trainRunProcessors } from "./processors/train-run.processor.js";
import type { WorkerTools } from "./processors/worker-tools.js";
import { assertEveryRecipeIsImplemented } from "./recipes/registry.js";
import { JudgeSessions } from "./runtime/judging/judge-sessions.js";
import { ShardSessions } from "./runtime/federation/shard-sessions.js";
import { RunSessions } from "./runtime/run-sessions.js";
import type { BackendReport } from "./runtime/messages.js";
import { SweepWatch } from "./runtime/sweep-watch.js";
import { TrainingChild, type OpenChild } from "./runtime/training-child.js";
import { SCHEDULES } from "./schedules.js";

const SPECS: readonly JobSpec[] = [
  trainRun,
  trainRunOnGpu,
  evaluateRun,
  evaluateCheckpoint,
  removeOrphans,
  indexRuns,
  advanceSweep,
  sealSeries,
  applyRetention,
  trainShard,
  averageRound,
  exportModel,
  tendAssessments,
  checkRun,
  simulateEconomics,
];
const IMPLEMENTATIONS: readonly JobImplementation<unknown, WorkerTools>[] = [
  ...trainRunProcessors,
  evaluateRunProcessor,
  evaluateCheckpointProcessor,
  removeOrphansProcessor,
  indexRunsProcessor,
  advanceSweepProcessor,
  sealSeriesProcessor,
  applyRetentionProcessor,
  trainShardProcessor,
  averageRoundProcessor,
  exportModelProcessor,
  tendAssessmentsProcessor,
  checkRunProcessor,
  simulateEconomicsProcessor,
];

/** Starts a worker: it takes jobs until it is closed, and then hands its runs back. `openChild` starts what trains a run. */
export async function startWorker(
  config: ServingConfig,
  openChild: OpenChild = () => new TrainingChild({ models: config.models }),
): Promise<{ id: string; close(): Promise<void> }> {
  assertEveryRecipeIsImplemented();
  const implementations = implementationsOf(SPECS);
  const logger = createLogger("worker", config.logLevel);
  const orm = await openOrm(config.databaseUrl);
  const services = await buildServices(orm, config, logger);
  const { leaseSeconds, workerConcurrency: concurrency } = config;
  const lease = leaseSeconds * 1000;

  const facts = {
    ...{ id: newId(), host: hostname(), pid: process.pid, version: productVersion },
    ...{ cores: cpus().length, memoryBytes: totalmem(), concurrency, labels: config.workerLabels, leaseSeconds },
  };
  const training = { limit: concurrency };
  const intake = new JobIntake(
    services.jobs,
    { lockDuration: lease, stalledInterval: lease },
    logger,
    async (queue, job) => {
      const implementation = implementations.find(({ spec }) => spec.queue === queue && spec.name === job.name);
      if (!implementation) throw new Error(`no processor for ${job.name}`);
      await implementation.process(implementation.spec.payload.parse(job.data), tools);
    },
    () => presence.beat(),
  );
  const presence = await Presence.begin(facts, services.workers, services.signals, logger, ({ drain, handBack }) => {
    intake.drain(drain);
    if (drain && handBack) for (const held of [sessions, shards]) held.handBack();
    return drain && intake.idle;
  });
  const offer = async (backend: BackendReport) => {
    await presence.describe(backend);
    if (isGpu(backend)) await intake.open(trainRunOnGpu.queue, training);
    else intake.shut(trainRunOnGpu.queue);
  };
  // Shut until the next warm child reports a GPU again.
  const onGpuLost = () => intake.shut(trainRunOnGpu.queue);
  const onBackend = (backend: BackendReport) => {
    offer(backend).catch((error: unknown) => logger.warn({ err: error }, "the backend could not be registered"));
  };
  const ownDataCache = new OwnDataCache(join(config.home, "datasets"), services.ownData, services.datasetFiles);
  const sessionTools = { ...services, ownDataCache, logger, onGpuLost };
  const sessions = new RunSessions(facts.id, sessionTools, services.signals, leaseSeconds, onBackend, openChild);
  const shards = new ShardSessions(facts.id, sessionTools, sessions.children, services.signals, leaseSeconds);
  const judgeSessions = new JudgeSessions(facts.id, sessions.children, sessionTools);
  const simulationSessions = new SimulationSessions(services.simulationStore);
  const tools: WorkerTools = { ...sessionTools, sessions, shards, judgeSessions, simulationSessions };
  for (const queue of new Set(SPECS.map((spec) => spec.queue))) {
    // Looked into once a child has reported a GPU.
    if (queue === trainRunOnGpu.queue) continue;
    await intake.open(queue, queue === trainRun.queue ? training : { limit: concurrency });
  }
  for (const schedule of SCHEDULES) await services.jobs.repeat(schedule);
  const sweepWatch = new SweepWatch(sessions, { ...services, logger });
  const repair = setInterval(() => {
    const { runRepair, federatedShards, federation, evaluationRequests, simulations } = services;
    const swept = [federatedShards.sweep(), federation.sweep(), evaluationRequests.sweep(), simulations.sweep()];
    Promise.all([runRepair.repair(), ...swept]).catch((error: unknown) =>
      logger.warn({ err: error }, "repair failed; trying again"),
    );
  }, lease / 4);
  logger.info({ worker: facts.id, host: facts.host, concurrency }, "the worker takes jobs");

  return {
    id: facts.id,
    async close() {
      clearInterval(repair);
      await sweepWatch.close();
      const closed = intake.close();
      judgeSessions.close();
      simulationSessions.close();
      await Promise.all([sessions.close(), shards.close()]);
      await closed;
      await presence.end();
      await services.close();
      await orm.close(true);
    },
  };
}

/** Every spec has exactly one implementation; otherwise the worker does not start. */
function implementationsOf(specs: readonly JobSpec[]): JobImplementation<unknown, WorkerTools>[] {
  return specs.map((spec) => {
    const found = IMPLEMENTATIONS.filter((implementation) => implementation.spec === spec);
    if (found.length !== 1) throw new Error(`the job ${spec.name} has ${found.length} implementations`);
    return found[0];
  });
}
