import { Extensions, Field, ObjectType, registerEnumType } from "type-graphql";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { MeasuredFigure } from "../../training/costs/measured-run.specs.js";
import type { ExchangeRate } from "./engine/input-values.js";
import { Topic } from "./engine/template.js";

registerEnumType(Topic, { name: "EconomicTopic", description: "What an input is about." });
registerEnumType(MeasuredFigure, {
  name: "MeasuredFigure",
  description: "What a finished training run has measured that others may calculate with.",
});

@Extensions(PART_OF_ROW)
@ObjectType("ExchangeRate", {
  simpleResolvers: true,
  description: "What one unit of a currency is worth in the model's, from a month on.",
})
export class ExchangeRateType implements ExchangeRate {
  @Field(() => String, { description: "ISO 4217." })
  currency!: string;

  @Field(() => String, { description: "E.g. 2027-01." })
  month!: string;

  @Field(() => String, { description: "Decimal." })
  rate!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicInputSpec", {
  simpleResolvers: true,
  description: "Something that a model has to be told; every amount is of one month.",
})
export class EconomicInputSpecType {
  @Field(() => String)
  name!: string;

  @Field(() => Topic)
  topic!: Topic;

  @Field(() => LocalizedText)
  label!: LocalizedText;

  @Field(() => String, { description: "What it is counted in, e.g. money/customer; 1 for a share or a plain number." })
  unit!: string;

  @Field(() => String, { description: "A plausible beginning, to be replaced: no fact." })
  default!: string;

  @Field(() => String)
  min!: string;

  @Field(() => String)
  max!: string;

  @Field(() => [MeasuredFigure], {
    nullable: true,
    description: "What of a training run can stand for it; null for nothing.",
  })
  runFigures?: readonly MeasuredFigure[] | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicFormula", { simpleResolvers: true, description: "Something that is computed." })
export class EconomicFormulaType {
  @Field(() => String)
  name!: string;

  @Field(() => LocalizedText)
  label!: LocalizedText;

  @Field(() => String)
  unit!: string;

  @Field(() => String, {
    description:
      "How. previous(a, b): of the month before, b in the first month; delayed(a, n): of n months before, interpolated; ratio(a, b, c): a / b, and c where b is zero; total, final, lowest: of all months; lastingFrom: the first month from which on nothing is below zero; firstBelow: the first month below zero.",
  })
  formula!: string;
}

@ObjectType("EconomicTemplate", {
  simpleResolvers: true,
  description: "How models of one business model are computed.",
})
export class EconomicTemplateType {
  @Field(() => String, { description: "Slug of the business model." })
  businessModel!: string;

  @Field(() => [EconomicInputSpecType])
  inputs!: EconomicInputSpecType[];

  @Field(() => [EconomicFormulaType], { description: "With a value for each month." })
  formulas!: EconomicFormulaType[];

  @Field(() => [EconomicFormulaType], { description: "One number for all months." })
  figures!: EconomicFormulaType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("DatedPrice", { simpleResolvers: true, description: "Holds from its month until the next one." })
export class DatedPriceType {
  @Field(() => String, { description: "E.g. 2025-09." })
  month!: string;

  @Field(() => String, { description: "Decimal." })
  amount!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("PublishedPrice", { simpleResolvers: true, description: "A published price, as it changed." })
export class PublishedPriceType {
  @Field(() => String)
  item!: string;

  @Field(() => LocalizedText)
  label!: LocalizedText;

  @Field(() => String)
  unit!: string;

  @Field(() => String, { description: "ISO 4217." })
  currency!: string;

  @Field(() => [DatedPriceType])
  prices!: DatedPriceType[];
}

@ObjectType("PriceList", { simpleResolvers: true, description: "What somebody charges, and where that is published." })
export class PriceListType {
  @Field(() => String)
  list!: string;

  @Field(() => LocalizedText)
  name!: LocalizedText;

  @Field(() => String, { description: "Address of the publication." })
  source!: string;

  @Field(() => [PublishedPriceType])
  items!: PublishedPriceType[];
}
