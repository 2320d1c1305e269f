import type { EntityManager } from "@mikro-orm/postgresql";
import { AccountsService } from "./domains/accounts/accounts.service.js";
import { BusinessService } from "./domains/business/business.service.js";
import { ComplianceService } from "./domains/compliance/compliance.service.js";
import { ScopingService } from "./domains/compliance/scoping/scoping.service.js";
import { ContentWriter } from "./domains/content/content.writer.js";
import { QuestionsService } from "./domains/questions/questions.service.js";
import type { Reader } from "./kernel/read/reader.js";

export type Content = ReturnType<typeof buildContent>;

/** The services of people and content: all that seeding needs, and a part of what the API does. */
export function buildContent(em: EntityManager, reader: Reader) {
  const writer = new ContentWriter(em);
  return {
    accounts: new AccountsService(reader),
    questions: new QuestionsService(reader, writer),
    business: new BusinessService(reader, writer),
    compliance: new ComplianceService(reader, writer),
    scoping: new ScopingService(reader),
  };
}
