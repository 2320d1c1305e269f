import type { EntityManager } from "@mikro-orm/postgresql";
import type { GraphQLResolveInfo } from "graphql";
import { NotFound } from "../../../kernel/errors.js";
import { globalId, newId } from "../../../kernel/ids.js";
import type { JobQueues } from "../../../kernel/jobs/job-queues.js";
import { allOf, hasId, type Reader, type Row } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { OwnDataStore } from "../datasets/own-data.store.js";
import type { RunCheckpoints } from "../runs/run-checkpoints.store.js";
import { hashOf, knownResult, lockedOrganisation, remember } from "../runs/run-intake.service.js";
import { Run } from "../runs/run.entity.js";
import {
  type FieldFault,
  IdempotencyConflict,
  InvalidParameters,
  QuotaExceeded,
  QuotaKind,
} from "../runs/run.refusals.js";
import { visibleRuns } from "../training.policy.js";
import { type CheckedEvaluation, checkEvaluation, type EvaluateInput } from "./evaluation-input.js";
import { type EnsembleMember, ensembleRefusal, requireEnsemble } from "./ensemble.specs.js";
import type { NotOneEnsemble } from "./ensemble.refusals.js";
import { evaluateCheckpoint } from "./evaluation.jobs.js";
import { evaluationRequestShape } from "../training.shapes.js";
import { EvaluatedCheckpoint, EvaluationStatus, type Perturbation } from "./evaluation.specs.js";

/** What a worker needs to judge as was asked. */
export interface ClaimedEvaluation extends Pick<Run, "datasetVersionId" | "checkpointSource" | "checkpointVersionId"> {
  id: string;
  runId: string;
  recipe: string;
  parameters: Record<string, unknown>;
  seed: number;
  /** Of the training, and of the evaluation. */
  trainedOn: string;
  dataset: string;
  /** Whether it is judged on other data of the organisation's own, and on which version; null once it is deleted. */
  judgedOwn: boolean;
  judgedVersionId: string | null;
  /** Null for the final weights. */
  step: number | null;
  perturbations: Perturbation[];
  /** The runs that are judged together, the first of them `runId`; null for one alone. */
  members: string[] | null;
  attempts: number;
}

/** Requests of an organisation that wait or are judged at once. */
const UNFINISHED_MAX = 20;
/** A request is older than this before its job is looked for. */
const LOST_AFTER_SECONDS = 30;

/** Evaluations that people ask for, at any time, of any checkpoint. */
export class EvaluationRequests {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly jobs: JobQueues,
    private readonly checkpoints: RunCheckpoints,
    private readonly ownData: OwnDataStore,
  ) {}

  /**
   * Records a request and its job together. The same idempotency key with the same input answers with the same request.
   * Throws `NotFound` for a run that the viewer may not know of.
   */
  async request(
    viewer: Viewer,
    runId: string,
    input: EvaluateInput,
  ): Promise<{ requestId: string } | InvalidParameters | QuotaExceeded | IdempotencyConflict> {
    viewer.require("run:launch");
    const { organisationId } = viewer;
    const run = await this.em.fork().findOne(Run, { id: runId, organisation: organisationId });
    if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", runId));
    const checked = checkEvaluation(run, input, await this.ownData.find(organisationId, input.dataset));
    if (Array.isArray(checked)) return new InvalidParameters(checked);
    const step = await this.stepOf(run, checked);
    if (typeof step === "object" && step !== null) return new InvalidParameters([step]);
    const key = input.idempotencyKey;
    const once = key == null ? undefined : { operation: "evaluateTrainingRun", key };
    return this.take(viewer, { runId, ...checked, step, members: null }, hashOf({ runId, checked }), once);
  }

  /**
   * The same of several runs together, by the mean of what they have predicted: all of one recipe on the same data with the same seed. Throws
   * `NotFound` for a run that the viewer may not know of.
   */
  async requestTogether(
    viewer: Viewer,
    runIds: readonly string[],
    key: string | null | undefined,
  ): Promise<{ requestId: string } | NotOneEnsemble | QuotaExceeded | IdempotencyConflict> {
    viewer.require("run:launch");
    requireEnsemble(runIds);
    const found = await this.reader.query<EnsembleMember>(
      `select id, recipe, dataset, dataset_sha256 as "datasetSha256", dataset_version_id as "datasetVersionId", seed, status,
         (select coalesce(report->>'kind', 'CLASSIFICATION') from evaluation
          where run_id = run.id and subject = 'MODEL' and request_id is null) as kind
       from training_run run where id = any($1::uuid[]) and organisation_id = $2`,
      [runIds, viewer.organisationId],
    );
    const members = runIds.map((id) => {
      const member = found.find((run) => run.id === id);
      if (!member) throw new NotFound("TrainingRun", globalId("TrainingRun", id));
      return member;
    });
    const refusal = ensembleRefusal(members);
    if (refusal) return refusal;
    const once = key == null ? undefined : { operation: "evaluateTogether", key };
    const [{ dataset }] = members;
    const asked = { runId: runIds[0], dataset, checkpoint: EvaluatedCheckpoint.FINAL, step: null, perturbations: [] };
    return this.take(viewer, { ...asked, members: runIds }, hashOf({ runIds }), once);
  }

  /** Records request and job, unless the key was used before or too many are unfinished. */
  private take(
    { organisationId, userId }: Viewer,
    asked: CheckedEvaluation & { runId: string; members: readonly string[] | null },
    inputHash: string,
    once: { operation: string; key: string } | undefined,
  ): Promise<{ requestId: string } | QuotaExceeded | IdempotencyConflict> {
    return this.jobs.transactional(this.em.fork(), async (em, enqueue) => {
      await lockedOrganisation(em, organisationId);
      const known = once && (await knownResult(em, organisationId, once, inputHash));
      if (known) return known instanceof IdempotencyConflict ? known : { requestId: known.runId };
      const [{ unfinished }] = await em.execute<{ unfinished: number }[]>(
        `select count(*)::int as unfinished from evaluation_request
         where organisation_id = ? and status in ('QUEUED', 'RUNNING')`,
        [organisationId],
      );
      if (unfinished >= UNFINISHED_MAX) return new QuotaExceeded(QuotaKind.EVALUATIONS, UNFINISHED_MAX, unfinished);
      const id = newId();
      await em.execute(
        `insert into evaluation_request
           (id, organisation_id, run_id, dataset, dataset_version_id, dataset_sha256, checkpoint, step,
            perturbations, members, requested_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::uuid[], ?)`,
        [
          ...[id, organisationId, asked.runId, asked.dataset],
          ...[asked.judged?.versionId ?? null, asked.judged?.sha256 ?? null, asked.checkpoint, asked.step],
          ...[JSON.stringify(asked.perturbations), asked.members && `{${asked.members.join()}}`, userId],
        ],
      );
      if (once) await remember(em, organisationId, once, inputHash, id);
      await enqueue(evaluateCheckpoint, { requestId: id }, { jobId: id });
      return { requestId: id };
    });
  }

  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(evaluationRequestShape, allOf(hasId(id), visibleRuns(viewer)), info);
  }

  /** Takes a request that is not settled yet: for workers. A job that comes a second time finds it again. */
  async claim(id: string): Promise<ClaimedEvaluation | undefined> {
    const [claimed] = await this.reader.query<ClaimedEvaluation>(
      `update evaluation_request request set status = 'RUNNING', attempts = attempts + 1, started_at = now()
       from training_run run
       where request.id = $1 and request.status in ('QUEUED', 'RUNNING') and run.id = request.run_id
       returning request.id, run.id as "runId", run.recipe, run.parameters, run.seed, run.dataset as "trainedOn",
         run.dataset_version_id as "datasetVersionId",
         run.checkpoint_version_id as "checkpointVersionId", run.checkpoint_source as "checkpointSource",
         request.dataset, request.dataset_sha256 is not null as "judgedOwn", request.dataset_version_id as "judgedVersionId",
         request.step, request.perturbations, request.members, request.attempts`,
      [id],
    );
    return claimed;
  }

  /** The worker stops: another one takes the request up, as though this one had not. */
  async handBack(id: string): Promise<void> {
    await this.reader.query(
      `update evaluation_request set status = 'QUEUED', attempts = attempts - 1 where id = $1 and status = 'RUNNING'`,
      [id],
    );
  }

  /** It is judged, or `error` says why it cannot be. One that is settled stays so. */
  async settle(id: string, error?: { code: string; message: string }): Promise<void> {
    await this.reader.query(
      `update evaluation_request set status = $2, error = $3::jsonb, finished_at = now()
       where id = $1 and status in ('QUEUED', 'RUNNING')`,
      [id, error ? EvaluationStatus.FAILED : EvaluationStatus.SUCCEEDED, error ? JSON.stringify(error) : null],
    );
  }

  /** Adds the jobs of requests again that wait for a while; one that is still held is not added twice. */
  async sweep(): Promise<void> {
    const waiting = await this.reader.query<{ id: string }>(
      `select id from evaluation_request where status in ('QUEUED', 'RUNNING')
         and coalesce(started_at, created_at) < now() - make_interval(secs => $1) order by id limit 100`,
      [LOST_AFTER_SECONDS],
    );
    if (waiting.length === 0) return;
    await this.jobs.transactional(this.em.fork(), async (_, enqueue) => {
      for (const { id } of waiting) await enqueue(evaluateCheckpoint, { requestId: id }, { jobId: id });
    });
  }

  /** The step of the checkpoint that is meant, null for the final weights, or why there is none. */
  private async stepOf(run: Run, { checkpoint, step }: CheckedEvaluation): Promise<number | null | FieldFault> {
    const none = (what: string): FieldFault => ({
      ...{ field: "checkpoint", code: "INVALID" },
      message: `the run has ${what}; its checkpoints field lists those it has.`,
    });
    if (checkpoint === EvaluatedCheckpoint.FINAL)
      return run.trainedAt ? null : none("not trained to its end, so that it has no final weights");
    if (checkpoint === EvaluatedCheckpoint.BEST && !run.best) return none("no best checkpoint");
    const wanted = checkpoint === EvaluatedCheckpoint.BEST ? run.best!.step : step;
    const found = await this.checkpoints.find(run.id, wanted);
    return found ? found.step : none(wanted === null ? "no checkpoint" : `no checkpoint of step ${wanted}`);
  }
}
