import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { Node } from "../../../graphql/node.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { ONCE } from "../assessments/assessment.inputs.js";
import { AssessmentItemType, AssessmentType } from "../assessments/assessment.types.js";
import { RiskTreatment } from "./risk.specs.js";
import type { NewRisk, RiskFields } from "./risks.service.js";

registerEnumType(RiskTreatment, { name: "RiskTreatment", description: "What is done about a risk." });

@ObjectType("ComplianceRisk", {
  implements: Node,
  simpleResolvers: true,
  description: "An entry of the risk register.",
})
export class RiskType extends Node {
  @Field(() => AssessmentType)
  assessment!: AssessmentType;

  @Field(() => AssessmentItemType, { nullable: true, description: "The item that it comes from, if any." })
  item!: AssessmentItemType | null;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  description!: string;

  @Field(() => Int, { description: "1 rare to 5 nearly certain." })
  likelihood!: number;

  @Field(() => Int, { description: "1 slight to 5 ruinous." })
  impact!: number;

  @Field(() => Int, { description: "Likelihood times impact: 1 to 25." })
  score!: number;

  @Field(() => RiskTreatment)
  treatment!: RiskTreatment;

  @Field(() => String, { description: "What is done about it." })
  plan!: string;

  @Field(() => AuthorType, { nullable: true })
  owner!: AuthorType | null;

  @Field(() => AuthorType, { nullable: true })
  createdBy!: AuthorType | null;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime, { nullable: true })
  closedAt!: string | null;
}

/** What is said of a risk; a change may leave out what entering one needs. */
function riskFields(required: boolean) {
  @InputType()
  class Fields implements RiskFields {
    @Field(() => String, { nullable: !required })
    title!: string;

    @Field(() => String, { nullable: true })
    description?: string | null;

    @Field(() => Int, { nullable: !required, description: "1 rare to 5 nearly certain." })
    likelihood!: number;

    @Field(() => Int, { nullable: !required, description: "1 slight to 5 ruinous." })
    impact!: number;

    @Field(() => RiskTreatment, { nullable: !required })
    treatment!: RiskTreatment;

    @Field(() => String, { nullable: true })
    plan?: string | null;

    @Field(() => ID, { nullable: true, description: "One of colleagues." })
    ownerId?: string | null;
  }
  return Fields;
}

@InputType("RecordComplianceRiskInput")
export class RecordRiskInput extends riskFields(true) implements NewRisk {
  @Field(() => ID)
  assessmentId!: string;

  @Field(() => ID, { nullable: true, description: "The item that it comes from." })
  itemId?: string | null;

  @Field(() => String, { nullable: true, description: ONCE })
  idempotencyKey?: string | null;
}

@InputType("UpdateComplianceRiskInput", { description: "What is not given stays as it is; null takes the owner away." })
export class UpdateRiskInput extends riskFields(false) {
  @Field(() => Boolean, { nullable: true, description: "true closes it, false opens it again." })
  closed?: boolean | null;
}

export const RiskConnection = connectionOf(() => RiskType, "ComplianceRisk");
