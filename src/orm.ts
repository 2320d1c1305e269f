import { MikroORM, type Options } from "@mikro-orm/postgresql";
import { ReflectMetadataProvider } from "@mikro-orm/decorators/legacy";
import { Membership } from "./domains/accounts/membership.entity.js";
import { Organisation } from "./domains/accounts/organisation.entity.js";
import { Session } from "./domains/accounts/session.entity.js";
import { User } from "./domains/accounts/user.entity.js";
import { Revision } from "./domains/content/revision.entity.js";
import { Answer } from "./domains/questions/answer.entity.js";
import { Category } from "./domains/questions/category.entity.js";
import { Question } from "./domains/questions/question.entity.js";
import { QuestionTag } from "./domains/questions/question-tag.entity.js";
import { Tag } from "./domains/questions/tag.entity.js";

const entities = [Organisation, User, Membership, Session, Revision, Category, Tag, Question, QuestionTag, Answer];

/** The schema that holds the product's tables. */
export const DATABASE_SCHEMA = "groundwork";

/** How every process and the migrator reach the database. */
export function ormOptions(databaseUrl: string, poolSize = 10): Options {
  return {
    clientUrl: databaseUrl,
    entities,
    metadataProvider: ReflectMetadataProvider,
    dataloader: true,
    forceUtcTimezone: true,
    pool: { min: 0, max: poolSize },
    driverOptions: { options: `-c search_path=${DATABASE_SCHEMA},public -c timezone=UTC` },
  } as Options;
}

/** Connects. Fork the entity manager per use case; it is not shared. */
export function openOrm(databaseUrl: string, poolSize?: number): Promise<MikroORM> {
  return MikroORM.init(ormOptions(databaseUrl, poolSize) as Parameters<typeof MikroORM.init>[0]) as Promise<MikroORM>;
}
