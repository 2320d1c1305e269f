import { createUnionType, Extensions, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { Node } from "../../../graphql/node.types.js";
import { rowsAbout } from "../../../graphql/limits.js";
import { Refusal } from "../../../graphql/refusal.types.js";
import { CalendarDate, DateTime, JsonObject } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { ChecklistItemType } from "../compliance.types.js";
import { LogKind } from "../log/compliance-log.specs.js";
import { Applicability } from "../scoping/scoping.specs.js";
import { ScopingReasonType } from "../scoping/scoping.types.js";
import type { AssessmentItem } from "./assessment-item.entity.js";
import { ItemOutcome, ItemStatus, ReviewDecision } from "./assessment.specs.js";

registerEnumType(ItemStatus, {
  name: "AssessmentItemStatus",
  valuesConfig: {
    OPEN: { description: "To be answered, for the first time or anew." },
    ANSWERED: { description: "Waits for its review by a second person." },
    SIGNED_OFF: { description: "Reviewed. Opens again only with a reason." },
  },
});
registerEnumType(ItemOutcome, {
  name: "AssessmentItemOutcome",
  valuesConfig: {
    EXCEPTION: { description: "Not met, and accepted so until a day; then it opens again." },
    NOT_APPLICABLE: { description: "The rules say that it applies, and the answer says why it does not." },
  },
});
registerEnumType(ReviewDecision, { name: "ReviewDecision" });
registerEnumType(LogKind, { name: "ComplianceLogKind", description: "What can happen in an assessment." });

@ObjectType("Assessment", {
  implements: Node,
  simpleResolvers: true,
  description: "Your organisation, or one of its systems, held against the items that concern it.",
})
export class AssessmentType extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => JsonObject, { description: "Of the scoping questionnaire." })
  answers!: object;

  @Field(() => CalendarDate, { nullable: true })
  dueOn!: string | null;

  @Field(() => AuthorType, { nullable: true })
  createdBy!: AuthorType | null;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => Int, { description: "Items that apply." })
  applicableItems!: number;

  @Field(() => Int, { description: "Items that cannot be told yet." })
  undecidedItems!: number;

  @Field(() => Int, { description: "Of those that apply: answered, reviewed or not." })
  answeredItems!: number;

  @Field(() => Int, { description: "Of those that apply." })
  signedOffItems!: number;

  @Field(() => Int)
  overdueItems!: number;
}

@ObjectType("AssessmentItem", {
  implements: Node,
  simpleResolvers: true,
  description: "A checklist item in an assessment: answered by one person, reviewed by another.",
})
export class AssessmentItemType extends Node implements Pick<AssessmentItem, "id" | "status" | "outcome" | "missing"> {
  @Field(() => AssessmentType)
  assessment!: AssessmentType;

  @Field(() => ChecklistItemType)
  item!: ChecklistItemType;

  @Field(() => Int, { description: "Revision of the checklist item that it was scoped by." })
  itemRevision!: number;

  @Field(() => Applicability)
  applicability!: Applicability;

  @Extensions(rowsAbout(2))
  @Field(() => [ScopingReasonType], { description: "Why it applies, does not, or cannot be told yet." })
  rules!: ScopingReasonType[];

  @Field(() => [String], { description: "Slugs of the scoping questions to answer before it can be told." })
  missing!: string[];

  @Field(() => ItemStatus)
  status!: ItemStatus;

  @Field(() => ItemOutcome, { nullable: true, description: "Null while it is open." })
  outcome!: ItemOutcome | null;

  @Field(() => String, {
    nullable: true,
    description: "The last one given; it stays readable when the item opens again.",
  })
  answer!: string | null;

  @Field(() => String)
  notes!: string;

  @Field(() => CalendarDate, { nullable: true, description: "The last day of an EXCEPTION." })
  exceptionUntil!: string | null;

  @Field(() => AuthorType, { nullable: true })
  owner!: AuthorType | null;

  @Field(() => CalendarDate, { nullable: true })
  dueOn!: string | null;

  @Field(() => Boolean, { description: "Its day is over (UTC), and it is not signed off." })
  overdue!: boolean;

  @Field(() => AuthorType, { nullable: true })
  answeredBy!: AuthorType | null;

  @Field(() => DateTime, { nullable: true })
  answeredAt!: string | null;

  @Field(() => AuthorType, { nullable: true, description: "Who signed it off, or returned it last." })
  reviewedBy!: AuthorType | null;

  @Field(() => DateTime, { nullable: true })
  reviewedAt!: string | null;

  @Field(() => String, { nullable: true })
  reviewComment!: string | null;
}

@ObjectType("ComplianceLogEntry", {
  simpleResolvers: true,
  description:
    "Something that happened in an assessment. Entries are never changed, and each is bound to the one before by its hash.",
})
export class LogEntryType {
  @Field(() => Int, { description: "Counts the entries of your organisation, over all its assessments." })
  seq!: number;

  @Field(() => DateTime)
  at!: string;

  @Field(() => AuthorType, { nullable: true, description: "Null where time did it." })
  actor!: AuthorType | null;

  @Field(() => LogKind)
  kind!: LogKind;

  @Field(() => ID, { description: "What it is about." })
  subject!: string;

  @Field(() => JsonObject, { description: "What was said or changed." })
  payload!: object;

  @Field(() => String, { description: "SHA-256 of the entry before, in hexadecimal." })
  previousHash!: string;

  @Field(() => String, { description: "SHA-256 over the previous hash and all that the entry says." })
  hash!: string;
}

@ObjectType("SecondPersonNeeded", {
  implements: Refusal,
  simpleResolvers: true,
  description: "Whoever answered an item may not review it.",
})
export class SecondPersonNeededType extends Refusal {}

export const ReviewResult = createUnionType({
  name: "ReviewAssessmentItemResult",
  types: () => [AssessmentItemType, SecondPersonNeededType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});

export const AssessmentConnection = connectionOf(() => AssessmentType, "Assessment");
export const AssessmentItemConnection = connectionOf(() => AssessmentItemType, "AssessmentItem");
export const LogEntryConnection = connectionOf(() => LogEntryType, "ComplianceLogEntry");
export const ColleagueConnection = connectionOf(() => AuthorType, "Colleague");
