import { questionKind } from "../src/domains/questions/question.content.js";
import type { Services } from "../src/services.js";
import type { SeedOutcome } from "../src/domains/content/content.writer.js";
import type { Packs } from "./load.js";

/** What seeding did, or would do, to one entry. */
export interface SeedChange {
  kind: string;
  slug: string;
  outcome: SeedOutcome;
}

/** Brings the content to what the packs say; what an administrator changed stays theirs. Safe to repeat. */
export async function seedPacks(
  { writer, questions }: Services,
  packs: Packs,
  editorId: string,
  dryRun: boolean,
): Promise<SeedChange[]> {
  const changes: SeedChange[] = [];
  if (!dryRun) await questions.ensureLabels(packs.questionCategories, packs.tags);
  for (const { slug, shortAnswer, explanation, ...question } of packs.questions) {
    const content = { ...question, status: "PUBLISHED", answers: [{ short: shortAnswer, explanation }] } as never;
    changes.push({ kind: "question", slug, outcome: await writer.seed(questionKind, editorId, slug, content, dryRun) });
  }
  return changes;
}
