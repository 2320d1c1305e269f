import { createUnionType, Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Node } from "../../../graphql/node.types.js";
import { Refusal } from "../../../graphql/refusal.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { IdempotencyConflictType, InvalidParametersType } from "../runs/launch.types.js";
import { QuotaExceededType } from "../runs/quota-exceeded.types.js";
import { EvaluatedCheckpoint, EvaluationStatus } from "./evaluation.specs.js";
import { RunType } from "../runs/run.types.js";
import { EvaluationType } from "./evaluation.types.js";

registerEnumType(EvaluationStatus, {
  name: "EvaluationStatus",
  description: "Where a requested evaluation stands. Nothing follows SUCCEEDED and FAILED.",
});

@InputType("RobustnessInput", {
  description: "How the test pictures are made harder; each list has at most 10 strengths. For recipes of pictures.",
})
export class RobustnessInput {
  @Field(() => [Float], {
    nullable: true,
    description: "Standard deviations of Gaussian noise, where brightness lies from 0 to 1.",
  })
  noise?: number[] | null;

  @Field(() => [Float], { nullable: true, description: "Degrees, −180 to 180, anticlockwise." })
  rotation?: number[] | null;

  @Field(() => [Float], {
    nullable: true,
    description: "ε of the fast gradient sign method, in brightness (Goodfellow, Shlens and Szegedy, 2015).",
  })
  fgsm?: number[] | null;
}

@InputType("EvaluateTrainingRunInput")
export class EvaluateRunInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Other data: a built-in set of the recipe by its name, or your own by the id of a data set or a version. Every row is judged that the run has not trained on, prepared as its training rows were; the figure leftOut says how many it has. The run's own test part when not given.",
  })
  dataset?: string | null;

  @Field(() => EvaluatedCheckpoint, { nullable: true, description: "FINAL when neither this nor step is given." })
  checkpoint?: EvaluatedCheckpoint | null;

  @Field(() => Int, { nullable: true, description: "A step that the run has a checkpoint of." })
  step?: number | null;

  @Field(() => RobustnessInput, { nullable: true })
  robustness?: RobustnessInput | null;

  @Field(() => String, {
    nullable: true,
    description: "Sending the same key and input again answers with the same request.",
  })
  idempotencyKey?: string | null;
}

@ObjectType("EvaluationError", { simpleResolvers: true, description: "Why an evaluation failed." })
export class EvaluationErrorType {
  @Field(() => String, { description: "Stable, e.g. WEIGHTS_LOST." })
  code!: string;

  @Field(() => String)
  message!: string;
}

@ObjectType("EvaluationRequest", {
  implements: Node,
  simpleResolvers: true,
  description: "An evaluation that somebody asked for. Read it again by its id until it has ended.",
})
export class EvaluationRequestType extends Node {
  @Field(() => EvaluationStatus)
  status!: EvaluationStatus;

  @Field(() => String, { description: "Id of the data set that is judged on." })
  dataset!: string;

  @Field(() => EvaluatedCheckpoint)
  checkpoint!: EvaluatedCheckpoint;

  @Field(() => Int, { nullable: true, description: "Steps done at that checkpoint; null for the final weights." })
  step!: number | null;

  @Field(() => [RunType], { description: "The runs that are judged together, at most 10; none where one is alone." })
  members!: RunType[];

  @Field(() => AuthorType, { nullable: true })
  requestedBy!: AuthorType | null;

  @Field(() => EvaluationErrorType, { nullable: true })
  error!: EvaluationErrorType | null;

  @Field(() => EvaluationType, { nullable: true, description: "Null until it has succeeded." })
  evaluation!: EvaluationType | null;

  @Field(() => EvaluationType, { nullable: true, description: "Of a common-sense method on the same rows." })
  baseline!: EvaluationType | null;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime, { nullable: true })
  finishedAt!: string | null;
}

@ObjectType("NotOneEnsemble", {
  implements: Refusal,
  simpleResolvers: true,
  description:
    "The runs cannot be judged together: RUN_NOT_SUCCEEDED, OTHER_RECIPE, OTHER_DATA, OTHER_SEED, or NO_CLASSES.",
})
export class NotOneEnsembleType extends Refusal {}

export const EvaluateTogetherResult = createUnionType({
  name: "EvaluateTogetherResult",
  types: () => [EvaluationRequestType, NotOneEnsembleType, QuotaExceededType, IdempotencyConflictType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});

export const EvaluateResult = createUnionType({
  name: "EvaluateTrainingRunResult",
  types: () => [EvaluationRequestType, InvalidParametersType, QuotaExceededType, IdempotencyConflictType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});
