import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Extensions, ID, Info, Int, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../../../context.js";
import { PageArgs } from "../../../graphql/connection.types.js";
import { JsonObject } from "../../../graphql/scalars.js";
import { numberedBySeq, resumeAfter } from "../../../graphql/subscriptions/numbered-events.js";
import { rowId } from "../../../kernel/ids.js";
import type { LogEntry } from "../log/compliance-log.store.js";
import { AssessmentItemsArgs, CreateAssessmentInput, OfAssessmentArgs } from "./assessment.inputs.js";
import {
  AssessmentConnection,
  AssessmentItemConnection,
  AssessmentType,
  ColleagueConnection,
  LogEntryConnection,
  LogEntryType,
} from "./assessment.types.js";

@Resolver()
export class AssessmentsResolver {
  @Query(() => AssessmentConnection, { description: "Your organisation's assessments, the newest first." })
  assessments(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { viewer, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return assessmentsReading.assessments(viewer, page, info);
  }

  @Query(() => AssessmentItemConnection, { description: "An assessment's items, checklist by checklist." })
  assessmentItems(
    @Args(() => AssessmentItemsArgs) { assessmentId, filter, ...page }: AssessmentItemsArgs,
    @Ctx() { viewer, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return assessmentsReading.items(viewer, rowId("Assessment", assessmentId), filter ?? {}, page, info);
  }

  @Query(() => LogEntryConnection, { description: "All that has happened in an assessment, in order." })
  complianceLog(
    @Args(() => OfAssessmentArgs) { assessmentId, ...page }: OfAssessmentArgs,
    @Ctx() { viewer, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return assessmentsReading.log(viewer, rowId("Assessment", assessmentId), page, info);
  }

  @Query(() => ColleagueConnection, { description: "The people of your organisation, who may own items and risks." })
  colleagues(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { viewer, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return assessmentsReading.colleagues(viewer, page, info);
  }

  @Mutation(() => AssessmentType, {
    description: "Begins an assessment with all the items that apply, or may apply, by the answers.",
  })
  async createAssessment(
    @Arg("input", () => CreateAssessmentInput) input: CreateAssessmentInput,
    @Ctx() { viewer, assessments, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return assessmentsReading.find(viewer, "Assessment", await assessments.create(viewer, input), info);
  }

  @Mutation(() => AssessmentType, {
    description:
      "Decides anew what applies: with other answers, or by the rules and items of today. What was signed off opens again where its item says something else now.",
  })
  async rescopeAssessment(
    @Arg("id", () => ID) id: string,
    @Arg("answers", () => JsonObject, { nullable: true, description: "All of them; as they are when not given." })
    answers: Record<string, unknown> | null,
    @Ctx() { viewer, assessments, assessmentsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await assessments.rescope(viewer, rowId("Assessment", id), answers);
    return assessmentsReading.find(viewer, "Assessment", rowId("Assessment", id), info);
  }

  @Extensions(numberedBySeq("after"))
  @Subscription(() => LogEntryType, {
    description:
      "Everything that happens in an assessment: first what has happened after the entry `after`, then what happens, as it does. Reminders come this way too. As server-sent events, each bears its `seq` as its id, and a `Last-Event-ID` header goes before `after`.",
    subscribe: ({ args, context }) => {
      const { viewer, assessmentsReading, lastEventId } = context as Context;
      const { assessmentId, after } = args as { assessmentId: string; after: number | null };
      return assessmentsReading.follow(viewer, rowId("Assessment", assessmentId), resumeAfter(after, { lastEventId }));
    },
  })
  assessmentChanged(
    @Root() entry: LogEntry,
    @Arg("assessmentId", () => ID) _assessmentId: string,
    @Arg("after", () => Int, { nullable: true, defaultValue: 0 }) _after: number,
  ): LogEntry {
    return entry;
  }
}
