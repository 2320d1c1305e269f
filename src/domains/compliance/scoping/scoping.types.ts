import { Extensions, Field, ObjectType, registerEnumType } from "type-graphql";
import { PART_OF_ROW, rowsAbout } from "../../../graphql/limits.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { CalendarDate } from "../../../graphql/scalars.js";
import { Confidence } from "../../content/content.specs.js";
import { ChecklistItemType } from "../compliance.types.js";
import type { WeighedAnswer, WeighedRule } from "./scope.js";
import { Applicability, ScopingQuestionKind, type NamedQuestion } from "./scoping.specs.js";
import type { Scope, ShownScopedItem } from "./scoping.service.js";

registerEnumType(ScopingQuestionKind, {
  name: "ScopingQuestionKind",
  description: "How a question is answered.",
  valuesConfig: {
    YES_NO: { description: "true or false." },
    CHOICE: { description: "The value of one option." },
    CHOICES: { description: "A list of values of options; empty for none of them." },
    NUMBER: { description: "A number from 0, in the question's unit." },
  },
});
registerEnumType(Applicability, {
  name: "Applicability",
  description: "Whether a checklist item concerns you, as far as your answers tell.",
  valuesConfig: {
    APPLIES: { description: "One of its rules holds." },
    UNDECIDED: { description: "It cannot be told before the missing questions are answered." },
    DOES_NOT_APPLY: { description: "None of its rules holds, whatever the open answers are." },
  },
});

@Extensions(PART_OF_ROW)
@ObjectType("ScopingOption", { simpleResolvers: true, description: "A choice of a scoping question." })
export class ScopingOptionType {
  @Field(() => String)
  value!: string;

  @Field(() => LocalizedText)
  label!: LocalizedText;
}

@Extensions(PART_OF_ROW)
@ObjectType("ScopingQuestion", {
  simpleResolvers: true,
  description: "A question whose answer says which checklist items apply.",
})
export class ScopingQuestionType implements Pick<NamedQuestion, "slug" | "kind"> {
  @Field(() => String, { description: "The name that its answer bears." })
  slug!: string;

  @Field(() => ScopingQuestionKind)
  kind!: ScopingQuestionKind;

  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => LocalizedText)
  help!: LocalizedText;

  @Field(() => [ScopingOptionType], { description: "Of CHOICE and CHOICES." })
  options!: ScopingOptionType[];

  @Field(() => LocalizedText, { nullable: true, description: "Of NUMBER." })
  unit!: LocalizedText | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("ScopingRuleAnswer", {
  simpleResolvers: true,
  description: "An answer that a rule asks for, beside the one given.",
})
export class WeighedAnswerType implements WeighedAnswer {
  @Field(() => String, { description: "Slug of the question." })
  question!: string;

  @Field(() => LocalizedText, { description: "The question." })
  title!: LocalizedText;

  @Field(() => LocalizedText, { description: "What the rule asks for." })
  expected!: LocalizedText;

  @Field(() => LocalizedText, { nullable: true, description: "What was answered; null while it is not known." })
  answer!: LocalizedText | null;

  @Field(() => Boolean, { nullable: true, description: "Null while it cannot be told." })
  holds!: boolean | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("ScopingCitation", { simpleResolvers: true, description: "A provision that a rule rests on." })
export class ScopingCitationType {
  @Field(() => String, { description: "Slug of a framework." })
  framework!: string;

  @Field(() => String, { description: "Article, clause or control, as the framework numbers it." })
  locator!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("ScopingReason", {
  simpleResolvers: true,
  description: "A rule that speaks of an item, and what your answers make of it.",
})
export class ScopingReasonType implements WeighedRule {
  @Field(() => String, { description: "Slug of the rule." })
  rule!: string;

  @Field(() => Boolean, { nullable: true, description: "Null while it cannot be told." })
  holds!: boolean | null;

  @Field(() => LocalizedText, { description: "Why the item applies where the rule holds." })
  reason!: LocalizedText;

  @Field(() => Confidence)
  confidence!: Confidence;

  @Field(() => CalendarDate, { description: "The day on which its sources were looked up." })
  checkedOn!: string;

  @Field(() => [ScopingCitationType])
  citations!: ScopingCitationType[];

  @Field(() => [WeighedAnswerType], { description: "Empty of a rule that always holds." })
  answers!: WeighedAnswerType[];
}

@ObjectType("ScopedItem", { simpleResolvers: true, description: "Whether a checklist item applies, and why." })
export class ScopedItemType implements Omit<ShownScopedItem, "item"> {
  @Field(() => ChecklistItemType)
  item!: ChecklistItemType;

  @Field(() => Applicability)
  applicability!: Applicability;

  @Field(() => [ScopingReasonType], {
    description:
      "The rules that hold; where none does, those that still could; where none can, all that speak of the item.",
  })
  rules!: ScopingReasonType[];

  @Field(() => [ScopingQuestionType], { description: "Answer these, and it can be told." })
  missing!: (NamedQuestion & ScopingQuestionType)[];
}

@ObjectType("ComplianceScope", { simpleResolvers: true, description: "What applies by your answers." })
export class ComplianceScopeType implements Omit<Scope, "items"> {
  @Extensions(rowsAbout(100))
  @Field(() => [ScopedItemType], { description: "Checklist by checklist, at most 500." })
  items!: ScopedItemType[];

  @Field(() => [ScopingQuestionType], { description: "Those whose answers would still change something." })
  openQuestions!: (NamedQuestion & ScopingQuestionType)[];
}
