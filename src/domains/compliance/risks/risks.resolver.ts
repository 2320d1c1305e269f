import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowId } from "../../../kernel/ids.js";
import { OfAssessmentArgs } from "../assessments/assessment.inputs.js";
import { RecordRiskInput, RiskConnection, RiskType, UpdateRiskInput } from "./risk.types.js";

const RISK = "ComplianceRisk";

@Resolver()
export class RisksResolver {
  @Query(() => RiskConnection, { description: "The risk register of an assessment, the worst first." })
  complianceRisks(
    @Args(() => OfAssessmentArgs) { assessmentId, ...page }: OfAssessmentArgs,
    @Ctx() { viewer, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return assessmentsReading.risks(viewer, rowId("Assessment", assessmentId), page, info);
  }

  @Mutation(() => RiskType, { description: "Enters a risk into the register." })
  async recordComplianceRisk(
    @Arg("input", () => RecordRiskInput) { assessmentId, itemId, ...input }: RecordRiskInput,
    @Ctx() { viewer, complianceRisks, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const ids = { assessmentId: rowId("Assessment", assessmentId), itemId: itemId && rowId("AssessmentItem", itemId) };
    return assessmentsReading.find(viewer, RISK, await complianceRisks.record(viewer, { ...input, ...ids }), info);
  }

  @Mutation(() => RiskType, { description: "Changes a risk, closes it, or opens it again." })
  async updateComplianceRisk(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => UpdateRiskInput) input: UpdateRiskInput,
    @Ctx() { viewer, complianceRisks, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await complianceRisks.update(viewer, rowId(RISK, id), input);
    return assessmentsReading.find(viewer, RISK, rowId(RISK, id), info);
  }
}
