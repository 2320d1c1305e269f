import { Extensions, Field, Float, Int, ObjectType } from "type-graphql";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import type { NamedTally, Score, Tally } from "./score.service.js";

/** How far items are. */
@ObjectType()
abstract class TallyType implements Tally {
  @Field(() => Int, { description: "Items that apply, less those signed off as NOT_APPLICABLE." })
  items!: number;

  @Field(() => Int, { description: "Signed off as MET." })
  met!: number;

  @Field(() => Int, { description: "Signed off as PARTLY_MET." })
  partlyMet!: number;

  @Field(() => Int, { description: "Not signed off as MET." })
  gaps!: number;

  @Field(() => Float, {
    nullable: true,
    description: "0 to 1: what is MET counts 1, what is PARTLY_MET a half. Null without items.",
  })
  score!: number | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("ComplianceScorePart", {
  simpleResolvers: true,
  description: "The score of one framework or one checklist.",
})
export class ScorePartType extends TallyType implements NamedTally {
  @Field(() => String)
  slug!: string;

  @Field(() => LocalizedText)
  name!: LocalizedText;
}

@ObjectType("ComplianceScore", { simpleResolvers: true, description: "How much of what applies is shown to be so." })
export class ScoreType extends TallyType implements Score {
  @Field(() => [ScorePartType], { description: "An item counts for each framework that it cites, once." })
  frameworks!: ScorePartType[];

  @Field(() => [ScorePartType], { description: "By checklist." })
  topics!: ScorePartType[];
}
