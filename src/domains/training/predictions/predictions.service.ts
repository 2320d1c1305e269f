import { NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { Logger } from "../../../kernel/logger.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { ArtifactsService } from "../artifacts/artifacts.service.js";
import { requireEnsemble } from "../evaluations/ensemble.specs.js";
import { findRecipe } from "../recipes/recipe-catalogue.js";
import { RunStatus } from "../runs/run-status.js";
import { meanPredictions } from "./mean-predictions.js";
import { InferenceUnavailable, type InferenceThread } from "./inference-thread.js";
import { type GivenInput, withImageFiles } from "./image-files.js";
import { inputFaults } from "./prediction-input.js";
import { InvalidPredictionInput, NotPredictable } from "./prediction.refusals.js";
import type { InferenceAnswer, Prediction } from "./prediction.specs.js";

/** What a model says of some examples, in their order. */
export interface Predicted {
  readonly __typename: "Predictions";
  predictions: Prediction[];
  /** Whether the model was ready before the question came. */
  warm: boolean;
}

interface ModelRow {
  recipe: string;
  parameters: Record<string, unknown>;
  status: RunStatus;
  weights: string | null;
}

/** Asking trained models. Examples are held in memory only, until they are answered. */
export class PredictionsService {
  constructor(
    private readonly reader: Reader,
    private readonly artifacts: ArtifactsService,
    private readonly inference: InferenceThread,
    private readonly logger: Logger,
  ) {}

  /**
   * What the model of a run says of the examples. Throws `NotFound` for a run that the viewer may not see, `InferenceUnavailable` when it
   * cannot be computed now, and `UploadFault` where a file does not come whole.
   */
  async predict(
    viewer: Viewer,
    runId: string,
    given: GivenInput,
  ): Promise<Predicted | NotPredictable | InvalidPredictionInput> {
    const { recipe, parameters, status, weights } = await this.modelOf(viewer, runId);
    const kind = findRecipe(recipe)?.predicts;
    if (!kind) return new NotPredictable("RECIPE_WITHOUT_PREDICTION", `Models of ${recipe} cannot be asked.`);
    if (status !== RunStatus.SUCCEEDED)
      return new NotPredictable(
        "RUN_NOT_SUCCEEDED",
        `The run is ${status}: its model can be asked once it has succeeded.`,
      );
    const input = await withImageFiles(kind, given);
    const faults = Array.isArray(input) ? input : inputFaults(kind, input);
    if (Array.isArray(input) || faults.length > 0) return new InvalidPredictionInput(faults);
    const gone = () => new NotPredictable("MODEL_GONE", "The run's weights are gone from the artifact store.");
    if (!weights) return gone();
    const answer = await this.inference.ask({ weightsId: weights, input });
    if (answer.type !== "cold") return this.said(answer, runId, true);
    const file = await this.artifacts.load(runId, "weights.safetensors");
    if (!file) return gone();
    const model = { recipe, parameters, file };
    return this.said(await this.inference.ask({ weightsId: weights, input, model }), runId, false);
  }

  /**
   * What several models say together: the mean of their class probabilities, as each counts alike. They have the same classes and take the
   * same input. Throws as `predict` does.
   */
  async predictTogether(
    viewer: Viewer,
    runIds: readonly string[],
    input: GivenInput,
  ): Promise<Predicted | NotPredictable | InvalidPredictionInput> {
    requireEnsemble(runIds);
    const all: Predicted[] = [];
    for (const runId of runIds) {
      const said = await this.predict(viewer, runId, input);
      if (said.__typename !== "Predictions") return said;
      all.push(said);
    }
    const predictions = meanPredictions(all.map((each) => each.predictions));
    if (!predictions)
      return new NotPredictable("NOT_ONE_ENSEMBLE", "The runs' models do not tell the same classes apart.");
    return { __typename: "Predictions", predictions, warm: all.every(({ warm }) => warm) };
  }

  private async modelOf(viewer: Viewer, runId: string): Promise<ModelRow> {
    viewer.require("run:read");
    const [row] = await this.reader.query<ModelRow>(
      `select run.recipe, run.parameters, run.status, weights.id as weights
       from training_run run left join artifact weights on weights.run_id = run.id and weights.name = 'weights.safetensors'
       where run.id = $1 and run.organisation_id = $2`,
      [runId, viewer.organisationId],
    );
    if (!row) throw new NotFound("TrainingRun", globalId("TrainingRun", runId));
    return row;
  }

  private said(
    answer: InferenceAnswer,
    runId: string,
    warm: boolean,
  ): Predicted | NotPredictable | InvalidPredictionInput {
    switch (answer.type) {
      case "predicted":
        return { __typename: "Predictions", predictions: answer.predictions, warm };
      case "invalid":
        return new InvalidPredictionInput([
          { field: `input.${answer.field}`, code: "INVALID", message: answer.message },
        ]);
      case "refused":
        return new NotPredictable(answer.code, answer.message);
      default:
        this.logger.error({ runId, answer }, "a model could not be asked");
        throw new InferenceUnavailable("The prediction could not be computed.");
    }
  }
}
