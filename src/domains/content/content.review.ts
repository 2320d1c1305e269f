import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { Conflict } from "../../kernel/errors.js";
import { checkInput } from "../../kernel/input.js";
import type { ReviewedContent } from "./content.entity.js";
import { OwnChange } from "./content.refusals.js";
import { PublicationStatus } from "./content.specs.js";
import { Revision } from "./revision.entity.js";

export enum ReviewVerdict {
  APPROVE = "APPROVE",
  RETURN = "RETURN",
}

/** What a reviewer says of all changes of an entry that wait; `expectedRevision` is the one that they have read. */
export interface Review {
  id: string;
  expectedRevision: number;
  verdict: ReviewVerdict;
  note?: string | null;
}

const reviewNote = z.string().trim().min(1).max(2_000).nullish();

/** Gives a draft to review. */
export function submitted(_em: EntityManager, entity: ReviewedContent): void {
  entity.submit();
}

/** Takes the marks off the translations. */
export function confirmed(_em: EntityManager, entity: ReviewedContent): void {
  entity.staleTranslations = [];
}

/** Approves all changes that wait, and so publishes a draft, or sends them back to their authors with a note. */
export async function reviewed(
  em: EntityManager,
  type: string,
  entity: ReviewedContent,
  reviewerId: string,
  { verdict, note }: Pick<Review, "verdict" | "note">,
): Promise<OwnChange | undefined> {
  const checkedNote = checkInput(reviewNote, note, "input.note") ?? null;
  const waiting = await em.find(
    Revision,
    { subjectType: type, subjectId: entity.id, reviewedAt: null },
    { orderBy: { number: "asc" } },
  );
  const { REVIEW, PUBLISHED } = PublicationStatus;
  if (entity.status !== REVIEW && !(entity.status === PUBLISHED && waiting.length > 0)) {
    throw new Conflict(`${entity.slug} is ${entity.status} and has no change that waits for review.`);
  }
  if (waiting.some(({ authorId }) => authorId === reviewerId)) return new OwnChange();
  if (verdict === ReviewVerdict.RETURN) {
    waiting.at(-1)!.reviewNote = checkedNote;
    entity.sendBack();
    return undefined;
  }
  for (const revision of waiting)
    Object.assign(revision, { reviewerId, reviewedAt: new Date(), reviewNote: checkedNote });
  entity.publish();
  return undefined;
}
