import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowId } from "../../../kernel/ids.js";
import { ScoreType } from "./score.types.js";

@Resolver()
export class ScoreResolver {
  @Query(() => ScoreType, { description: "The score of an assessment, as a whole, by framework and by topic." })
  complianceScore(@Arg("assessmentId", () => ID) assessmentId: string, @Ctx() { viewer, complianceScores }: Context) {
    return complianceScores.of(viewer, rowId("Assessment", assessmentId));
  }
}
