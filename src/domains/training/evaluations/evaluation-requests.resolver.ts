import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { loadedList } from "../../../graphql/loaded-list.js";
import { rowId } from "../../../kernel/ids.js";
import { ArtifactType } from "../artifacts/artifact.types.js";
import { RunType } from "../runs/run.types.js";
import { CompareEvaluationsResult } from "./evaluation-comparison.types.js";
import {
  EvaluateResult,
  EvaluateRunInput,
  EvaluateTogetherResult,
  EvaluationRequestType,
} from "./evaluation-request.types.js";
import { EvaluationType } from "./evaluation.types.js";

@Resolver(() => EvaluationRequestType)
export class EvaluationRequestsResolver {
  @Query(() => EvaluationRequestType, { nullable: true, description: "One that your organisation asked for, or null." })
  evaluationRequest(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, evaluationRequests }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return evaluationRequests.find(viewer, rowId("EvaluationRequest", id), info);
  }

  @Mutation(() => EvaluateResult, {
    description:
      "Queues an evaluation of a run: of any checkpoint, on its test part or on other data, also under noise, rotation and attack.",
  })
  async evaluateTrainingRun(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => EvaluateRunInput, { defaultValue: {} }) input: EvaluateRunInput,
    @Ctx() { viewer, evaluationRequests }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const result = await evaluationRequests.request(viewer, rowId("TrainingRun", id), input);
    return "requestId" in result ? evaluationRequests.find(viewer, result.requestId, info) : result;
  }

  @Mutation(() => EvaluateTogetherResult, {
    description:
      "Queues an evaluation of an ensemble: the mean of the class probabilities of 2 to 10 runs that have succeeded, of one recipe on the same data with the same seed, on the test part that they share. Compare it with its members by compareEvaluations.",
  })
  async evaluateTogether(
    @Arg("runIds", () => [ID]) runIds: string[],
    @Ctx() { viewer, evaluationRequests }: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg("idempotencyKey", () => String, {
      nullable: true,
      description: "Sending the same key and runs again answers with the same request.",
    })
    idempotencyKey?: string | null,
  ) {
    const ids = runIds.map((id) => rowId("TrainingRun", id));
    const result = await evaluationRequests.requestTogether(viewer, ids, idempotencyKey);
    return "requestId" in result ? evaluationRequests.find(viewer, result.requestId, info) : result;
  }

  @FieldResolver(() => [ArtifactType], { description: "Its predictions and drawings, oldest first, at most 100." })
  artifacts(
    @Root() request: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return loadedList<ArtifactType>(request, info);
  }
}

@Resolver()
export class EvaluationComparisonsResolver {
  @Query(() => CompareEvaluationsResult, {
    description:
      "Compares two evaluations of the same rows, of two runs or of two checkpoints, by the ids that Evaluation.id gives.",
  })
  compareEvaluations(
    @Arg("first", () => ID) first: string,
    @Arg("second", () => ID) second: string,
    @Ctx() { viewer, evaluationComparisons }: Context,
  ) {
    return evaluationComparisons.compare(viewer, rowId("Evaluation", first), rowId("Evaluation", second));
  }
}

@Resolver(() => RunType)
export class RunEvaluationsResolver {
  @FieldResolver(() => [EvaluationType], {
    description: "Of its trained weights and of its checkpoints, the newest first, at most 100.",
  })
  evaluations(
    @Root() run: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return loadedList<EvaluationType>(run, info);
  }

  @FieldResolver(() => [EvaluationRequestType], {
    description: "Evaluations that were asked for, under way and failed ones too, the newest first, at most 100.",
  })
  evaluationRequests(
    @Root() run: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return loadedList<EvaluationRequestType>(run, info);
  }
}
