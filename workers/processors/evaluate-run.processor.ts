import { evaluateRun } from "../../src/domains/training/runs/run.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import { confusionHeatmap } from "../drawing/confusion-heatmap.js";
import { rocCurves } from "../drawing/roc-curves.js";
import { trainingCurves, type MetricSeries } from "../drawing/training-curves.js";
import { evaluateClassification, type ClassificationEvaluation } from "../evaluation/classification.js";
import { decodePredictions } from "../runtime/prediction-file.js";
import type { WorkerTools } from "./worker-tools.js";

/**
 * Judges a trained run and its baseline on the test part, draws what a person would look at, and ends the run. Safe to
 * repeat. Predictions that cannot be judged end the run too; a database or a store that is away leaves it for later.
 */
export const evaluateRunProcessor = implementJob(evaluateRun, async ({ runId }, tools: WorkerTools) => {
  const { artifacts, evaluations, lifecycle, logger } = tools;
  const file = await artifacts.load(runId, "predictions.safetensors");
  if (!file) {
    const message = "Its test predictions are gone from the artifact store.";
    await lifecycle.failed(runId, { code: "PREDICTIONS_LOST", message });
    return;
  }
  let judgement: Judgement;
  try {
    judgement = judge(file);
  } catch (error) {
    logger.error({ err: error, runId }, "a run's predictions cannot be judged");
    await lifecycle.failed(runId, {
      code: "EVALUATION_FAILED",
      message: `Its test predictions cannot be judged: ${String(error)}`,
    });
    return;
  }
  const { judged, compared, baselineName } = judgement;
  const evaluationId = await evaluations.record(runId, "MODEL", "trained model", judged);
  await evaluations.record(runId, "BASELINE", baselineName, compared);

  const drawings = [
    { kind: "CURVES", name: "curves.svg", svg: await drawCurves(runId, tools) },
    { kind: "CONFUSION_MATRIX", name: "confusion-matrix.svg", svg: confusionHeatmap(judged) },
    { kind: "ROC", name: "roc.svg", svg: rocCurves(judged) },
  ] as const;
  for (const { kind, name, svg } of drawings) {
    await artifacts.keep({ runId, kind, name, mediaType: "image/svg+xml", bytes: Buffer.from(svg) });
  }
  const [accuracy, baselineAccuracy] = [judged.accuracy, compared.accuracy];
  await lifecycle.evaluated(runId, { kind: "EvaluationCompleted", evaluationId, accuracy, baselineAccuracy });
});

interface Judgement {
  judged: ClassificationEvaluation;
  compared: ClassificationEvaluation;
  baselineName: string;
}

function judge(file: Uint8Array): Judgement {
  const { model, baseline } = decodePredictions(file);
  return {
    judged: evaluateClassification(model),
    compared: evaluateClassification(baseline),
    baselineName: baseline.name,
  };
}

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
