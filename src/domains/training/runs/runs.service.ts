import type { EntityManager } from "@mikro-orm/postgresql";
import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { JobQueues } from "../../../kernel/jobs/job-queues.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { OwnDataStore } from "../datasets/own-data.store.js";
import { checkLaunch, type LaunchInput } from "./launch-input.js";
import { OriginKind, Run } from "./run.entity.js";
import type { RunEvent } from "./run.events.js";
import type { IdempotencyConflict, QuotaExceeded } from "./run.refusals.js";
import { InvalidParameters } from "./run.refusals.js";
import type { RunFeed } from "./run-feed.js";
import type { Launched, RunIntake } from "./run-intake.service.js";
import { teacherFaults } from "./teacher.specs.js";
import { transferFaults } from "./transfer.specs.js";
import { INTERVAL_MAX_MS, thinned } from "./thinned-events.js";

/** What clients do with runs: launch and follow. */
export class RunsService {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueues,
    private readonly intake: RunIntake,
    private readonly feed: RunFeed,
    private readonly ownData: OwnDataStore,
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
    const [own, checkpoint] = await Promise.all(
      [input.dataset, input.checkpoint].map((id) => this.ownData.find(viewer.organisationId, id)),
    );
    const launch = checkLaunch(input, own, checkpoint);
    if (Array.isArray(launch)) return new InvalidParameters(launch);
    const { organisationId, userId: launchedBy } = viewer;
    const { transfer } = launch;
    const teacher = input.teacher ? await this.finishedRun(viewer, input.teacher) : undefined;
    const source = transfer && (await this.finishedRun(viewer, transfer.runId));
    const known = source && (await this.ownData.pinned(source.datasetVersionId));
    const ofOneSet = known !== undefined && known.datasetId === own?.datasetId;
    const faults = [
      ...(transfer ? transferFaults(transfer, source, launch, { ofOneSet }) : []),
      ...(input.teacher ? teacherFaults(teacher, launch) : []),
    ];
    if (faults.length > 0) return new InvalidParameters(faults);
    if (teacher) launch.teacher = { runId: teacher.id, parameters: teacher.parameters };
    const origin = transfer && { kind: OriginKind.TRANSFER, runId: transfer.runId, step: null };
    const key = input.idempotencyKey;
    const once = key == null ? undefined : { operation: "launchTrainingRun", key };
    return this.jobs.transactional(this.em.fork(), (em, enqueue) =>
      this.intake.take(em, enqueue, { organisationId, launchedBy, launch, origin, once }),
    );
  }

  /**
   * Every event of a run after `after`, as it happens, until the run has ended. Throws `NotFound` for a run that the
   * viewer may not see, and `InvalidInput` for an `after` that the run has not reached. With `minIntervalMs` metrics are
   * thinned (see `thinned`).
   */
  async follow(
    viewer: Viewer,
    runId: string,
    { after, minIntervalMs }: { after: number; minIntervalMs: number },
  ): Promise<AsyncGenerator<RunEvent, void, undefined>> {
    viewer.require("run:read");
    if (minIntervalMs < 0 || minIntervalMs > INTERVAL_MAX_MS) {
      throw new InvalidInput("minIntervalMs", `must be from 0 to ${INTERVAL_MAX_MS}, not ${minIntervalMs}.`);
    }
    const run = await this.em
      .fork()
      .findOne(Run, { id: runId, organisation: viewer.organisationId }, { fields: ["lastSeq"] });
    if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", runId));
    if (after < 0 || after > run.lastSeq) {
      throw new InvalidInput("after", `must be from 0 to ${run.lastSeq}, the run's last event so far, not ${after}.`);
    }
    const events = this.feed.follow(runId, after);
    return minIntervalMs === 0 ? events : thinned(events, minIntervalMs);
  }

  /** Another run of the viewer's organisation that a new one goes by. */
  private async finishedRun(viewer: Viewer, id: string): Promise<Run | undefined> {
    const run = await this.em.fork().findOne(Run, { id, organisation: viewer.organisationId });
    return run ?? undefined;
  }
}
