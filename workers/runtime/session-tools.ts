import type { RunQueue } from "../../src/domains/training/runs/run-queue.service.js";
import type { ArtifactsService } from "../../src/domains/training/artifacts/artifacts.service.js";
import type { FederatedShards } from "../../src/domains/training/federation/federated-shards.service.js";
import type { FederationService } from "../../src/domains/training/federation/federation.service.js";
import type { RunCheckpoints } from "../../src/domains/training/runs/run-checkpoints.store.js";
import type { RunEventStore } from "../../src/domains/training/runs/run-events.store.js";
import type { UsageStore } from "../../src/domains/training/costs/usage.store.js";
import type { WorkerRegistry } from "../../src/domains/training/workers/worker-registry.js";
import type { OwnDataCache } from "../datasets/own-data-cache.js";
import type { Logger } from "../../src/kernel/logger.js";
import type { Reader } from "../../src/kernel/read/reader.js";
import type { RunLifecycle } from "../../src/domains/training/runs/run-lifecycle.service.js";

/** What a session works with. */
export interface SessionTools {
  reader: Reader;
  lifecycle: RunLifecycle;
  runQueue: RunQueue;
  federation: FederationService;
  federatedShards: FederatedShards;
  runEvents: RunEventStore;
  artifacts: ArtifactsService;
  checkpoints: RunCheckpoints;
  ownDataCache: OwnDataCache;
  workers: WorkerRegistry;
  usage: UsageStore;
  /** A run found no GPU though this worker had reported one. */
  onGpuLost(): void;
  logger: Logger;
}
