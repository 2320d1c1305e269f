import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { ArtifactType } from "../artifacts/artifact.types.js";
import { EvaluationType } from "../evaluations/evaluation.types.js";
import {
  CheckpointSavedType,
  EvaluationCompletedType,
  SampleProducedType,
  StatusChangedType,
} from "./run-event.types.js";

@Resolver(() => SampleProducedType)
export class SampleProducedResolver {
  @FieldResolver(() => ArtifactType, { nullable: true, description: "What was made; null once it is gone." })
  artifact(@Root() { artifactId }: SampleProducedType, @Ctx() { loaders }: Context) {
    return loaders.artifacts.load(artifactId);
  }

  @FieldResolver(() => String, {
    description: "Path on this API to download it from, without a token, for 15 minutes.",
  })
  url(@Root() { artifactId }: SampleProducedType, @Ctx() { artifacts }: Context) {
    return artifacts.addressOf(artifactId);
  }
}

@Resolver(() => EvaluationCompletedType)
export class EvaluationCompletedResolver {
  @FieldResolver(() => EvaluationType)
  evaluation(@Root() { evaluationId }: EvaluationCompletedType, @Ctx() { loaders }: Context) {
    return loaders.evaluations.load(evaluationId);
  }
}

@Resolver(() => StatusChangedType)
export class StatusChangedResolver {
  @FieldResolver(() => AuthorType, { nullable: true, description: "Who asked for it; null when nobody did." })
  actor(@Root() { actor }: StatusChangedType, @Ctx() { loaders }: Context) {
    return actor ? loaders.authors.load(actor) : null;
  }
}

@Resolver(() => CheckpointSavedType)
export class CheckpointSavedResolver {
  @FieldResolver(() => ArtifactType, { nullable: true, description: "Null once newer ones have replaced it." })
  artifact(@Root() { artifactId }: CheckpointSavedType, @Ctx() { loaders }: Context) {
    return loaders.artifacts.load(artifactId);
  }
}
