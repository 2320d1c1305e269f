import { exportModel } from "../../src/domains/training/exports/export.jobs.js";
import { ExportFormat, type ExportPrecision } from "../../src/domains/training/exports/export.specs.js";
import { findRecipe } from "../../src/domains/training/recipes/recipe-catalogue.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import { convertApart } from "../export/conversion-child.js";
import type { WorkerTools } from "./worker-tools.js";

const MEDIA_TYPES = { ONNX: "application/onnx", SAFETENSORS: "application/octet-stream" };

function fileOf(recipe: string, format: ExportFormat, precision: ExportPrecision): { name: string; mediaType: string } {
  if (format === ExportFormat.SAFETENSORS && findRecipe(recipe)?.checkpoints)
    return { name: `checkpoint-${precision.toLowerCase()}.zip`, mediaType: "application/zip" };
  return { name: `model-${precision.toLowerCase()}.${format.toLowerCase()}`, mediaType: MEDIA_TYPES[format] };
}

/** Safe to repeat: what is made is not made again, and a second file of the same name replaces the first. */
export const exportModelProcessor = implementJob(exportModel, async ({ exportId }, tools: WorkerTools) => {
  const { artifacts, modelExports, ownDataCache } = tools;
  const task = await modelExports.begin(exportId);
  if (!task) return;
  const { runId, format, precision } = task;
  const [weights, predictions] = await Promise.all(
    ["weights", "predictions"].map((what) => artifacts.load(runId, `${what}.safetensors`)),
  );
  if (!weights || !predictions) {
    const message = "The run's weights or its predictions are gone from the artifact store.";
    return modelExports.fail(exportId, { code: "MODEL_GONE", message });
  }
  const own = await ownDataCache.filesOf(task);
  if ("code" in own) return modelExports.fail(exportId, { code: "DATASET_UNUSABLE", message: own.message });
  const { recipe, parameters, dataset, seed } = task;
  const run = { recipe, parameters, dataset, ...own, seed };
  const made = await convertApart({ ...run, format, precision, weights, predictions });
  if (made.type === "failed") return modelExports.fail(exportId, { code: made.code, message: made.message });
  const file = fileOf(recipe, format, precision);
  const artifactId = await artifacts.keep({ runId, kind: "EXPORT", ...file, bytes: made.file });
  await modelExports.succeed(exportId, artifactId, made.report);
});
