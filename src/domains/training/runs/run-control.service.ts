import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict, InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId, newId } from "../../../kernel/ids.js";
import type { JobQueues } from "../../../kernel/jobs/job-queues.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import type { Viewer } from "../../accounts/viewer.js";
import { findDataset } from "../datasets/dataset-catalogue.js";
import { checkFork, type ForkInput } from "./fork-input.js";
import { type CheckedLaunch, keyFaults, nameFaults } from "./launch-input.js";
import type { Checkpoint, RunCheckpoints } from "./run-checkpoints.store.js";
import { OriginKind, Run } from "./run.entity.js";
import { enqueueTicket } from "./run.jobs.js";
import { type IdempotencyConflict, InvalidParameters, type QuotaExceeded } from "./run.refusals.js";
import type { RunChanges } from "./run-changes.js";
import { type Launched, lockedOrganisation, type RunIntake } from "./run-intake.service.js";
import { isTerminal, RunStatus } from "./run-status.js";

/** What a worker is asked to do with a run that it trains. */
export type RunCommand = "CANCEL" | "PAUSE";

/** A retry: the same parameters and seed once more, from nothing or from a checkpoint. */
export interface RetryInput {
  /** Step of the checkpoint to begin at. */
  checkpoint?: number | null;
  fromNewestCheckpoint?: boolean | null;
  name?: string | null;
  idempotencyKey?: string | null;
}

/** Steers runs: pause, resume, cancel, retry, fork. */
export class RunControl {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueues,
    private readonly changes: RunChanges,
    private readonly intake: RunIntake,
    private readonly checkpoints: RunCheckpoints,
    private readonly signals: Signals,
  ) {}

  /** Ends a run: at once while it waits or pauses, within a second while it trains. One that has ended stays as it is. */
  async cancel(viewer: Viewer, runId: string): Promise<void> {
    viewer.require("run:launch");
    await this.require(viewer, runId);
    await this.end(runId, "cancelled by a person", viewer.userId);
  }

  /** Ends a run on behalf of the system, e.g. of the sweep that it belongs to. */
  async end(runId: string, reason: string, actor?: string): Promise<void> {
    const run = await this.changes.change(runId, async ({ run, become }) => {
      if (isTerminal(run.status) || run.status === RunStatus.CANCELLING) return false;
      return become(run.workerId === null ? RunStatus.CANCELLED : RunStatus.CANCELLING, reason, actor);
    });
    if (run) await this.command(runId, "CANCEL");
  }

  /**
   * Lets a run rest: one that waits at once, one that trains after its current step, at a checkpoint. Throws `Conflict`
   * for a run that has ended, ends, or has only its evaluation left.
   */
  async pause(viewer: Viewer, runId: string): Promise<void> {
    viewer.require("run:launch");
    await this.require(viewer, runId);
    const run = await this.changes.change(runId, async ({ run, become }) => {
      if (run.status === RunStatus.PAUSED || run.status === RunStatus.PAUSING) return false;
      if (run.trainedAt) throw new Conflict("The run has trained to its end; it cannot pause any more.");
      const next = run.workerId === null ? RunStatus.PAUSED : RunStatus.PAUSING;
      return become(next, "paused by a person", viewer.userId);
    });
    if (run?.status === RunStatus.PAUSING) await this.command(runId, "PAUSE");
  }

  /**
   * Lets a paused run go on at its last checkpoint. One that runs or waits already stays as it is. Throws `Conflict` for a
   * run that has ended or ends.
   */
  async resume(viewer: Viewer, runId: string): Promise<Launched | QuotaExceeded> {
    viewer.require("run:launch");
    await this.require(viewer, runId);
    let refusal: QuotaExceeded | undefined;
    await this.changes.change(runId, async ({ em, run, become, enqueue }) => {
      if (isTerminal(run.status) || run.status === RunStatus.CANCELLING)
        throw new Conflict(`The run is ${run.status} and cannot be resumed; retry or fork it.`);
      if (run.status === RunStatus.PAUSING)
        return become(RunStatus.RUNNING, "resumed by a person before it had paused", viewer.userId);
      if (run.status !== RunStatus.PAUSED) return false;
      refusal = await this.intake.quotas.refusal(em, await lockedOrganisation(em, viewer.organisationId));
      if (refusal) return false;
      run.attempt += 1;
      await become(RunStatus.QUEUED, "resumed by a person", viewer.userId);
      await enqueueTicket(enqueue, run);
      return true;
    });
    return refusal ?? { runId };
  }

  /** Launches a run once more as a run of its own, which says where it comes from. Throws `Conflict` while it has not ended. */
  async retry(viewer: Viewer, runId: string, input: RetryInput) {
    viewer.require("run:launch");
    const faults = [...nameFaults(input.name?.trim() ?? ""), ...keyFaults(input.idempotencyKey)];
    if (faults.length > 0) return new InvalidParameters(faults);
    const run = await this.require(viewer, runId);
    if (!isTerminal(run.status)) throw new Conflict(`The run is ${run.status}; only one that has ended is retried.`);
    const wanted = input.checkpoint != null || input.fromNewestCheckpoint === true;
    const checkpoint = wanted ? await this.requireCheckpoint(runId, input.checkpoint) : undefined;
    const gone = dataGone(run);
    if (gone) return gone;
    const launch = { ...launchOf(run), name: input.name?.trim() || run.name };
    return this.descend(viewer, OriginKind.RETRY, run, { launch, checkpoint, key: input.idempotencyKey });
  }

  /**
   * Launches a run that goes on at another's checkpoint with other parameters; data set and seed stay, and with them the
   * split of the data. Parameters that decide the network's shape cannot change.
   */
  async fork(viewer: Viewer, runId: string, input: ForkInput) {
    viewer.require("run:launch");
    const run = await this.require(viewer, runId);
    const checkpoint = await this.requireCheckpoint(runId, input.checkpoint);
    const launch = checkFork(launchOf(run), checkpoint, input);
    if (Array.isArray(launch)) return new InvalidParameters(launch);
    const gone = dataGone(run);
    if (gone) return gone;
    return this.descend(viewer, OriginKind.FORK, run, { launch, checkpoint, key: input.idempotencyKey });
  }

  private async descend(
    viewer: Viewer,
    kind: OriginKind,
    from: Run,
    given: { launch: CheckedLaunch; checkpoint: Checkpoint | undefined; key: string | null | undefined },
  ): Promise<Launched | QuotaExceeded | IdempotencyConflict> {
    const { launch, checkpoint, key } = given;
    const id = newId();
    const copied = checkpoint && (await this.checkpoints.copy(checkpoint, id));
    if (checkpoint && !copied) throw new NotFound("Checkpoint", String(checkpoint.step));
    const operation = kind === OriginKind.FORK ? "forkTrainingRun" : "retryTrainingRun";
    let taken: Launched | QuotaExceeded | IdempotencyConflict | undefined;
    try {
      taken = await this.jobs.transactional(this.em.fork(), (em, enqueue) =>
        this.intake.take(em, enqueue, {
          id,
          organisationId: viewer.organisationId,
          launchedBy: viewer.userId,
          launch,
          origin: { kind, runId: from.id, step: checkpoint?.step ?? null },
          once: key == null ? undefined : { operation, key },
          prepare: async (inner) => {
            if (copied) await this.checkpoints.adopt(inner, copied);
          },
        }),
      );
      return taken;
    } finally {
      const recorded = taken && "runId" in taken && taken.runId === id;
      if (copied && !recorded) await this.checkpoints.discard(copied);
    }
  }

  /** Throws `NotFound` for a run that the viewer may not know of. */
  private async require(viewer: Viewer, runId: string): Promise<Run> {
    const run = await this.em.fork().findOne(Run, { id: runId, organisation: viewer.organisationId });
    if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", runId));
    return run;
  }

  private async requireCheckpoint(runId: string, step: number | null | undefined): Promise<Checkpoint> {
    const checkpoint = await this.checkpoints.find(runId, step);
    if (checkpoint) return checkpoint;
    const which = step == null ? "no checkpoint" : `no checkpoint of step ${step}`;
    throw new InvalidInput("checkpoint", `the run has ${which}; its checkpoints field lists those it has.`);
  }

  /** Tells the worker; when the signal is lost, the worker learns it from the row with its next heartbeat. */
  private async command(runId: string, command: RunCommand): Promise<void> {
    await this.signals.publish("run-commands", `${runId}:${command}`).catch(() => undefined);
  }
}

/** Why a run cannot be launched once more: what it has trained on, or begun with, is gone. */
function dataGone({
  dataset,
  datasetVersionId,
  checkpointSource,
  checkpointVersionId,
}: Run): InvalidParameters | undefined {
  const gone = (field: string, name: string, did: string) =>
    new InvalidParameters([
      { field, code: "UNKNOWN_DATASET", message: `“${name}”, which the run has ${did}, was deleted.` },
    ]);
  if (checkpointSource && checkpointVersionId === null) return gone("checkpoint", checkpointSource.name, "begun with");
  return datasetVersionId !== null || findDataset(dataset) ? undefined : gone("dataset", dataset, "trained on");
}

function launchOf(run: Run): CheckedLaunch {
  const { recipe, parameters, dataset, datasetSha256, datasetVersionId, seed, accelerator, priority, name } = run;
  const { checkpointing, metricsEvery, federation, transfer, teacher } = run;
  const { checkpointVersionId, checkpointSource } = run;
  const place = { accelerator, priority, ...(federation && { federation }) };
  const begun = checkpointVersionId && checkpointSource ? { checkpointVersionId, checkpointSource } : {};
  const others = { ...(transfer && { transfer }), ...(teacher && { teacher }), ...begun };
  const data = { dataset, datasetSha256, ...(datasetVersionId && { datasetVersionId }), seed };
  return { recipe, parameters, ...data, ...place, ...others, name, checkpointing, metricsEvery };
}
