import type { EntityManager } from "@mikro-orm/postgresql";
import type { Content } from "../src/content.js";
import type { SeedChange, SeedEntry } from "../src/domains/content/content.writer.js";
import type { Checklist } from "./format/checklist.js";
import type { Question } from "./format/question.js";
import type { Packs } from "./load.js";

/**
 * Brings the content to what the packs say, in the caller's transaction; what an administrator changed stays theirs, and
 * what the packs no longer hold stays as it is. Safe to repeat.
 */
export async function seedPacks(
  em: EntityManager,
  { questions, business, compliance }: Content,
  packs: Packs,
  editorId: string,
): Promise<SeedChange[]> {
  return [
    ...(await compliance.seed(em, editorId, {
      frameworks: packs.frameworks.map(entry),
      checklists: packs.checklists.map(({ items: _items, ...checklist }) => entry(checklist)),
      items: packs.checklists.flatMap(itemsOf),
      scopingQuestions: packs.scopingQuestions.map(entry),
      scopingRules: packs.scopingRules.map(entry),
    })),
    ...(await business.seed(em, editorId, {
      talentRoles: packs.talentRoles.map(entry),
      businessModels: packs.businessModels.map(entry),
      challengeAreas: packs.challengeAreas.map(entry),
      adviceRules: packs.adviceRules,
    })),
    ...(await questions.seed(em, editorId, {
      categories: packs.questionCategories,
      tags: packs.tags,
      questions: packs.questions.map(withAnswer),
    })),
  ];
}

function entry({ slug, ...content }: { slug: string }): SeedEntry {
  return { slug, content };
}

function itemsOf({ slug: checklist, items }: Checklist): SeedEntry[] {
  return items.map(({ slug, ...content }, position) => ({ slug, content: { ...content, checklist, position } }));
}

function withAnswer({ slug, shortAnswer, explanation, ...content }: Question): SeedEntry {
  const answers = [{ short: shortAnswer, explanation }];
  if (content.kind === "KNOWLEDGE") return { slug, content: { ...content, answers } };
  const { statement, hints, complexity, lookAt, run, ...question } = content;
  return { slug, content: { ...question, answers, problem: { statement, hints, complexity, lookAt, run } } };
}
