import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { Node } from "../../../graphql/node.types.js";
import { CalendarDate, DateTime } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { Confidence } from "../../content/content.specs.js";
import { ONCE } from "../assessments/assessment.inputs.js";
import { AssessmentItemType, AssessmentType } from "../assessments/assessment.types.js";
import type { NewDeadline } from "./deadlines.service.js";
import { PeriodUnit, type Duty } from "./duty-catalogue.js";
import { WorkingCalendar } from "./working-days.js";

registerEnumType(PeriodUnit, {
  name: "PeriodUnit",
  valuesConfig: {
    WORKING_DAYS: { description: "Counted from the day after; the period ends with the last of them, there." },
    MONTHS: { description: "To the same day of the month, or its last, in UTC." },
  },
});
registerEnumType(WorkingCalendar, { name: "WorkingCalendar", description: "Whose working days count." });

@ObjectType("WorkingDaysSource", { simpleResolvers: true, description: "What a calendar of working days rests on." })
export class WorkingDaysSourceType {
  @Field(() => LocalizedText)
  source!: LocalizedText;

  @Field(() => [Int], { description: "Years with their holidays; in others only weekends are left out." })
  years!: number[];

  @Field(() => CalendarDate)
  checkedOn!: string;
}

@ObjectType("ComplianceDuty", {
  simpleResolvers: true,
  description: "What has to be done within a period after something has happened.",
})
export class DutyType implements Pick<Duty, "slug" | "unit" | "amount"> {
  @Field(() => String)
  slug!: string;

  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => LocalizedText, { description: "What starts the period." })
  start!: LocalizedText;

  @Field(() => Int)
  amount!: number;

  @Field(() => PeriodUnit)
  unit!: PeriodUnit;

  @Field(() => WorkingCalendar, { nullable: true, description: "Of working days." })
  calendar!: WorkingCalendar | null;

  @Field(() => WorkingDaysSourceType, { nullable: true })
  workingDays!: WorkingDaysSourceType | null;

  @Field(() => String, { description: "Slug of the framework." })
  framework!: string;

  @Field(() => String)
  locator!: string;

  @Field(() => Confidence)
  confidence!: Confidence;

  @Field(() => CalendarDate)
  checkedOn!: string;
}

@ObjectType("ComplianceDeadline", { implements: Node, simpleResolvers: true, description: "A period that runs." })
export class DeadlineType extends Node {
  @Field(() => AssessmentType)
  assessment!: AssessmentType;

  @Field(() => AssessmentItemType, { nullable: true })
  item!: AssessmentItemType | null;

  @Field(() => String, { description: "Slug of the duty." })
  duty!: string;

  @Field(() => String)
  note!: string;

  @Field(() => DateTime)
  startedAt!: string;

  @Field(() => DateTime, { description: "When it ends, as computed at its start." })
  dueAt!: string;

  @Field(() => Boolean, { description: "The holidays of a year on the way were not known: it may end later." })
  approximate!: boolean;

  @Field(() => Boolean)
  overdue!: boolean;

  @Field(() => DateTime, { nullable: true })
  metAt!: string | null;

  @Field(() => AuthorType, { nullable: true })
  metBy!: AuthorType | null;

  @Field(() => AuthorType, { nullable: true })
  createdBy!: AuthorType | null;
}

@InputType("StartComplianceDeadlineInput")
export class StartDeadlineInput implements NewDeadline {
  @Field(() => ID)
  assessmentId!: string;

  @Field(() => ID, { nullable: true })
  itemId?: string | null;

  @Field(() => String, { description: "Slug of one of complianceDuties." })
  duty!: string;

  @Field(() => DateTime, { description: "When it happened; within a year of now." })
  startedAt!: Date;

  @Field(() => String, { nullable: true })
  note?: string | null;

  @Field(() => String, { nullable: true, description: ONCE })
  idempotencyKey?: string | null;
}

export const DeadlineConnection = connectionOf(() => DeadlineType, "ComplianceDeadline");
