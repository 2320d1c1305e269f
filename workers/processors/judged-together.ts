import type { ClaimedEvaluation } from "../../src/domains/training/evaluations/evaluation-requests.service.js";
import { togetherOf } from "../evaluation/ensemble.js";
import type { TestPredictions } from "../evaluation/test-predictions.js";
import { decodePredictions } from "../runtime/prediction-file.js";
import type { WorkerTools } from "./worker-tools.js";

/** What an ensemble predicts, by what its members have predicted at their ends; or why it cannot be known. */
export async function predictedTogether(
  { members }: Pick<ClaimedEvaluation, "members">,
  { artifacts }: WorkerTools,
): Promise<TestPredictions | { code: string; message: string }> {
  const files = await Promise.all(members!.map((runId) => artifacts.load(runId, "predictions.safetensors")));
  const found = files.filter((file) => file !== undefined);
  if (found.length < files.length)
    return { code: "PREDICTIONS_LOST", message: "A member's test predictions are gone from the artifact store." };
  try {
    return togetherOf(found.map(decodePredictions));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `The runs cannot be judged together: ${error.message}, as where they prepare their data in other ways.`;
    return { code: "OTHER_ROWS", message };
  }
}
