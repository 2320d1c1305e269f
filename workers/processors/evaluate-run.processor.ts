import { evaluateRun } from "../../src/domains/training/runs/run.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import { confusionHeatmap } from "../drawing/confusion-heatmap.js";
import { rocCurves } from "../drawing/roc-curves.js";
import { trainingCurves, type MetricSeries } from "../drawing/training-curves.js";
import { evaluateClassification } from "../evaluation/classification.js";
import { decodePredictions } from "../runtime/prediction-file.js";
import type { WorkerTools } from "./worker-tools.js";

/** Judges a trained run and its baseline on the test part, draws what a person would look at, and ends the run. Safe to repeat. */
export const evaluateRunProcessor = implementJob(evaluateRun, async ({ runId }, tools: WorkerTools) => {
  const { artifacts, evaluations, lifecycle } = tools;
  const file = await artifacts.load(runId, "predictions.safetensors");
  if (!file) {
    await lifecycle.failed(runId, {
      code: "PREDICTIONS_LOST",
      message: "Its test predictions are gone from the artifact store.",
    });
    return;
  }
  const { model, baseline } = decodePredictions(file);
  const judged = evaluateClassification(model);
  const compared = evaluateClassification(baseline);
  const evaluationId = await evaluations.record(runId, "MODEL", "trained model", judged);
  await evaluations.record(runId, "BASELINE", baseline.name, compared);

  const drawings = [
    { kind: "CURVES", name: "curves.svg", svg: await drawCurves(runId, tools) },
    { kind: "CONFUSION_MATRIX", name: "confusion-matrix.svg", svg: confusionHeatmap(judged) },
    { kind: "ROC", name: "roc.svg", svg: rocCurves(judged) },
  ] as const;
  for (const { kind, name, svg } of drawings) {
    await artifacts.keep({ runId, kind, name, mediaType: "image/svg+xml", bytes: Buffer.from(svg) });
  }
  const { accuracy } = judged;
  await lifecycle.evaluated(runId, {
    kind: "EvaluationCompleted",
    evaluationId,
    accuracy,
    baselineAccuracy: compared.accuracy,
  });
});

async function drawCurves(runId: string, { reader }: WorkerTools): Promise<string> {
  const [{ name, progress }] = await reader.query<{ name: string; progress: { epochs: number; steps: number } }>(
    `select name, progress from training_run where id = $1`,
    [runId],
  );
  const points = await reader.query<{ name: string; step: number; value: number }>(
    `select name, step, value from training_run_metric where run_id = $1 order by name, step`,
    [runId],
  );
  const metrics: Record<string, MetricSeries> = {};
  for (const { name: metric, step, value } of points) (metrics[metric] ??= []).push({ step, value });
  return trainingCurves({ metrics, epochs: progress.epochs, stepsPerEpoch: progress.steps / progress.epochs }, name);
}
