import { Entity, Property } from "@mikro-orm/decorators/legacy";
import { Conflict } from "../../../kernel/errors.js";
import { Row } from "../../../kernel/row.entity.js";
import type { WeighedRule } from "../scoping/scope.js";
import type { Applicability } from "../scoping/scoping.specs.js";
import { ItemStatus, type ItemAnswer, type ItemOutcome } from "./assessment.specs.js";

/**
 * A checklist item in an assessment. OPEN until it is answered, ANSWERED until a second person signs it off or returns it; what is
 * signed off opens again only with a reason. Status moves only through the methods below.
 */
@Entity({ tableName: "assessment_item" })
export class AssessmentItem extends Row {
  @Property({ type: "uuid" })
  organisationId!: string;

  @Property({ type: "uuid" })
  assessmentId!: string;

  @Property({ type: "uuid" })
  checklistItemId!: string;

  /** What the item said when it was scoped. */
  @Property({ type: "integer" })
  itemRevision!: number;

  @Property({ type: "integer" })
  position!: number;

  @Property({ type: "text" })
  applicability!: Applicability;

  @Property({ type: "json" })
  rules!: WeighedRule[];

  @Property({ type: "json" })
  missing!: string[];

  @Property({ type: "text" })
  status: ItemStatus = ItemStatus.OPEN;

  @Property({ type: "text", nullable: true })
  outcome: ItemOutcome | null = null;

  @Property({ type: "text", nullable: true })
  answer: string | null = null;

  @Property({ type: "text" })
  notes: string = "";

  @Property({ type: "date", nullable: true })
  exceptionUntil: string | null = null;

  @Property({ type: "uuid", nullable: true })
  ownerId: string | null = null;

  @Property({ type: "date", nullable: true })
  dueOn: string | null = null;

  /** 0 until reminded, 1 once it was soon due, 2 once it was overdue. */
  @Property({ type: "integer" })
  reminded: number = 0;

  @Property({ type: "uuid", nullable: true })
  answeredBy: string | null = null;

  @Property({ type: "datetime", nullable: true })
  answeredAt: Date | null = null;

  @Property({ type: "uuid", nullable: true })
  reviewedBy: string | null = null;

  @Property({ type: "datetime", nullable: true })
  reviewedAt: Date | null = null;

  @Property({ type: "text", nullable: true })
  reviewComment: string | null = null;

  /** An answer may be replaced until it is signed off. */
  respond(by: string, { outcome, answer, exceptionUntil }: ItemAnswer): void {
    this.expect(ItemStatus.OPEN, ItemStatus.ANSWERED);
    Object.assign(this, { status: ItemStatus.ANSWERED, outcome, answer, exceptionUntil: exceptionUntil ?? null });
    Object.assign(this, { answeredBy: by, answeredAt: new Date() });
    Object.assign(this, { reviewedBy: null, reviewedAt: null, reviewComment: null });
  }

  /** By a second person: the caller has seen to that, and the table refuses anything else. */
  signOff(by: string, comment: string | null): void {
    this.expect(ItemStatus.ANSWERED);
    this.status = ItemStatus.SIGNED_OFF;
    this.review(by, comment);
  }

  /** The answer is not good enough: it stays readable, and has to be given anew. */
  giveBack(by: string, comment: string): void {
    this.expect(ItemStatus.ANSWERED);
    this.open();
    this.review(by, comment);
  }

  reopen(): void {
    this.expect(ItemStatus.SIGNED_OFF);
    this.open();
    this.reminded = 0;
  }

  private open(): void {
    Object.assign(this, { status: ItemStatus.OPEN, outcome: null, exceptionUntil: null });
  }

  private review(by: string, comment: string | null): void {
    Object.assign(this, { reviewedBy: by, reviewedAt: new Date(), reviewComment: comment });
  }

  private expect(...statuses: ItemStatus[]): void {
    if (!statuses.includes(this.status))
      throw new Conflict(`The item is ${this.status}, not ${statuses.join(" or ")}.`);
  }
}
