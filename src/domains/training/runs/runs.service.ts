import { createHash } from "node:crypto";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { JobQueues } from "../../../kernel/jobs/job-queues.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import type { Viewer } from "../../accounts/viewer.js";
import { checkLaunch, type CheckedLaunch, type LaunchInput } from "./launch-input.js";
import { Run } from "./run.entity.js";
import type { RunEvent } from "./run.events.js";
import { trainingJobId, trainRun } from "./run.jobs.js";
import { IdempotencyConflict, InvalidParameters, QuotaExceeded } from "./run.refusals.js";
import type { RunEventStore } from "./run-events.store.js";
import type { RunFeed } from "./run-feed.js";
import { ACTIVE, isTerminal, RunStatus } from "./run-status.js";

const OPERATION = "launchTrainingRun";

/** A run that was launched, by its row id. */
export interface Launched {
  runId: string;
}

/** What clients do with runs: launch, cancel, follow. */
export class RunsService {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueues,
    private readonly events: RunEventStore,
    private readonly feed: RunFeed,
    private readonly signals: Signals,
  ) {}

  /**
   * Records a queued run and its job together: both are there afterwards, or neither. The same idempotency key with the
   * same input answers with the same run, also when both arrive at once.
   */
  async launch(
    viewer: Viewer,
    input: LaunchInput,
  ): Promise<Launched | InvalidParameters | QuotaExceeded | IdempotencyConflict> {
    viewer.require("run:launch");
    const launch = checkLaunch(input);
    if (Array.isArray(launch)) return new InvalidParameters(launch);
    return this.jobs.transactional(this.em.fork(), async (em, enqueue) => {
      const organisation = await em.findOneOrFail(Organisation, viewer.organisationId, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
      });
      const known = await this.knownLaunch(em, viewer, launch, input.idempotencyKey);
      if (known) return known;
      const active = await em.count(Run, { organisation, status: { $in: [...ACTIVE] } });
      if (active >= organisation.maxActiveRuns) return new QuotaExceeded(organisation.maxActiveRuns);

      const run = em.create(Run, { ...launch, organisation, launchedBy: viewer.userId });
      await this.events.append(em, run, {
        kind: "StatusChanged",
        status: RunStatus.QUEUED,
        previous: null,
        reason: null,
      });
      if (input.idempotencyKey != null) await rememberLaunch(em, viewer, launch, input.idempotencyKey, run.id);
      await enqueue(trainRun, { runId: run.id }, { jobId: trainingJobId(run) });
      return { runId: run.id };
    });
  }

  /** Ends a run: at once while it waits, within a step while it trains. Cancelling a run that has ended changes nothing. */
  async cancel(viewer: Viewer, runId: string): Promise<void> {
    viewer.require("run:launch");
    const run = await this.em.fork().transactional(async (em) => {
      const run = await em.findOne(
        Run,
        { id: runId, organisation: viewer.organisationId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", runId));
      if (isTerminal(run.status) || run.status === RunStatus.CANCELLING) return run;
      const training = run.workerId !== null;
      const previous = run.become(training ? RunStatus.CANCELLING : RunStatus.CANCELLED);
      await this.events.append(em, run, {
        kind: "StatusChanged",
        status: run.status,
        previous,
        reason: "cancelled by a person",
      });
      return run;
    });
    await this.events.announce(run.id, run.lastSeq);
    await this.signals.publish("run-commands", `${run.id}:CANCEL`).catch(() => undefined);
  }

  /**
   * Every event of a run after `after`, as it happens, until the run has ended. Throws `NotFound` for a run that the
   * viewer may not see, and `InvalidInput` for an `after` that the run has not reached.
   */
  async follow(viewer: Viewer, runId: string, after: number): Promise<AsyncGenerator<RunEvent, void, undefined>> {
    viewer.require("run:read");
    const run = await this.em
      .fork()
      .findOne(Run, { id: runId, organisation: viewer.organisationId }, { fields: ["lastSeq"] });
    if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", runId));
    if (after < 0 || after > run.lastSeq) {
      throw new InvalidInput("after", `must be from 0 to ${run.lastSeq}, the run's last event so far, not ${after}.`);
    }
    return this.feed.follow(runId, after);
  }

  private async knownLaunch(
    em: EntityManager,
    viewer: Viewer,
    launch: CheckedLaunch,
    key: string | null | undefined,
  ): Promise<Launched | IdempotencyConflict | undefined> {
    if (key == null) return undefined;
    const [row] = await em.execute<{ input_hash: string; result_id: string }[]>(
      `select input_hash, result_id from idempotency_key where organisation_id = ? and operation = ? and key = ?`,
      [viewer.organisationId, OPERATION, key],
    );
    if (!row) return undefined;
    return row.input_hash === hashOf(launch) ? { runId: row.result_id } : new IdempotencyConflict(key);
  }
}

async function rememberLaunch(
  em: EntityManager,
  viewer: Viewer,
  launch: CheckedLaunch,
  key: string,
  runId: string,
): Promise<void> {
  await em.execute(
    `insert into idempotency_key (organisation_id, operation, key, input_hash, result_id) values (?, ?, ?, ?, ?)`,
    [viewer.organisationId, OPERATION, key, hashOf(launch), runId],
  );
}

function hashOf(launch: CheckedLaunch): string {
  return createHash("sha256").update(JSON.stringify(launch)).digest("hex");
}
