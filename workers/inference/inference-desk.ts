import type {
  InferenceAnswer,
  InferenceQuestion,
  ModelFile,
} from "../../src/domains/training/predictions/prediction.specs.js";
import { findImplementation } from "../recipes/registry.js";
import { InputFault, type Predictor } from "../runtime/predictor.js";
import { decodeSafetensors } from "../runtime/safetensors.js";
import { ModelCache } from "./model-cache.js";

type Said<A = InferenceAnswer> = A extends InferenceAnswer ? Omit<A, "id"> : never;
type Refused = Extract<InferenceAnswer, { type: "refused" }>;

/** Answers questions with models that it keeps warm, up to so many bytes of weights together. */
export class InferenceDesk {
  private readonly models: ModelCache;

  constructor(mostBytes: number) {
    this.models = new ModelCache(mostBytes);
  }

  /** Never throws: what goes wrong is an answer as well. */
  async answer({ weightsId, input, model }: Omit<InferenceQuestion, "id">): Promise<Said> {
    try {
      const predictor = this.models.get(weightsId) ?? (model && (await this.opened(weightsId, model)));
      if (!predictor) return { type: "cold" };
      if ("code" in predictor) return { type: "refused", ...predictor };
      return { type: "predicted", predictions: await predictor.predict(input) };
    } catch (error) {
      if (error instanceof InputFault) return { type: "invalid", field: error.field, message: error.message };
      return { type: "failed", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }

  private async opened(
    weightsId: string,
    { recipe, parameters, file }: ModelFile,
  ): Promise<Predictor | Pick<Refused, "code" | "message">> {
    const open = findImplementation(recipe)?.openPredictor;
    if (!open) throw new Error(`${recipe} has no predictor`);
    const bytes = file.byteLength;
    if (!this.models.admits(bytes))
      return { code: "MODEL_TOO_LARGE", message: `The model has ${bytes} bytes, more than may be held here.` };
    const { tensors: weights, json } = decodeSafetensors(file);
    if (!json.preparation)
      return {
        code: "MODEL_WITHOUT_PREPARATION",
        message: "The run was trained before models kept what prediction needs: train it again.",
      };
    const preparation = json.preparation as Record<string, unknown>;
    const predictor = await open({ parameters, preparation, weights });
    this.models.add(weightsId, predictor, bytes);
    return predictor;
  }
}
