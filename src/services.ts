import type { MikroORM } from "@mikro-orm/postgresql";
import type { ServingConfig } from "./config.js";
import { buildContent } from "./content.js";
import { SessionService } from "./domains/accounts/sessions.service.js";
import { AccessTokens } from "./domains/accounts/tokens.js";
import type { Viewer } from "./domains/accounts/viewer.js";
import { buildEconomics } from "./domains/business/economics/economics.services.js";
import { checkOnSuccess } from "./domains/compliance/checks/check-on-success.js";
import { buildAssessments } from "./domains/compliance/compliance.services.js";
import { buildPractice } from "./domains/questions/practice/practice.services.js";
import { buildTraining } from "./domains/training/training.services.js";
import { openInfrastructure } from "./infrastructure.js";
import type { Logger } from "./kernel/logger.js";
import { Nodes } from "./kernel/read/nodes.js";
import { Reader } from "./kernel/read/reader.js";
import { poolOf } from "./orm.js";

/** Everything that resolvers and processors call. */
export type Services = Awaited<ReturnType<typeof buildServices>>;

/** Builds the services on one database connection pool, for the API as for a worker. */
export async function buildServices(orm: MikroORM, config: ServingConfig, logger: Logger) {
  const { em } = orm;
  const pool = await poolOf(orm);
  const reader = new Reader(pool);
  const content = buildContent(em, reader);
  const sessions = new SessionService(
    em,
    reader,
    new AccessTokens(config.secret, config.accessTokenMinutes),
    config.refreshTokenDays,
  );
  const { jobs, signals, store } = await openInfrastructure(config, reader, logger);
  const training = buildTraining({ em, reader, jobs, signals, store, logger, runEnded: [checkOnSuccess] }, config);
  const economics = buildEconomics({ em, reader, jobs, signals }, training.measuredRuns);
  const assessments = buildAssessments({ em, reader, signals, scoping: content.scoping, store, secret: config.secret });
  const practice = buildPractice({ em, reader, search: content.questions.search });
  const nodes = new Nodes<Viewer>(
    {
      ...content.accounts.nodes,
      ...content.questions.nodes,
      ...content.business.nodes,
      ...content.compliance.nodes,
      ...assessments.assessmentsReading.nodes,
      ...assessments.evidenceReading.nodes,
      ...practice.practiceReading.nodes,
      TrainingRun: { read: (viewer, id, info) => training.runsReading.find(viewer, id, info) },
      Artifact: { read: (viewer, id, info) => training.runsReading.findArtifact(viewer, id, info) },
      Checkpoint: { read: (viewer, id, info) => training.runsReading.findCheckpoint(viewer, id, info) },
      EvaluationRequest: { read: (viewer, id, info) => training.evaluationRequests.find(viewer, id, info) },
      Dataset: { read: (viewer, id, info) => training.datasetsReading.findOwn(viewer, id, info) },
      DatasetVersion: { read: (viewer, id, info) => training.datasetsReading.findVersion(viewer, id, info) },
      ModelExport: { read: (viewer, id, info) => training.modelExports.find(viewer, id, info) },
      Sweep: { read: (viewer, id, info) => training.sweepsReading.find(viewer, id, info) },
      EconomicModel: { read: (viewer, id, info) => economics.economicsReading.find(viewer, id, info) },
      EconomicSimulation: { read: (viewer, id, info) => economics.simulations.find(viewer, id, info) },
      EconomicScenario: { read: (viewer, id, info) => economics.economicsReading.findScenario(viewer, id, info) },
      Worker: { read: (viewer, id, info) => training.fleet.find(viewer, id, info) },
    },
    { read: (viewer, id, info) => training.recipes.find(id) ?? training.datasetsReading.find(viewer, id, info) },
  );
  return {
    pool,
    reader,
    ...content,
    sessions,
    ...training,
    ...economics,
    ...assessments,
    ...practice,
    jobs,
    signals,
    nodes,
    /** Ends what the services keep open; the ORM is the caller's. */
    async close() {
      assessments.assessmentFeed.close();
      training.feed.close();
      training.sweepFeed.close();
      economics.simulationFeed.close();
      training.workerFeed.close();
      training.boards.close();
      await Promise.all([signals.close(), jobs.close(), training.inference.close()]);
      store.close();
    },
  };
}
