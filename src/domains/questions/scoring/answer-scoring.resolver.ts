import { Arg, Ctx, Extensions, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { weighing } from "../../../graphql/limits.js";
import { AnswerScoreType } from "./answer-score.types.js";

@Resolver(() => AnswerScoreType)
export class AnswerScoringResolver {
  @Extensions(weighing(200))
  @Query(() => AnswerScoreType, {
    description:
      "Holds an answer against the key points of a question, in Chinese, English or both. By rule: the same answer gets the " +
      "same score as long as the bank stays as it is. Nothing is kept of it.",
  })
  scoreAnswer(
    @Arg("questionId", () => ID) questionId: string,
    @Arg("text", () => String, { description: "At most 10,000 characters." }) text: string,
    @Ctx() { viewer, questions }: Context,
  ) {
    return questions.scoring.score(viewer, questionId, text);
  }
}
