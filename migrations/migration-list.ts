import { Migration20261122000001_accounts } from "./Migration20261122000001_accounts.js";
import { Migration20261122000002_questions } from "./Migration20261122000002_questions.js";
import { Migration20261122000003_business } from "./Migration20261122000003_business.js";
import { Migration20261122000004_compliance } from "./Migration20261122000004_compliance.js";
import { Migration20261122000005_training } from "./Migration20261122000005_training.js";
import { Migration20261122000006_run_control } from "./Migration20261122000006_run_control.js";
import { Migration20261122000007_series } from "./Migration20261122000007_series.js";
import { Migration20261122000008_fleet } from "./Migration20261122000008_fleet.js";
import { Migration20261122000009_organise } from "./Migration20261122000009_organise.js";
import { Migration20261122000010_usage } from "./Migration20261122000010_usage.js";
import { Migration20261122000011_sweeps } from "./Migration20261122000011_sweeps.js";
import { Migration20261122000013_federation } from "./Migration20261122000013_federation.js";
import { Migration20261122000015_retention } from "./Migration20261122000015_retention.js";
import { Migration20261122000020_evaluations } from "./Migration20261122000020_evaluations.js";
import { Migration20261122000021_datasets } from "./Migration20261122000021_datasets.js";
import { Migration20261122000041_exports } from "./Migration20261122000041_exports.js";
import { Migration20261122000042_transfer } from "./Migration20261122000042_transfer.js";
import { Migration20261122000060_trained_models } from "./Migration20261122000060_trained_models.js";
import { Migration20261122000061_ensembles } from "./Migration20261122000061_ensembles.js";
import { Migration20261122000062_checkpoints } from "./Migration20261122000062_checkpoints.js";
import { Migration20261122000063_judged_data } from "./Migration20261122000063_judged_data.js";
import { Migration20261122000065_evaluation_usage } from "./Migration20261122000065_evaluation_usage.js";
import { Migration20261122000070_question_search } from "./Migration20261122000070_question_search.js";
import { Migration20261122000071_content_review } from "./Migration20261122000071_content_review.js";
import { Migration20261122000072_coding_problems } from "./Migration20261122000072_coding_problems.js";
import { Migration20261122000080_economics } from "./Migration20261122000080_economics.js";
import { Migration20261122000081_simulations } from "./Migration20261122000081_simulations.js";
import { Migration20261122000090_scoping } from "./Migration20261122000090_scoping.js";
import { Migration20261122000091_assessments } from "./Migration20261122000091_assessments.js";
import { Migration20261122000092_evidence } from "./Migration20261122000092_evidence.js";
import { Migration20261122000093_evidence_files } from "./Migration20261122000093_evidence_files.js";
import { Migration20261122000100_practice } from "./Migration20261122000100_practice.js";
import { Migration20261122000110_advice } from "./Migration20261122000110_advice.js";

/** Every migration, in the order in which they run. */
export const migrationList = [
  Migration20261122000001_accounts,
  Migration20261122000002_questions,
  Migration20261122000003_business,
  Migration20261122000004_compliance,
  Migration20261122000005_training,
  Migration20261122000006_run_control,
  Migration20261122000007_series,
  Migration20261122000008_fleet,
  Migration20261122000009_organise,
  Migration20261122000010_usage,
  Migration20261122000011_sweeps,
  Migration20261122000013_federation,
  Migration20261122000015_retention,
  Migration20261122000020_evaluations,
  Migration20261122000021_datasets,
  Migration20261122000041_exports,
  Migration20261122000042_transfer,
  Migration20261122000060_trained_models,
  Migration20261122000061_ensembles,
  Migration20261122000062_checkpoints,
  Migration20261122000063_judged_data,
  Migration20261122000065_evaluation_usage,
  Migration20261122000070_question_search,
  Migration20261122000071_content_review,
  Migration20261122000072_coding_problems,
  Migration20261122000080_economics,
  Migration20261122000081_simulations,
  Migration20261122000090_scoping,
  Migration20261122000091_assessments,
  Migration20261122000092_evidence,
  Migration20261122000093_evidence_files,
  Migration20261122000100_practice,
  Migration20261122000110_advice,
];
