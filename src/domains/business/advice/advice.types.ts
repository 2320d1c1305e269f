import { Extensions, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { PART_OF_ROW, rowsAbout } from "../../../graphql/limits.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { DateTime, Json, JsonObject } from "../../../graphql/scalars.js";
import { BusinessModelType } from "../business.types.js";
import type { AdviceChange } from "./advice-changes.js";
import type { AdviceVerdict, SeenInput } from "./advice-ranking.js";
import type { Advice, AdviceGaps, AdviceRules, Recommendation } from "./advice.service.js";
import { AdviceTopic, CustomerGroup, type AdviceRule } from "./advice.specs.js";

registerEnumType(AdviceTopic, { name: "AdviceTopic", description: "What of a client a rule looks at." });
registerEnumType(CustomerGroup, {
  name: "CustomerGroup",
  description: "Whom a start-up can sell to.",
  valuesConfig: { MODEL_MAKERS: { description: "Those who train models." } },
});

const INPUT = "Path in the profile, such as `runwayMonths` or `team.data-scientist`.";

@Extensions(PART_OF_ROW)
@ObjectType("AdviceRuleWeight", { simpleResolvers: true })
export class AdviceRuleWeightType {
  @Field(() => String, { description: "Slug of a business model." })
  businessModel!: string;

  @Field(() => Int, {
    description: "What the rule adds to the score where it holds. The weights of a business model add up to 100.",
  })
  weight!: number;

  @Field(() => Boolean, { description: "Whether the weight is deducted where the rule is known not to hold." })
  needed!: boolean;
}

@Extensions(PART_OF_ROW)
@ObjectType("AdviceRule", { simpleResolvers: true, description: "A rule by which business models are ranked." })
export class AdviceRuleType implements Omit<AdviceRule, "when"> {
  @Field(() => String)
  slug!: string;

  @Field(() => AdviceTopic)
  topic!: AdviceTopic;

  @Field(() => LocalizedText, { description: "What has to be so." })
  title!: LocalizedText;

  @Field(() => LocalizedText, { description: "Why it counts what it counts." })
  rationale!: LocalizedText;

  @Field(() => LocalizedText, { description: "What to do where it does not hold." })
  remedy!: LocalizedText;

  @Field(() => JsonObject, { description: "The condition, as JsonLogic over the inputs of a profile." })
  when!: object;

  @Field(() => [AdviceRuleWeightType])
  weights!: AdviceRuleWeightType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("AdviceRules", { simpleResolvers: true, description: "The rules of advice in force." })
export class AdviceRulesType implements Omit<AdviceRules, "rules"> {
  @Field(() => Int, { description: "Counts up with every change of any rule." })
  version!: number;

  @Field(() => DateTime, { description: "Since when they are in force." })
  since!: Date;

  @Field(() => [AdviceRuleType])
  rules!: AdviceRuleType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("AdviceInput", {
  simpleResolvers: true,
  description: "What a rule compares, beside what the profile says.",
})
export class SeenInputType implements SeenInput {
  @Field(() => String, { description: INPUT })
  input!: string;

  @Field(() => String, { description: "`==`, `>=`, `>`, `<`, or `in` for a choice among several." })
  operator!: SeenInput["operator"];

  @Field(() => Json)
  expected!: SeenInput["expected"];

  @Field(() => Json, { nullable: true, description: "Null while it is not known." })
  seen!: SeenInput["seen"];

  @Field(() => Boolean, { nullable: true, description: "Null while it cannot be told." })
  holds!: boolean | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("AdviceVerdict", { simpleResolvers: true, description: "What a rule comes to for a business model." })
export class AdviceVerdictType implements Omit<AdviceVerdict, "rule"> {
  @Field(() => AdviceRuleType)
  rule!: AdviceRuleType;

  @Field(() => Int)
  weight!: number;

  @Field(() => Boolean, { description: "Whether the weight is deducted where the rule is known not to hold." })
  needed!: boolean;

  @Field(() => Boolean, { nullable: true, description: "Null while it cannot be told." })
  holds!: boolean | null;

  @Field(() => Int, {
    description: "Part of the score: the weight, 0, or the weight deducted; 0 while it cannot be told.",
  })
  contribution!: number;

  @Field(() => [SeenInputType])
  inputs!: SeenInputType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("AdviceChange", {
  simpleResolvers: true,
  description: "One input that, were it otherwise, would move the business model up.",
})
export class AdviceChangeType implements AdviceChange {
  @Field(() => String, { description: INPUT })
  input!: string;

  @Field(() => Json, { nullable: true, description: "Null where it is not known." })
  from!: AdviceChange["from"];

  @Field(() => Json)
  to!: AdviceChange["to"];

  @Field(() => Int, { description: "The score that follows." })
  score!: number;

  @Field(() => Int, { description: "The rank that follows." })
  rank!: number;
}

@Extensions(PART_OF_ROW)
@ObjectType("AdviceGaps", {
  simpleResolvers: true,
  description: "What stands between the client and a business model.",
})
export class AdviceGapsType implements Omit<AdviceGaps, "unmet"> {
  @Field(() => [String], { description: "Slugs of talent roles that it needs and nobody has." })
  missingRoles!: string[];

  @Field(() => [String], {
    description: "Slugs of talent roles that it needs, of which it is not known whether anybody has them.",
  })
  unknownRoles!: string[];

  @Field(() => [AdviceRuleType], { description: "Rules that are known not to hold, those first that cost the most." })
  unmet!: AdviceRuleType[];

  @Field(() => [String], { description: "Slugs of the checklists that it triggers." })
  checklists!: string[];
}

@ObjectType("BusinessModelRecommendation", { simpleResolvers: true, description: "A place in the ranking, and why." })
export class RecommendationType implements Omit<Recommendation, "businessModel" | "verdicts" | "changes" | "gaps"> {
  @Field(() => BusinessModelType)
  businessModel!: BusinessModelType;

  @Field(() => Int, { description: "1 for the best fit." })
  rank!: number;

  @Field(() => Int, { description: "The sum of the contributions; 100 where every rule holds." })
  score!: number;

  @Field(() => Int, { description: "No answer to what is not known brings the score below." })
  scoreAtLeast!: number;

  @Field(() => Int, { description: "No answer to what is not known brings the score above." })
  scoreAtMost!: number;

  @Field(() => [AdviceVerdictType], { description: "Each rule that speaks of it, and what it contributes." })
  verdicts!: AdviceVerdictType[];

  @Field(() => [AdviceChangeType], {
    description:
      "Single changes that raise its score and its rank, the most effective first; of a number the smallest step.",
  })
  changes!: AdviceChangeType[];

  @Field(() => AdviceGapsType)
  gaps!: AdviceGapsType;
}

@ObjectType("BusinessModelAdvice", { simpleResolvers: true, description: "The catalogue ranked for a client." })
export class AdviceType implements Omit<Advice, "recommendations"> {
  @Field(() => Int, { description: "The version of the rules that ranked." })
  version!: number;

  @Extensions(rowsAbout(8))
  @Field(() => [RecommendationType], {
    description:
      "Published business models, at most 100, the best fit first: by score, then by scoreAtMost, then by slug.",
  })
  recommendations!: RecommendationType[];

  @Field(() => [String], { description: "Slugs of business models that no rule speaks of yet." })
  notJudged!: string[];

  @Field(() => [String], { description: "Inputs that rules ask for and the profile leaves open." })
  openInputs!: string[];
}
