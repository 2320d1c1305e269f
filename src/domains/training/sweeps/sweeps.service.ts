import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Conflict, InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { JobQueues } from "../../../kernel/jobs/job-queues.js";
import type { EventFeed } from "../../../kernel/signals/event-feed.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { OwnDataStore } from "../datasets/own-data.store.js";
import { type IdempotencyConflict, QuotaExceeded, QuotaKind } from "../runs/run.refusals.js";
import { hashOf, knownResult, lockedOrganisation, remember } from "../runs/run-intake.service.js";
import { InvalidSweep } from "./sweep.refusals.js";
import { checkSweep, CONCURRENCY_MAX, type SweepInput } from "./sweep-input.js";
import { advanceSweep } from "./sweep.jobs.js";
import type { SweepEvent } from "./sweep.events.js";
import type { SweepController } from "./sweep-controller.service.js";
import type { SweepEventStore } from "./sweep-events.store.js";
import { Sweep } from "./sweep.entity.js";
import { SweepTrial } from "./sweep-trial.entity.js";
import { SweepStatus, TrialStatus } from "./sweep-status.js";
import type { TrialResults } from "./trial-results.js";

/** Sweeps that an organisation may have running or paused at once. */
const SWEEPS_MAX = 20;

/** A sweep that was launched, by its row id. */
export interface LaunchedSweep {
  sweepId: string;
}

/** What clients do with sweeps: launch, pause, resume, stop, follow. */
export class SweepsService {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueues,
    private readonly events: SweepEventStore,
    private readonly results: TrialResults,
    private readonly controller: SweepController,
    private readonly feed: EventFeed<SweepEvent>,
    private readonly ownData: OwnDataStore,
  ) {}

  /**
   * Records a sweep and the job that launches its first trials: both are there afterwards, or neither. The same idempotency
   * key with the same input answers with the same sweep.
   */
  async launch(
    viewer: Viewer,
    input: SweepInput,
  ): Promise<LaunchedSweep | InvalidSweep | QuotaExceeded | IdempotencyConflict> {
    viewer.require("run:launch");
    const checked = checkSweep(input, await this.ownData.find(viewer.organisationId, input.dataset));
    if (Array.isArray(checked)) return new InvalidSweep(checked);
    const { organisationId, userId } = viewer;
    const once = input.idempotencyKey == null ? undefined : { operation: "launchSweep", key: input.idempotencyKey };
    const inputHash = hashOf(checked);
    return this.jobs.transactional(this.em.fork(), async (em, enqueue) => {
      const organisation = await lockedOrganisation(em, organisationId);
      const known = once && (await knownResult(em, organisationId, once, inputHash));
      if (known) return "runId" in known ? { sweepId: known.runId } : known;
      const active = await em.count(Sweep, {
        organisation,
        status: { $in: [SweepStatus.RUNNING, SweepStatus.PAUSED] },
      });
      if (active >= SWEEPS_MAX) return new QuotaExceeded(QuotaKind.SWEEPS, SWEEPS_MAX, active);
      const sweep = em.create(Sweep, { ...checked, organisation, launchedBy: userId });
      const { status } = sweep;
      const event = { status, previous: null, reason: null, actor: userId };
      await this.events.append(em, sweep, { kind: "SweepStatusChanged", ...event });
      if (once) await remember(em, organisationId, once, inputHash, sweep.id);
      await enqueue(advanceSweep, { sweepId: sweep.id });
      return { sweepId: sweep.id };
    });
  }

  /** Launches no further trials until it is resumed; those under way go on. Throws `Conflict` for a sweep that has ended. */
  async pause(viewer: Viewer, sweepId: string): Promise<void> {
    await this.change(viewer, sweepId, (em, sweep) => this.become(em, viewer, sweep, SweepStatus.PAUSED, "paused"));
  }

  /** Lets a paused sweep launch trials again. Throws `Conflict` for a sweep that has ended. */
  async resume(viewer: Viewer, sweepId: string): Promise<void> {
    await this.change(viewer, sweepId, (em, sweep) => this.become(em, viewer, sweep, SweepStatus.RUNNING, "resumed"));
  }

  /** Ends a sweep and cancels the trials under way. One that has ended stays as it is. */
  async stop(viewer: Viewer, sweepId: string): Promise<void> {
    await this.change(viewer, sweepId, async (em, sweep) => {
      if (sweep.hasEnded) return;
      const trials = await em.find(SweepTrial, { sweep, status: TrialStatus.RUNNING }, { orderBy: { number: "asc" } });
      for (const trial of trials)
        await this.results.end(em, sweep, trial, TrialStatus.CANCELLED, "its sweep was stopped by a person");
      await this.become(em, viewer, sweep, SweepStatus.STOPPED, "stopped");
    });
    await this.controller.endRuns(sweepId, viewer.userId);
  }

  /** Changes how many trials may be under way at once; those that are too many go on to their end. */
  async setConcurrency(viewer: Viewer, sweepId: string, concurrency: number): Promise<void> {
    if (!(concurrency >= 1 && concurrency <= CONCURRENCY_MAX))
      throw new InvalidInput("concurrency", `must be from 1 to ${CONCURRENCY_MAX}, not ${concurrency}.`);
    await this.change(viewer, sweepId, async (em, sweep) => {
      if (sweep.hasEnded) throw new Conflict(`The sweep is ${sweep.status}; it launches no further trials.`);
      if (sweep.concurrency === concurrency) return;
      sweep.concurrency = concurrency;
      const { status } = sweep;
      const reason = `up to ${concurrency} trials at once from now on`;
      const event = { status, previous: status, reason, actor: viewer.userId };
      await this.events.append(em, sweep, { kind: "SweepStatusChanged", ...event });
    });
  }

  /**
   * Every event of a sweep after `after`, as it happens, until the sweep has ended. Throws `NotFound` for a sweep that the
   * viewer may not see, and `InvalidInput` for an `after` that it has not reached.
   */
  async follow(viewer: Viewer, sweepId: string, after: number): Promise<AsyncGenerator<SweepEvent, void, undefined>> {
    viewer.require("run:read");
    const sweep = await this.em
      .fork()
      .findOne(Sweep, { id: sweepId, organisation: viewer.organisationId }, { fields: ["lastSeq"] });
    if (!sweep) throw new NotFound("Sweep", globalId("Sweep", sweepId));
    if (after < 0 || after > sweep.lastSeq) {
      throw new InvalidInput("after", `must be from 0 to ${sweep.lastSeq}, its last event so far, not ${after}.`);
    }
    return this.feed.follow(sweepId, after);
  }

  private async become(
    em: EntityManager,
    viewer: Viewer,
    sweep: Sweep,
    status: SweepStatus,
    done: string,
  ): Promise<void> {
    if (sweep.status === status) return;
    const reason = `${done} by a person`;
    const previous = sweep.become(status, reason);
    const event = { status, previous, reason, actor: viewer.userId };
    await this.events.append(em, sweep, { kind: "SweepStatusChanged", ...event });
  }

  /** Works on a sweep of the viewer's organisation, its row locked, and has it looked at afterwards. */
  private async change(
    viewer: Viewer,
    sweepId: string,
    work: (em: EntityManager, sweep: Sweep) => Promise<void>,
  ): Promise<void> {
    viewer.require("run:launch");
    const news = await this.jobs.transactional(this.em.fork(), async (em, enqueue) => {
      const found = { id: sweepId, organisation: viewer.organisationId };
      const sweep = await em.findOne(Sweep, found, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!sweep) throw new NotFound("Sweep", globalId("Sweep", sweepId));
      const before = sweep.lastSeq;
      await work(em, sweep);
      if (!sweep.hasEnded) await enqueue(advanceSweep, { sweepId });
      return sweep.lastSeq > before ? sweep.lastSeq : undefined;
    });
    if (news !== undefined) await this.events.announce(sweepId, news);
  }
}
