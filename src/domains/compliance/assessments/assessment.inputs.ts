import { ArgsType, Field, ID, InputType } from "type-graphql";
import { PageArgs } from "../../../graphql/connection.types.js";
import { JsonObject } from "../../../graphql/scalars.js";
import { Applicability } from "../scoping/scoping.specs.js";
import type { GivenAnswer, ItemChange } from "./assessment-items.service.js";
import type { NewAssessment } from "./assessments.service.js";
import type { ItemCriteria } from "./assessments-reading.service.js";
import { ItemOutcome, ItemStatus, ReviewDecision } from "./assessment.specs.js";

/** What every mutation that makes something says of its key. */
export const ONCE = "The same key with the same input answers with what was made the first time.";
const DATE = "YYYY-MM-DD";

@InputType("CreateAssessmentInput")
export class CreateAssessmentInput implements NewAssessment {
  @Field(() => String)
  name!: string;

  @Field(() => JsonObject, {
    description: "Answers to the scoping questions by their slug, as complianceScope takes them.",
  })
  answers!: Record<string, unknown>;

  @Field(() => String, { nullable: true, description: `${DATE}: the day by which its items are due at first.` })
  dueOn?: string | null;

  @Field(() => String, { nullable: true, description: ONCE })
  idempotencyKey?: string | null;
}

@InputType("UpdateAssessmentItemInput", {
  description: "What is not given stays as it is; null takes owner or date away.",
})
export class UpdateAssessmentItemInput implements ItemChange {
  @Field(() => ID, { nullable: true, description: "One of colleagues." })
  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: DATE })
  dueOn?: string | null;

  @Field(() => String, { nullable: true })
  notes?: string | null;
}

@InputType("AnswerAssessmentItemInput")
export class AnswerAssessmentItemInput implements GivenAnswer {
  @Field(() => ItemOutcome)
  outcome!: ItemOutcome;

  @Field(() => String)
  answer!: string;

  @Field(() => String, {
    nullable: true,
    description: `${DATE}; with EXCEPTION, and only with it: its last day, within a year.`,
  })
  exceptionUntil?: string | null;
}

@InputType("ReviewAssessmentItemInput")
export class ReviewAssessmentItemInput {
  @Field(() => ReviewDecision)
  decision!: ReviewDecision;

  @Field(() => String, { nullable: true, description: "Needed with RETURN." })
  comment?: string | null;
}

@InputType("AssessmentItemFilter", { description: "All that are given must hold." })
export class AssessmentItemFilter implements ItemCriteria {
  @Field(() => ItemStatus, { nullable: true })
  status?: ItemStatus | null;

  @Field(() => Applicability, { nullable: true, description: "All but DOES_NOT_APPLY when not given." })
  applicability?: Applicability | null;

  @Field(() => String, { nullable: true, description: "Slug of a checklist." })
  checklist?: string | null;
}

@ArgsType()
export class OfAssessmentArgs extends PageArgs {
  @Field(() => ID)
  assessmentId!: string;
}

@ArgsType()
export class AssessmentItemsArgs extends OfAssessmentArgs {
  @Field(() => AssessmentItemFilter, { nullable: true })
  filter?: AssessmentItemFilter | null;
}
