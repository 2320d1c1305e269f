import { RunCardsResolver } from "./cards/run-cards.resolver.js";
import { ComparisonResolver } from "./comparison/comparison.resolver.js";
import { OrganisationQuotaResolver, QuotasResolver } from "./quotas/quotas.resolver.js";
import {
  EvaluationComparisonsResolver,
  EvaluationRequestsResolver,
  RunEvaluationsResolver,
} from "./evaluations/evaluation-requests.resolver.js";
import { EvaluationFigureResolver } from "./evaluations/evaluations.resolver.js";
import { ExportsResolver } from "./exports/exports.resolver.js";
import { FederationResolver } from "./federation/federation.resolver.js";
import { PredictionsResolver } from "./predictions/predictions.resolver.js";
import { DatasetsResolver } from "./datasets/datasets.resolver.js";
import { RecipesResolver } from "./recipes/recipes.resolver.js";
import { RetentionResolver } from "./retention/retention.resolver.js";
import { ArtifactResolver } from "./artifacts/artifacts.resolver.js";
import {
  CheckpointSavedResolver,
  EvaluationCompletedResolver,
  SampleProducedResolver,
  StatusChangedResolver,
} from "./runs/run-events.resolver.js";
import { RunsResolver } from "./runs/runs.resolver.js";
import { SweepsResolver, TrialLaunchedResolver, TrialRunResolver } from "./sweeps/sweeps.resolver.js";
import { RunStreamsResolver } from "./runs/run-streams.resolver.js";
import { RunLogResolver, WarningRaisedResolver } from "./runs/run-log.resolver.js";
import { RunWorkerResolver, WorkersResolver } from "./workers/workers.resolver.js";

/** Every resolver of training. */
export const trainingResolvers = [
  RecipesResolver,
  DatasetsResolver,
  RunsResolver,
  RunStreamsResolver,
  RunCardsResolver,
  ComparisonResolver,
  ArtifactResolver,
  SampleProducedResolver,
  EvaluationCompletedResolver,
  EvaluationFigureResolver,
  EvaluationRequestsResolver,
  RunEvaluationsResolver,
  EvaluationComparisonsResolver,
  StatusChangedResolver,
  CheckpointSavedResolver,
  RunLogResolver,
  WarningRaisedResolver,
  WorkersResolver,
  RunWorkerResolver,
  QuotasResolver,
  OrganisationQuotaResolver,
  SweepsResolver,
  TrialRunResolver,
  TrialLaunchedResolver,
  RetentionResolver,
  PredictionsResolver,
  ExportsResolver,
  FederationResolver,
] as const;
