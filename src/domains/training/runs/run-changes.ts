import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Enqueue, EnqueueFlow, JobQueues } from "../../../kernel/jobs/job-queues.js";
import { advanceSweep } from "../sweeps/sweep.jobs.js";
import { Run } from "./run.entity.js";
import type { RunEventBody } from "./run.events.js";
import type { RunEventStore } from "./run-events.store.js";
import { isTerminal, type RunStatus } from "./run-status.js";

/** A run whose row is locked, and what may be done with it. */
export interface Change {
  em: EntityManager;
  run: Run;
  enqueue: Enqueue;
  enqueueFlow: EnqueueFlow;
  record(event: RunEventBody): Promise<void>;
  /** Changes the status and records it. `actor` is the user who asked, where somebody did. Returns true. */
  become(status: RunStatus, reason: string | null, actor?: string): Promise<true>;
}

/** What happens besides when a run ends, in the same transaction: how domains above training hear of it. */
export type RunEnded = (run: Run, enqueue: Enqueue) => Promise<void>;

/** The one way in which a run's state changes: its row locked, the change an event, rows and jobs together. */
export class RunChanges {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueues,
    private readonly events: RunEventStore,
    private readonly ended: readonly RunEnded[] = [],
  ) {}

  /**
   * Works on a run, of that organisation when one is named; the run may be picked within the transaction. `work` says
   * whether it changed anything. Returns the changed run, or undefined when there is no such run or nothing changed;
   * followers are told after the commit.
   */
  async change(
    which: string | ((em: EntityManager) => Promise<string | undefined>),
    work: (change: Change) => Promise<boolean>,
    organisationId?: string,
  ): Promise<Run | undefined> {
    const changed = await this.jobs.transactional(this.em.fork(), async (em, enqueue, enqueueFlow) => {
      const runId = typeof which === "string" ? which : await which(em);
      if (runId === undefined) return undefined;
      const of = organisationId === undefined ? {} : { organisation: organisationId };
      const run = await em.findOne(Run, { id: runId, ...of }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!run) return undefined;
      const record = (event: RunEventBody) => this.events.append(em, run, event);
      const become = async (status: RunStatus, reason: string | null, actor?: string) => {
        const previous = run.become(status);
        await record({ kind: "StatusChanged", status, previous, reason, actor: actor ?? null });
        return true as const;
      };
      const before = run.status;
      if (!(await work({ em, run, enqueue, enqueueFlow, record, become }))) return undefined;
      if (run.status !== before && isTerminal(run.status)) for (const react of this.ended) await react(run, enqueue);
      if (run.sweepId !== null && isTerminal(run.status)) await enqueue(advanceSweep, { sweepId: run.sweepId });
      return run;
    });
    if (changed) await this.events.announce(changed.id, changed.lastSeq);
    return changed;
  }
}
