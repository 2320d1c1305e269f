import type { EntityManager } from "@mikro-orm/postgresql";
import type { Clock } from "../../../kernel/clock.js";
import { Conflict, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import type { Viewer } from "../../accounts/viewer.js";
import { PublicationStatus } from "../../content/content.specs.js";
import { Question } from "../question.entity.js";
import { PracticeCard } from "./practice-card.entity.js";
import { oneAtATime } from "./practice-changes.js";
import { PracticeReview } from "./practice-review.entity.js";
import type { PracticeSettingsService } from "./practice-settings.service.js";
import { newReview, type Memory, type PracticeRating } from "./practice.specs.js";
import { choicesOf, reviewed, type Choice } from "./schedule.js";

/** A rating, and which review of the card it is meant to be. */
export interface NewReview {
  rating: PracticeRating;
  /** The card's count of reviews when it was shown. */
  expectedReps: number;
  idempotencyKey?: string | null;
}

/** What choices are computed from: a memory at an instant, now without one. */
export interface Situation {
  memory: Memory;
  desiredRetention: number;
  at?: number;
}

/** Reviews cards and takes reviews back. Only whoever practises a card reaches it. */
export class PracticeReviews {
  constructor(
    private readonly em: EntityManager,
    private readonly settings: PracticeSettingsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Schedules a card by how well it was remembered, and returns the row id of the review. The same key with the same review answers with
   * the first; throws `Conflict` where the card was reviewed or a review undone since it was shown, or its question is no longer published.
   */
  async review(viewer: Viewer, cardId: string, given: NewReview): Promise<string> {
    const { rating, expectedReps, idempotencyKey } = checkInput(newReview, given);
    const { desiredRetention } = await this.settings.of(viewer);
    return oneAtATime(this.em, viewer, async (em) => {
      const card = await ownCard(em, viewer, cardId);
      const known =
        idempotencyKey && (await em.findOne(PracticeReview, { userId: viewer.userId, idempotencyKey }, LAST_FIRST));
      if (known) return sameReview(known, { cardId, rating, expectedReps });
      requireReps(card, expectedReps);
      if (!(await em.count(Question, { id: card.questionId, status: PublicationStatus.PUBLISHED })))
        throw new Conflict("The question is no longer published.");
      const before = card.memory;
      const now = this.clock.now();
      card.memory = reviewed(before, rating, now, desiredRetention);
      return em.create(PracticeReview, {
        ...{ userId: viewer.userId, cardId, rating, desiredRetention, before, after: card.memory },
        ...{ reviewedAt: new Date(now), idempotencyKey: idempotencyKey ?? null },
      }).id;
    });
  }

  /**
   * Takes the last review of a card back: the card is what it was before, to the last bit. `expectedReps` counts the reviews
   * with the one to undo; throws `Conflict` where that is not the last, or there is none.
   */
  async undo(viewer: Viewer, cardId: string, expectedReps: number): Promise<void> {
    await oneAtATime(this.em, viewer, async (em) => {
      const card = await ownCard(em, viewer, cardId);
      requireReps(card, expectedReps);
      const last = await em.findOne(PracticeReview, { cardId, undoneAt: null }, LAST_FIRST);
      if (!last) throw new Conflict("There is no review to undo.");
      card.memory = last.before;
      last.undoneAt = new Date(this.clock.now());
    });
  }

  /** What each rating would lead to, or would have led to. */
  choices({ memory, desiredRetention, at = this.clock.now() }: Situation): Choice[] {
    return choicesOf(memory, at, desiredRetention);
  }
}

const LAST_FIRST = { orderBy: { id: "desc" } } as const;

async function ownCard(em: EntityManager, viewer: Viewer, id: string): Promise<PracticeCard> {
  const card = await em.findOne(PracticeCard, { id, userId: viewer.userId });
  if (!card) throw new NotFound("PracticeCard", globalId("PracticeCard", id));
  return card;
}

function requireReps({ memory: { reps } }: PracticeCard, expected: number): void {
  if (reps !== expected) throw new Conflict(`The card has been reviewed ${reps} times by now, not ${expected}.`);
}

function sameReview(known: PracticeReview, asked: { cardId: string } & Omit<NewReview, "idempotencyKey">): string {
  const { cardId, rating, before, undoneAt, idempotencyKey: key } = known;
  if (cardId !== asked.cardId || rating !== asked.rating || before.reps !== asked.expectedReps)
    throw new Conflict(`The idempotency key ${key} was used for another review before.`);
  if (undoneAt) throw new Conflict(`The review with the idempotency key ${key} has been undone.`);
  return known.id;
}
