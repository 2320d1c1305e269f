import { Migration20261122000001_accounts } from "./Migration20261122000001_accounts.js";
import { Migration20261122000002_questions } from "./Migration20261122000002_questions.js";
import { Migration20261122000003_business } from "./Migration20261122000003_business.js";
import { Migration20261122000004_compliance } from "./Migration20261122000004_compliance.js";
import { Migration20261122000005_training } from "./Migration20261122000005_training.js";

/** Every migration, in the order in which they run. */
export const migrationList = [
  Migration20261122000001_accounts,
  Migration20261122000002_questions,
  Migration20261122000003_business,
  Migration20261122000004_compliance,
  Migration20261122000005_training,
];
