import type { ArtifactsService } from "../../src/domains/training/artifacts/artifacts.service.js";
import type { Run, RunError } from "../../src/domains/training/runs/run.entity.js";
import { decodeSafetensors } from "./safetensors.js";
import type { Origin, Teacher } from "./trainer.js";

/** What a run has of others: the weights that it is to begin with, and the run that it is to learn from. */
interface OtherRunsModels {
  origin?: Origin;
  teacher?: Teacher;
}

type Artifacts = Pick<ArtifactsService, "load">;

/** Loads the models of other runs that a run names, or says which is gone: ORIGIN_LOST, TEACHER_LOST. */
export async function otherRunsModels(
  { transfer, teacher }: Run,
  artifacts: Artifacts,
): Promise<OtherRunsModels | RunError> {
  const begun = transfer && (await modelOf(transfer.runId, artifacts));
  if (transfer && !begun)
    return {
      code: "ORIGIN_LOST",
      message: "The weights of the run that it starts from are gone from the artifact store.",
    };
  const teaching = teacher && (await modelOf(teacher.runId, artifacts));
  if (teacher && !teaching)
    return { code: "TEACHER_LOST", message: "The weights of its teacher are gone from the artifact store." };
  return {
    ...(transfer && begun && { origin: { ...begun, frozen: transfer.frozen, renewed: transfer.renewed } }),
    ...(teacher && teaching && { teacher: { parameters: teacher.parameters, weights: teaching.weights } }),
  };
}

async function modelOf(
  runId: string,
  artifacts: Artifacts,
): Promise<Pick<Origin, "weights" | "preparation"> | undefined> {
  const file = await artifacts.load(runId, "weights.safetensors");
  if (!file) return undefined;
  const { tensors: weights, json } = decodeSafetensors(file);
  return { weights, preparation: json.preparation as Origin["preparation"] };
}
