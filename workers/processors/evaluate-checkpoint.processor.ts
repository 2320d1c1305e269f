import type { ClaimedEvaluation } from "../../src/domains/training/evaluations/evaluation-requests.service.js";
import { evaluateCheckpoint } from "../../src/domains/training/evaluations/evaluation.jobs.js";
import { artifactPrefix } from "../../src/domains/training/evaluations/evaluation.specs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import { judgementOf } from "../evaluation/judgement.js";
import type { JudgeModel } from "../runtime/messages.js";
import type { JudgeOutcome } from "../runtime/judging/judge-sessions.js";
import { encodePredictions } from "../runtime/prediction-file.js";
import { decodeSafetensors } from "../runtime/safetensors.js";
import { predictedTogether } from "./judged-together.js";
import type { WorkerTools } from "./worker-tools.js";

/** A process that dies so often will die again. */
const ATTEMPTS_MAX = 3;

/**
 * Judges a run's weights as somebody asked for, in a process of its own, and keeps reports, predictions and drawings. Safe to repeat:
 * what is settled stays so, and what is kept twice is kept once.
 */
export const evaluateCheckpointProcessor = implementJob(
  evaluateCheckpoint,
  async ({ requestId }, tools: WorkerTools) => {
    const { evaluationRequests, judgeSessions, logger } = tools;
    const claimed = await evaluationRequests.claim(requestId);
    if (!claimed) return;
    if (claimed.attempts > ATTEMPTS_MAX)
      return evaluationRequests.settle(requestId, {
        code: "EVALUATION_CRASHED",
        message: "The processes that judged it died, one after the other.",
      });
    if (claimed.members) {
      const together = await predictedTogether(claimed, tools);
      if ("code" in together) return evaluationRequests.settle(requestId, together);
      return keep(claimed, { type: "judged", predictions: together }, tools);
    }
    const state = await stateOf(claimed, tools);
    if (!state)
      return evaluationRequests.settle(requestId, {
        code: "WEIGHTS_LOST",
        message: "The weights that were to be judged are not there any more, or damaged.",
      });
    const { recipe, parameters, seed, trainedOn, dataset, judgedOwn, perturbations } = claimed;
    const own = await tools.ownDataCache.filesOf({ ...claimed, dataset: trainedOn });
    if ("code" in own) return evaluationRequests.settle(requestId, own);
    const judged = judgedOwn ? await judgedFile(claimed, tools) : undefined;
    if (judged && "code" in judged) return evaluationRequests.settle(requestId, judged);
    const task: JudgeModel = {
      type: "judge-model",
      ...{ recipe, seed, dataset: trainedOn, ...own, accelerator: "ANY", state, perturbations },
      // Judging takes one thread, however many have trained.
      parameters: "threads" in parameters ? { ...parameters, threads: 1 } : parameters,
      ...((judged !== undefined || dataset !== trainedOn) && { judgedOn: { dataset, ownData: judged } }),
    };
    const outcome = await judgeSessions.judge(task, claimed);
    switch (outcome.type) {
      case "judged":
        return keep(claimed, outcome, tools);
      case "failed":
        return evaluationRequests.settle(requestId, {
          code: outcome.code === "TRAINING_FAILED" ? "EVALUATION_FAILED" : outcome.code,
          message: outcome.message,
        });
      case "stopped":
        return evaluationRequests.handBack(requestId);
      case "died":
        // The request stays as it is, and its job comes again.
        logger.error({ requestId, reason: outcome.reason }, "a process that judged died");
    }
  },
);

/** The file of other own data that are judged, or why it cannot be had. */
async function judgedFile({ dataset, judgedVersionId }: ClaimedEvaluation, { ownDataCache }: WorkerTools) {
  if (judgedVersionId) return ownDataCache.file(judgedVersionId, dataset);
  return { code: "DATASET_UNUSABLE", message: `“${dataset}” was deleted.` };
}

async function stateOf({ runId, step }: ClaimedEvaluation, { artifacts }: WorkerTools) {
  const name = step === null ? "weights.safetensors" : `checkpoint-${step}.safetensors`;
  const bytes = await artifacts.load(runId, name);
  return bytes && decodeSafetensors(bytes);
}

async function keep(
  { id: requestId, runId, members }: ClaimedEvaluation,
  { predictions, robustness }: Extract<JudgeOutcome, { type: "judged" }>,
  { artifacts, evaluations, evaluationRequests, logger }: WorkerTools,
): Promise<void> {
  let judgement;
  try {
    judgement = judgementOf(predictions, robustness);
  } catch (error) {
    logger.error({ err: error, requestId }, "predictions cannot be judged");
    const message = `The predictions cannot be judged: ${String(error)}`;
    return evaluationRequests.settle(requestId, { code: "EVALUATION_FAILED", message });
  }
  const prefix = artifactPrefix(requestId);
  await artifacts.keep({
    ...{ runId, kind: "PREDICTIONS", name: `${prefix}predictions.safetensors` },
    mediaType: "application/octet-stream",
    bytes: encodePredictions(predictions),
  });
  for (const { kind, name, svg } of judgement.drawings)
    await artifacts.keep({
      ...{ runId, kind, name: prefix + name, mediaType: "image/svg+xml" },
      bytes: Buffer.from(svg),
    });
  const { model } = judgement;
  if (members) {
    const name = `ensemble of ${members.length}`;
    await evaluations.record({ runId, requestId, subject: "ENSEMBLE", ...model, name });
  } else await evaluations.record({ runId, requestId, subject: "MODEL", ...model });
  await evaluations.record({ runId, requestId, subject: "BASELINE", ...judgement.baseline });
  await evaluationRequests.settle(requestId);
}
