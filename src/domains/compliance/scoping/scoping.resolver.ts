import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { JsonObject } from "../../../graphql/scalars.js";
import { Applicability } from "./scoping.specs.js";
import { ComplianceScopeType, ScopingQuestionType } from "./scoping.types.js";

@Resolver()
export class ScopingResolver {
  @Query(() => [ScopingQuestionType], {
    description: "The questionnaire that decides what applies, in the order to ask.",
  })
  scopingQuestions(@Ctx() { viewer, scoping }: Context) {
    return scoping.questions(viewer);
  }

  @Query(() => ComplianceScopeType, {
    description: "Which checklist items apply by these answers, and why. Nothing is kept; createAssessment keeps it.",
  })
  complianceScope(
    @Arg("answers", () => JsonObject, {
      description:
        'By the slug of the question, e.g. {"jurisdictions": ["EU"], "personal-data": true}; what is not there is not known.',
    })
    answers: Record<string, unknown>,
    @Arg("applicability", () => Applicability, { nullable: true, description: "Only these." })
    applicability: Applicability | null,
    @Ctx() { viewer, scoping }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return scoping.scope(viewer, { answers, applicability }, info);
  }
}
