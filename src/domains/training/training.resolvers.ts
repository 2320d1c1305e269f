import { RecipesResolver } from "./recipes/recipes.resolver.js";
import {
  ArtifactResolver,
  EvaluationCompletedResolver,
  RunsResolver,
  SampleProducedResolver,
} from "./runs/runs.resolver.js";
import { WorkersResolver } from "./workers/workers.resolver.js";

/** Every resolver of training. */
export const trainingResolvers = [
  RecipesResolver,
  RunsResolver,
  ArtifactResolver,
  SampleProducedResolver,
  EvaluationCompletedResolver,
  WorkersResolver,
] as const;
