import { createHash } from "node:crypto";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { newId } from "../../../kernel/ids.js";
import type { Enqueue } from "../../../kernel/jobs/job-queues.js";
import { Organisation } from "../../accounts/organisation.entity.js";
import { RunCard } from "../cards/run-card.entity.js";
import type { Quotas } from "../quotas/quotas.service.js";
import type { CheckedLaunch, LaunchCard } from "./launch-input.js";
import { Accelerator, type OriginKind, Run } from "./run.entity.js";
import { enqueueTicket } from "./run.jobs.js";
import { reason, WaitingReason } from "./run-waiting.views.js";
import { IdempotencyConflict, type QuotaExceeded } from "./run.refusals.js";
import type { RunEventStore } from "./run-events.store.js";
import { RunStatus } from "./run-status.js";

/** A run that was launched, by its row id. */
export interface Launched {
  runId: string;
}

/** The run that another one comes from, and the step of the checkpoint that it begins at; null begins from nothing. */
export interface Origin {
  kind: OriginKind;
  runId: string;
  step: number | null;
}

/** A run to take in. */
export interface NewRun {
  organisationId: string;
  launchedBy: string | null;
  launch: CheckedLaunch;
  origin?: Origin;
  /** The row id that it is to have. */
  id?: string;
  /** The GraphQL operation and the client's key: the same pair with the same input answers with the same run. */
  once?: { operation: string; key: string };
  /** Adds, in the same transaction, what the run needs before a worker may take it. */
  prepare?(em: EntityManager, run: Run): Promise<void>;
}

/** Takes runs in, however they come about: idempotency, quota, row, first event and job. */
export class RunIntake {
  constructor(
    private readonly events: RunEventStore,
    readonly quotas: Quotas,
  ) {}

  /**
   * Records a queued run and its job in the caller's transaction: both are there afterwards, or neither. The organisation's
   * row is locked, so that neither quota nor key is passed twice at once.
   */
  async take(
    em: EntityManager,
    enqueue: Enqueue,
    { organisationId, launchedBy, launch, origin, id, once, prepare }: NewRun,
  ): Promise<Launched | QuotaExceeded | IdempotencyConflict> {
    const organisation = await lockedOrganisation(em, organisationId);
    const inputHash = hashOf({ launch, origin });
    if (once) {
      const known = await knownResult(em, organisationId, once, inputHash);
      if (known) return known;
    }
    const refusal = await this.quotas.refusal(em, organisation);
    if (refusal) return refusal;

    const { card, ...columns } = launch;
    const run = em.create(Run, {
      ...columns,
      id: id ?? newId(),
      organisation,
      launchedBy,
      originKind: origin?.kind ?? null,
      originRun: origin?.runId ?? null,
      originStep: origin?.step ?? null,
    });
    const queued = { kind: "StatusChanged", status: RunStatus.QUEUED, previous: null } as const;
    await this.events.append(em, run, { ...queued, reason: await missingGpu(em, launch), actor: launchedBy });
    await this.label(em, run, card, origin);
    await prepare?.(em, run);
    if (once) await remember(em, organisationId, once, inputHash, run.id);
    await enqueueTicket(enqueue, run);
    return { runId: run.id };
  }

  /** The database has made the run's card. A run that comes from another belongs where that one does, unless told otherwise. */
  private async label(em: EntityManager, run: Run, given: LaunchCard | undefined, origin?: Origin): Promise<void> {
    if (!given && !origin) return;
    const card = await em.findOneOrFail(RunCard, run.id);
    const from = origin && (await em.findOne(RunCard, origin.runId));
    Object.assign(card, given ?? { group: from?.group ?? null, tags: from?.tags ?? [] });
  }
}

/** Says that a run which demands a GPU will wait for one, where no worker offers any now. */
async function missingGpu(em: EntityManager, { accelerator }: CheckedLaunch): Promise<string | null> {
  if (accelerator !== Accelerator.GPU) return null;
  const [why] = await em.execute<{ code: WaitingReason; en: string }[]>(reason(`'${accelerator}'`));
  return why.code === WaitingReason.GPU_WORKER ? `${why.en}.` : null;
}

export function lockedOrganisation(em: EntityManager, id: string): Promise<Organisation> {
  return em.findOneOrFail(Organisation, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** What the key was used for before, if it was. The organisation's row is locked. */
export async function knownResult(
  em: EntityManager,
  organisationId: string,
  { operation, key }: { operation: string; key: string },
  inputHash: string,
): Promise<Launched | IdempotencyConflict | undefined> {
  const [row] = await em.execute<{ input_hash: string; result_id: string }[]>(
    `select input_hash, result_id from idempotency_key where organisation_id = ? and operation = ? and key = ?`,
    [organisationId, operation, key],
  );
  if (!row) return undefined;
  return row.input_hash === inputHash ? { runId: row.result_id } : new IdempotencyConflict(key);
}

export async function remember(
  em: EntityManager,
  organisationId: string,
  { operation, key }: { operation: string; key: string },
  inputHash: string,
  runId: string,
): Promise<void> {
  await em.execute(
    `insert into idempotency_key (organisation_id, operation, key, input_hash, result_id) values (?, ?, ?, ?, ?)`,
    [organisationId, operation, key, inputHash, runId],
  );
}

export function hashOf(input: object): string {
  return createHash("sha256").update(JSON.stringify(input)).digest("hex");
}
