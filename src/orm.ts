import { MikroORM, type Options } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import { ReflectMetadataProvider } from "@mikro-orm/decorators/legacy";
import { Membership } from "./domains/accounts/membership.entity.js";
import { Organisation } from "./domains/accounts/organisation.entity.js";
import { Session } from "./domains/accounts/session.entity.js";
import { User } from "./domains/accounts/user.entity.js";
import { AdviceRuleSet } from "./domains/business/advice/advice-rule-set.entity.js";
import { BusinessModel } from "./domains/business/business-model.entity.js";
import { EconomicModel } from "./domains/business/economics/economic-model.entity.js";
import { EconomicScenario } from "./domains/business/economics/economic-scenario.entity.js";
import { ChallengeArea } from "./domains/business/challenge-area.entity.js";
import { TalentRole } from "./domains/business/talent-role.entity.js";
import { Checklist } from "./domains/compliance/checklist.entity.js";
import { ChecklistItem } from "./domains/compliance/checklist-item.entity.js";
import { Framework } from "./domains/compliance/framework.entity.js";
import { ItemCitation } from "./domains/compliance/item-citation.entity.js";
import { ScopingQuestion } from "./domains/compliance/scoping/scoping-question.entity.js";
import { ScopingRule } from "./domains/compliance/scoping/scoping-rule.entity.js";
import { Assessment } from "./domains/compliance/assessments/assessment.entity.js";
import { AssessmentItem } from "./domains/compliance/assessments/assessment-item.entity.js";
import { ComplianceCheck } from "./domains/compliance/checks/compliance-check.entity.js";
import { Evidence } from "./domains/compliance/evidence/evidence.entity.js";
import { ComplianceDeadline } from "./domains/compliance/deadlines/compliance-deadline.entity.js";
import { ComplianceRisk } from "./domains/compliance/risks/compliance-risk.entity.js";
import { Revision } from "./domains/content/revision.entity.js";
import { Answer } from "./domains/questions/answer.entity.js";
import { Category } from "./domains/questions/category.entity.js";
import { Question } from "./domains/questions/question.entity.js";
import { PracticeCard } from "./domains/questions/practice/practice-card.entity.js";
import { PracticeReview } from "./domains/questions/practice/practice-review.entity.js";
import { QuestionTag } from "./domains/questions/question-tag.entity.js";
import { Tag } from "./domains/questions/tag.entity.js";
import { RunCard } from "./domains/training/cards/run-card.entity.js";
import { RunEdit } from "./domains/training/cards/run-edit.entity.js";
import { Dataset } from "./domains/training/datasets/dataset.entity.js";
import { DatasetVersion } from "./domains/training/datasets/dataset-version.entity.js";
import { FederatedRound } from "./domains/training/federation/federated-round.entity.js";
import { FederatedShard } from "./domains/training/federation/federated-shard.entity.js";
import { Run } from "./domains/training/runs/run.entity.js";
import { Sweep } from "./domains/training/sweeps/sweep.entity.js";
import { SweepTrial } from "./domains/training/sweeps/sweep-trial.entity.js";
import { reclaiming } from "./kernel/reclaiming-pool.js";

const entities = [
  ...[Organisation, User, Membership, Session, Revision],
  ...[Category, Tag, Question, QuestionTag, Answer],
  ...[PracticeCard, PracticeReview],
  ...[BusinessModel, TalentRole, ChallengeArea, AdviceRuleSet],
  ...[EconomicModel, EconomicScenario],
  ...[Framework, Checklist, ChecklistItem, ItemCitation, ScopingQuestion, ScopingRule],
  ...[Assessment, AssessmentItem, ComplianceRisk, ComplianceDeadline, Evidence, ComplianceCheck],
  ...[Dataset, DatasetVersion],
  ...[Run, RunCard, RunEdit],
  ...[Sweep, SweepTrial],
  ...[FederatedRound, FederatedShard],
];

/** The schema that holds the product's tables. */
export const DATABASE_SCHEMA = "groundwork";

/**
 * How every process and the migrator reach the database. Compiling a statement is for scans of minutes: for a page of rows
 * with many sub-selects PostgreSQL would spend a tenth of a second on it.
 */
export function ormOptions(databaseUrl: string, poolSize = 10): Options {
  return {
    clientUrl: databaseUrl,
    entities,
    metadataProvider: ReflectMetadataProvider,
    dataloader: true,
    forceUtcTimezone: true,
    pool: { min: 0, max: poolSize },
    driverOptions: {
      options: `-c search_path=${DATABASE_SCHEMA},public -c timezone=UTC -c jit=off`,
      onPoolCreated: reclaiming,
    },
  } as Options;
}

/** Connects. Fork the entity manager per use case; it is not shared. */
export function openOrm(databaseUrl: string, poolSize?: number): Promise<MikroORM> {
  return MikroORM.init(ormOptions(databaseUrl, poolSize) as Parameters<typeof MikroORM.init>[0]) as Promise<MikroORM>;
}

/** The connections that the ORM itself works with, for reading past it. */
export function poolOf(orm: MikroORM): Promise<Pool> {
  return (orm.em.getConnection() as unknown as { getNativeClient(): Promise<Pool> }).getNativeClient();
}
