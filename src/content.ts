import type { EntityManager } from "@mikro-orm/postgresql";
import { AccountsService } from "./domains/accounts/accounts.service.js";
import { AdviceService } from "./domains/business/advice/advice.service.js";
import { BusinessService } from "./domains/business/business.service.js";
import { ComplianceService } from "./domains/compliance/compliance.service.js";
import { ScopingService } from "./domains/compliance/scoping/scoping.service.js";
import { ContentDesk } from "./domains/content/content.desk.js";
import { ContentWriter } from "./domains/content/content.writer.js";
import { QuestionsService } from "./domains/questions/questions.service.js";
import type { Reader } from "./kernel/read/reader.js";

export type Content = ReturnType<typeof buildContent>;

/** The services of people and content: all that seeding needs, and a part of what the API does. */
export function buildContent(em: EntityManager, reader: Reader) {
  const writer = new ContentWriter(em);
  const questions = new QuestionsService(reader, writer);
  const business = new BusinessService(reader, writer);
  const compliance = new ComplianceService(reader, writer);
  const desk = new ContentDesk({
    Question: questions.bank,
    BusinessModel: business.models,
    Checklist: compliance.checklists,
    ChecklistItem: compliance.items,
  });
  const scoping = new ScopingService(reader);
  const advice = new AdviceService(reader);
  return { accounts: new AccountsService(reader), questions, business, advice, compliance, scoping, desk };
}
