import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowId } from "../../../kernel/ids.js";
import { PredictionInputType } from "./prediction.inputs.js";
import { PredictionsType, PredictResult } from "./prediction.types.js";

@Resolver(() => PredictionsType)
export class PredictionsResolver {
  @Query(() => PredictResult, {
    description: "Asks the model of a run that has succeeded. The examples are not kept.",
  })
  predict(
    @Arg("runId", () => ID) runId: string,
    @Arg("input", () => PredictionInputType) input: PredictionInputType,
    @Ctx() { viewer, predictions }: Context,
  ) {
    return predictions.predict(viewer, rowId("TrainingRun", runId), input);
  }

  @Query(() => PredictResult, {
    description:
      "Asks an ensemble: the mean of the class probabilities of 2 to 10 runs that have succeeded, all of the same classes.",
  })
  predictTogether(
    @Arg("runIds", () => [ID]) runIds: string[],
    @Arg("input", () => PredictionInputType) input: PredictionInputType,
    @Ctx() { viewer, predictions }: Context,
  ) {
    const ids = runIds.map((id) => rowId("TrainingRun", id));
    return predictions.predictTogether(viewer, ids, input);
  }
}
