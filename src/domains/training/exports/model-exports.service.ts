import type { EntityManager } from "@mikro-orm/postgresql";
import type { GraphQLResolveInfo } from "graphql";
import { NotFound } from "../../../kernel/errors.js";
import { globalId, newId } from "../../../kernel/ids.js";
import type { JobQueues } from "../../../kernel/jobs/job-queues.js";
import { allOf, type Condition, hasId, type Reader, type Row } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { findRecipe } from "../recipes/recipe-catalogue.js";
import type { Run } from "../runs/run.entity.js";
import { RunStatus } from "../runs/run-status.js";
import { exportModel } from "./export.jobs.js";
import { NotExportable } from "./export.refusals.js";
import { exportShape } from "./export.shapes.js";
import {
  type ExportError,
  type ExportFormat,
  type ExportPrecision,
  type ExportReport,
  ExportStatus,
  precisionsOf,
} from "./export.specs.js";

export interface WantedExport {
  format: ExportFormat;
  precision: ExportPrecision;
}

/** An export that is to be made, and the run that it is made of. */
export interface ExportTask
  extends WantedExport, Pick<Run, "dataset" | "datasetVersionId" | "checkpointSource" | "checkpointVersionId"> {
  runId: string;
  recipe: string;
  parameters: Record<string, unknown>;
  seed: number;
}

/** Trained models in other forms: asked for by people, made by workers. */
export class ModelExports {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueues,
    private readonly reader: Reader,
  ) {}

  /**
   * Has a run's model written in a format, and returns the export's id. What is made already, or on its way, is not made twice; what failed
   * is tried again. Throws `NotFound` for a run that the viewer may not see.
   */
  async request(
    viewer: Viewer,
    runId: string,
    { format, precision }: WantedExport,
  ): Promise<{ exportId: string } | NotExportable> {
    viewer.require("run:launch");
    const [run] = await this.reader.query<{ recipe: string; status: RunStatus }>(
      `select recipe, status from training_run where id = $1 and organisation_id = $2`,
      [runId, viewer.organisationId],
    );
    if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", runId));
    const recipe = findRecipe(run.recipe);
    if (!recipe?.exports?.includes(format))
      return new NotExportable("RECIPE_WITHOUT_EXPORT", `Models of ${run.recipe} cannot be written as ${format}.`);
    const offered = precisionsOf(format, recipe);
    if (!offered.includes(precision))
      return new NotExportable(
        "PRECISION_NOT_OFFERED",
        `${format} is offered in ${offered.join(" and ")}, not in ${precision}.`,
      );
    if (run.status !== RunStatus.SUCCEEDED)
      return new NotExportable("RUN_NOT_SUCCEEDED", `The run is ${run.status}: it has no finished model.`);
    return this.jobs.transactional(this.em.fork(), async (em, enqueue) => {
      const [{ id, status }] = await em.execute<{ id: string; status: ExportStatus }[]>(
        `insert into model_export (id, run_id, format, precision) values (?, ?, ?, ?)
         on conflict (run_id, format, precision) do update set
           status = case model_export.status when 'FAILED' then 'QUEUED' else model_export.status end
         returning id, status`,
        [newId(), runId, format, precision],
      );
      // A job that was lost comes again; while one of this id is held, no second is added.
      if (status !== ExportStatus.SUCCEEDED)
        await enqueue(exportModel, { exportId: id }, { jobId: `${id}-export`, attempts: 3 });
      return { exportId: id };
    });
  }

  /** An export as the viewer selected it, or null. */
  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(exportShape, allOf(hasId(id), ofOwnRuns(viewer)), info);
  }

  /** Begins to make an export: undefined when it is made already, or gone. For workers. */
  async begin(exportId: string): Promise<ExportTask | undefined> {
    const [task] = await this.reader.query<ExportTask>(
      `with begun as (
         update model_export set status = 'RUNNING', error = null where id = $1 and status <> 'SUCCEEDED' returning *
       ) select begun.format, begun.precision, run.id as "runId", run.recipe, run.parameters, run.dataset, run.dataset_version_id as "datasetVersionId",
         run.checkpoint_version_id as "checkpointVersionId", run.checkpoint_source as "checkpointSource", run.seed
       from begun join training_run run on run.id = begun.run_id`,
      [exportId],
    );
    return task;
  }

  async succeed(exportId: string, artifactId: string, report: ExportReport): Promise<void> {
    await this.reader.query(
      `update model_export set status = 'SUCCEEDED', artifact_id = $2, report = $3, error = null, finished_at = now() where id = $1`,
      [exportId, artifactId, JSON.stringify(report)],
    );
  }

  async fail(exportId: string, error: ExportError): Promise<void> {
    await this.reader.query(
      `update model_export set status = 'FAILED', error = $2, finished_at = now() where id = $1 and status <> 'SUCCEEDED'`,
      [exportId, JSON.stringify(error)],
    );
  }
}

function ofOwnRuns(viewer: Viewer): Condition {
  viewer.require("run:read");
  return (made, statement) =>
    `exists (select from training_run where id = ${made}.run_id and organisation_id = ${statement.value(viewer.organisationId)})`;
}
