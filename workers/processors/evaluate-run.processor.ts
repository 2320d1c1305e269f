import { evaluateRun } from "../../src/domains/training/runs/run.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import { DRAWN_METRICS, trainingCurves } from "../drawing/training-curves.js";
import { type Judgement, judgementOf } from "../evaluation/judgement.js";
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
    judgement = judgementOf(decodePredictions(file));
  } catch (error) {
    logger.error({ err: error, runId }, "a run's predictions cannot be judged");
    await lifecycle.failed(runId, {
      code: "EVALUATION_FAILED",
      message: `Its test predictions cannot be judged: ${String(error)}`,
    });
    return;
  }
  const { model, baseline, drawings } = judgement;
  const evaluationId = await evaluations.record({ runId, subject: "MODEL", ...model });
  await evaluations.record({ runId, subject: "BASELINE", ...baseline });

  const curves = { kind: "CURVES", name: "curves.svg", svg: await drawCurves(runId, tools) } as const;
  for (const { kind, name, svg } of [curves, ...drawings]) {
    await artifacts.keep({ runId, kind, name, mediaType: "image/svg+xml", bytes: Buffer.from(svg) });
  }
  await lifecycle.evaluated(runId, { kind: "EvaluationCompleted", evaluationId });
});

/** Points of a drawn curve: more than its panel has pixels across. */
const CURVE_POINTS = 1_000;

async function drawCurves(runId: string, { reader, series }: WorkerTools): Promise<string> {
  const [{ name, progress }] = await reader.query<{ name: string; progress: { epochs: number; steps: number } }>(
    `select name, progress from training_run where id = $1`,
    [runId],
  );
  const curves = await series.read({ runIds: [runId], names: DRAWN_METRICS, maxPoints: CURVE_POINTS });
  const metrics = Object.fromEntries(curves.map(({ name: metric, points }) => [metric, points]));
  return trainingCurves({ metrics, epochs: progress.epochs, stepsPerEpoch: progress.steps / progress.epochs }, name);
}
