import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Row } from "../../../kernel/row.entity.js";
import type { Memory, PracticeRating } from "./practice.specs.js";

/** One review as it happened: what was known before and after. It stays when it is undone, and counts no more. */
@Entity({ tableName: "practice_review" })
export class PracticeReview extends Row {
  @Property({ type: "uuid" })
  userId!: string;

  @Property({ type: "uuid" })
  cardId!: string;

  @Property({ type: "text" })
  rating!: PracticeRating;

  @Property({ type: "datetime" })
  reviewedAt!: Date;

  /** The learner's wish at the time. */
  @Property({ type: "double" })
  desiredRetention!: number;

  @Property({ type: "json" })
  before!: Memory;

  @Property({ type: "json" })
  after!: Memory;

  @Property({ type: "text", nullable: true })
  idempotencyKey: string | null = null;

  @Property({ type: "datetime", nullable: true })
  undoneAt: Date | null = null;
}
