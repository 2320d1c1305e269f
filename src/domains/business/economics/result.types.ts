import { Extensions, Field, ID, Int, ObjectType } from "type-graphql";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { MeasuredFigure } from "../../training/costs/measured-run.specs.js";
import { DatedPriceType, EconomicInputSpecType } from "./template.types.js";

/** What a number is: its name, what people call it, and its unit. */
@ObjectType({ simpleResolvers: true })
class NamedNumber {
  @Field(() => String)
  name!: string;

  @Field(() => LocalizedText)
  label!: LocalizedText;

  @Field(() => String, { description: "What it is counted in, e.g. money/customer; 1 for a share or a plain number." })
  unit!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicSeries", { simpleResolvers: true, description: "A number in each month, the first month first." })
export class EconomicSeriesType extends NamedNumber {
  @Field(() => [String], {
    nullable: "items",
    description: "Decimals; null where it is not defined, as what is divided by zero.",
  })
  values!: (string | null)[];
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicFigure", { simpleResolvers: true, description: "One number for all months." })
export class EconomicFigureType extends NamedNumber {
  @Field(() => String, {
    nullable: true,
    description: "Decimal; null where there is none, such as a month without losses to come.",
  })
  value!: string | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicIngredient", {
  simpleResolvers: true,
  description: "Something that a number was made of; it can be asked in its turn.",
})
export class EconomicIngredientType extends NamedNumber {
  @Field(() => Int, {
    nullable: true,
    description: "The month in which it was read, from 1; null for figures and whole series.",
  })
  month!: number | null;

  @Field(() => String, { nullable: true, description: "Null for a whole series, and where it is not defined." })
  value!: string | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicExplanation", { simpleResolvers: true, description: "Where a number comes from." })
export class EconomicExplanationType extends NamedNumber {
  @Field(() => Int, { nullable: true })
  month!: number | null;

  @Field(() => String, { nullable: true })
  value!: string | null;

  @Field(() => String, { nullable: true, description: "See EconomicFormula.formula; null of an input: it was told." })
  formula!: string | null;

  @Field(() => [EconomicIngredientType])
  ingredients!: EconomicIngredientType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicDifference", {
  simpleResolvers: true,
  description: "A figure of the model beside that of a scenario.",
})
export class EconomicDifferenceType extends NamedNumber {
  @Field(() => String, { nullable: true, description: "Of the model." })
  base!: string | null;

  @Field(() => String, { nullable: true, description: "Of the scenario." })
  scenario!: string | null;

  @Field(() => String, { nullable: true, description: "The scenario's less the model's; null where one has none." })
  difference!: string | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicRunLink", {
  simpleResolvers: true,
  description: "The training run that an input's value comes from.",
})
export class EconomicRunLinkType {
  @Field(() => ID)
  runId!: string;

  @Field(() => String, { description: "Its name when it was linked." })
  name!: string;

  @Field(() => MeasuredFigure)
  figure!: MeasuredFigure;

  @Field(() => String, { description: "What the figure is multiplied by, e.g. the tokens of a sample." })
  scale!: string;

  @Field(() => String, { description: "What the model calculates with: the figure when it was linked, times scale." })
  amount!: string;

  @Field(() => String, { nullable: true, description: "Of amount, where it is money." })
  currency!: string | null;

  @Field(() => DateTime, { description: "When amount was taken." })
  measuredAt!: string;

  @Field(() => String, {
    nullable: true,
    description: "The same of now; null when the run is gone or no longer says it.",
  })
  current!: string | null;

  @Field(() => String, { nullable: true })
  currentCurrency!: string | null;

  @Field(() => Boolean, { description: "Whether current is another than amount. See refreshEconomicModelRuns." })
  stale!: boolean;

  @Field(() => Boolean, { description: "Whether the run is there no more." })
  gone!: boolean;
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicPriceLink", { simpleResolvers: true, description: "A published price; see priceLists." })
export class EconomicPriceLinkType {
  @Field(() => String)
  list!: string;

  @Field(() => String)
  item!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicInput", { simpleResolvers: true, description: "What a model is told of one input." })
export class EconomicInputType {
  @Field(() => EconomicInputSpecType)
  spec!: EconomicInputSpecType;

  @Field(() => Boolean, { description: "Whether nobody has said anything, so that the template's standard holds." })
  standard!: boolean;

  @Field(() => String, { nullable: true, description: "ISO 4217, where it is another than the model's." })
  currency!: string | null;

  @Field(() => String, { nullable: true, description: "Of a constant, and the first of a growing one." })
  amount!: string | null;

  @Field(() => String, { nullable: true, description: "By which share it grows each month." })
  growth!: string | null;

  @Field(() => [DatedPriceType], { nullable: true, description: "Amounts that hold until the next one." })
  dated!: DatedPriceType[] | null;

  @Field(() => [DatedPriceType], { nullable: true, description: "Amounts that belong to their month alone." })
  single!: DatedPriceType[] | null;

  @Field(() => EconomicPriceLinkType, { nullable: true })
  price!: EconomicPriceLinkType | null;

  @Field(() => EconomicRunLinkType, { nullable: true })
  run!: EconomicRunLinkType | null;
}
