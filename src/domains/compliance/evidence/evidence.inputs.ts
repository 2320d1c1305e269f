import { ArgsType, Field, Float, ID, InputType, Int } from "type-graphql";
import { PageArgs } from "../../../graphql/connection.types.js";
import { UploadScalar } from "../../../graphql/uploads/upload.scalar.js";
import type { UploadedFile } from "../../../kernel/uploaded-file.js";
import { ONCE } from "../assessments/assessment.inputs.js";
import { CheckComparison } from "../checks/check.specs.js";
import { EvidenceDecision } from "./evidence.specs.js";

@InputType("RequestComplianceEvidenceInput")
export class RequestEvidenceInput {
  @Field(() => ID)
  itemId!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String, { nullable: true })
  note?: string | null;

  @Field(() => String, { nullable: true, description: ONCE })
  idempotencyKey?: string | null;
}

@InputType("SubmitComplianceEvidenceInput", { description: "One of url, runId and file." })
export class SubmitEvidenceInput {
  @Field(() => String, { nullable: true, description: "As it was when not given." })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "http or https." })
  url?: string | null;

  @Field(() => ID, { nullable: true, description: "A training run that has succeeded." })
  runId?: string | null;

  @Field(() => UploadScalar, {
    nullable: true,
    description: "PDF, PNG, JPEG, ZIP, office document or text of up to 25 MB.",
  })
  file?: Promise<UploadedFile> | null;

  @Field(() => String, { nullable: true, description: "YYYY-MM-DD: from when on it holds." })
  effectiveOn?: string | null;

  @Field(() => String, { nullable: true, description: "YYYY-MM-DD: its last day." })
  expiresOn?: string | null;
}

@InputType("ReviewComplianceEvidenceInput")
export class ReviewEvidenceInput {
  @Field(() => EvidenceDecision)
  decision!: EvidenceDecision;

  @Field(() => String, { nullable: true, description: "Needed with REJECT." })
  comment?: string | null;
}

@InputType("DefineComplianceCheckInput", {
  description: "Such as: fairness.opportunityGap BELOW 0.1 on the data set D within 90 days.",
})
export class DefineCheckInput {
  @Field(() => ID)
  itemId!: string;

  @Field(() => String, { description: "Name of a figure of evaluations, e.g. accuracy or fairness.opportunityGap." })
  figure!: string;

  @Field(() => CheckComparison)
  comparison!: CheckComparison;

  @Field(() => Float)
  threshold!: number;

  @Field(() => Int, { description: "1 to 3650: a run counts for so many days after its end." })
  withinDays!: number;

  @Field(() => String, { nullable: true, description: "Runs on this data set alone, by the name that runs bear." })
  dataset?: string | null;

  @Field(() => String, { nullable: true, description: "Runs of this recipe alone." })
  recipe?: string | null;

  @Field(() => String, { nullable: true, description: ONCE })
  idempotencyKey?: string | null;
}

@ArgsType()
export class OfItemArgs extends PageArgs {
  @Field(() => ID)
  itemId!: string;
}
