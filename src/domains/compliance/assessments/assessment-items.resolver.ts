import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, ID, Info, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowId } from "../../../kernel/ids.js";
import {
  AnswerAssessmentItemInput,
  ReviewAssessmentItemInput,
  UpdateAssessmentItemInput,
} from "./assessment.inputs.js";
import { AssessmentItemType, ReviewResult } from "./assessment.types.js";

const ITEM = "AssessmentItem";

@Resolver()
export class AssessmentItemsResolver {
  @Mutation(() => AssessmentItemType, { description: "Gives an item an owner, a date or notes." })
  async updateAssessmentItem(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => UpdateAssessmentItemInput) input: UpdateAssessmentItemInput,
    @Ctx() { viewer, assessmentItems, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await assessmentItems.update(viewer, rowId(ITEM, id), input);
    return assessmentsReading.find(viewer, ITEM, rowId(ITEM, id), info);
  }

  @Mutation(() => AssessmentItemType, { description: "Answers an item, or answers it anew before its review." })
  async answerAssessmentItem(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => AnswerAssessmentItemInput) input: AnswerAssessmentItemInput,
    @Ctx() { viewer, assessmentItems, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await assessmentItems.answer(viewer, rowId(ITEM, id), input);
    return assessmentsReading.find(viewer, ITEM, rowId(ITEM, id), info);
  }

  @Mutation(() => ReviewResult, {
    description: "Signs an answer off, or returns it. For owners and consultants, and never for whoever answered.",
  })
  async reviewAssessmentItem(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => ReviewAssessmentItemInput) input: ReviewAssessmentItemInput,
    @Ctx() { viewer, assessmentItems, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const refusal = await assessmentItems.review(viewer, rowId(ITEM, id), input);
    return refusal ?? assessmentsReading.find(viewer, ITEM, rowId(ITEM, id), info);
  }

  @Mutation(() => AssessmentItemType, {
    description: "Opens an item again that is signed off. For owners and consultants.",
  })
  async reopenAssessmentItem(
    @Arg("id", () => ID) id: string,
    @Arg("reason", () => String) reason: string,
    @Ctx() { viewer, assessmentItems, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await assessmentItems.reopen(viewer, rowId(ITEM, id), reason);
    return assessmentsReading.find(viewer, ITEM, rowId(ITEM, id), info);
  }
}
