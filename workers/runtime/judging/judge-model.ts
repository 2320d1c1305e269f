import { robustnessCurves } from "../../evaluation/robustness.js";
import { TrainingFailure } from "../failure.js";
import type { FromChild, JudgeModel } from "../messages.js";
import type { StateTensor, Trainer, TrainerState } from "../trainer.js";

/**
 * The tensors of a checkpoint, or of trained weights, that are the trainer's own weights.
 *
 * @throws {TrainingFailure} WEIGHTS_UNUSABLE where one is missing or of another shape.
 */
export async function ownWeights(trainer: Trainer, { tensors }: TrainerState): Promise<Record<string, StateTensor>> {
  const own = Object.entries(await trainer.weights());
  return Object.fromEntries(
    own.map(([name, { shape }]) => {
      const found = tensors[name] as StateTensor | undefined;
      if (found?.shape.join() === shape.join()) return [name, found];
      throw new TrainingFailure(
        "WEIGHTS_UNUSABLE",
        `The weights “${name}” are not there in the shape ${shape.join(" × ")}.`,
      );
    }),
  );
}

/** Predicts with a trainer that has its weights, and under each perturbation. */
export async function judgeModel(
  trainer: Trainer,
  { perturbations }: Pick<JudgeModel, "perturbations">,
  { emit }: { emit(message: FromChild): void },
): Promise<void> {
  const predictions = await trainer.predict();
  if (perturbations.length === 0) return emit({ type: "judged", predictions });
  if (predictions.kind !== "CLASSIFICATION" || !trainer.perturbed)
    throw new Error("This recipe perturbs nothing, and its spec says that it does.");
  const robustness = await robustnessCurves(predictions.model, perturbations, (one) => trainer.perturbed!(one));
  emit({ type: "judged", predictions, robustness });
}
