import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowId } from "../../../kernel/ids.js";
import { OfAssessmentArgs } from "../assessments/assessment.inputs.js";
import { DeadlineConnection, DeadlineType, DutyType, StartDeadlineInput } from "./deadline.types.js";

const DEADLINE = "ComplianceDeadline";

@Resolver()
export class DeadlinesResolver {
  @Query(() => [DutyType], { description: "Duties with a period, such as the 72 hours after a breach. Some dozen." })
  complianceDuties(@Ctx() { viewer, complianceDeadlines }: Context) {
    return complianceDeadlines.duties(viewer);
  }

  @Query(() => DeadlineConnection, { description: "The deadlines of an assessment, the next to come first." })
  complianceDeadlines(
    @Args(() => OfAssessmentArgs) { assessmentId, ...page }: OfAssessmentArgs,
    @Ctx() { viewer, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return assessmentsReading.deadlines(viewer, rowId("Assessment", assessmentId), page, info);
  }

  @Mutation(() => DeadlineType, { description: "Starts the period of a duty; reminders come with assessmentChanged." })
  async startComplianceDeadline(
    @Arg("input", () => StartDeadlineInput) { assessmentId, itemId, ...input }: StartDeadlineInput,
    @Ctx() { viewer, complianceDeadlines, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const ids = { assessmentId: rowId("Assessment", assessmentId), itemId: itemId && rowId("AssessmentItem", itemId) };
    return assessmentsReading.find(
      viewer,
      DEADLINE,
      await complianceDeadlines.start(viewer, { ...input, ...ids }),
      info,
    );
  }

  @Mutation(() => DeadlineType, { description: "Says that what the period was for is done." })
  async meetComplianceDeadline(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, complianceDeadlines, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await complianceDeadlines.meet(viewer, rowId(DEADLINE, id));
    return assessmentsReading.find(viewer, DEADLINE, rowId(DEADLINE, id), info);
  }
}
