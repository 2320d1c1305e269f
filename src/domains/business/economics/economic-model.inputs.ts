import { Field, ID, InputType, Int } from "type-graphql";
import { MeasuredFigure } from "../../training/costs/measured-run.specs.js";
import { EXPECTED_REVISION } from "../../content/content.types.js";

const KEY = "Sending the same key and input again answers with the same one.";
const MONTH = "E.g. 2027-01.";

@InputType("DatedAmountInput")
export class DatedAmountInput {
  @Field(() => String, { description: MONTH })
  month!: string;

  @Field(() => String, { description: "Decimal." })
  amount!: string;
}

@InputType("GrowingAmountInput", { description: "Grows by the same share every month." })
export class GrowingAmountInput {
  @Field(() => String, { description: "Decimal: of the first month." })
  amount!: string;

  @Field(() => String, { description: "Decimal, from -1 to 1: 0.05 is 5% a month." })
  growth!: string;
}

@InputType("PriceLinkInput", { description: "A published price; see priceLists." })
export class PriceLinkInput {
  @Field(() => String)
  list!: string;

  @Field(() => String)
  item!: string;
}

@InputType("RunLinkInput", { description: "What a training run that has succeeded has measured." })
export class RunLinkInput {
  @Field(() => ID)
  runId!: string;

  @Field(() => MeasuredFigure, { description: "One of the input's runFigures." })
  figure!: MeasuredFigure;

  @Field(() => String, {
    nullable: true,
    description: "Decimal, 1 when not given: what the figure is multiplied by, e.g. the tokens of a sample.",
  })
  scale?: string | null;
}

@InputType("EconomicInputValue", {
  description: "What an input is: exactly one of constant, growing, dated, single, price and run.",
})
export class EconomicInputValue {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: "Decimal." })
  constant?: string | null;

  @Field(() => GrowingAmountInput, { nullable: true })
  growing?: GrowingAmountInput | null;

  @Field(() => [DatedAmountInput], {
    nullable: true,
    description: "Each holds until the next one; the first month needs one. At most 60.",
  })
  dated?: DatedAmountInput[] | null;

  @Field(() => [DatedAmountInput], { nullable: true, description: "Each belongs to its month alone. At most 60." })
  single?: DatedAmountInput[] | null;

  @Field(() => PriceLinkInput, { nullable: true })
  price?: PriceLinkInput | null;

  @Field(() => RunLinkInput, { nullable: true })
  run?: RunLinkInput | null;

  @Field(() => String, { nullable: true, description: "ISO 4217, for money; the model's when not given." })
  currency?: string | null;
}

@InputType("ExchangeRateInput", {
  description: "What one unit of a currency is worth in the model's, from a month on.",
})
export class ExchangeRateInput {
  @Field(() => String, { description: "ISO 4217." })
  currency!: string;

  @Field(() => String, { description: MONTH })
  month!: string;

  @Field(() => String, { description: "Decimal, greater than zero." })
  rate!: string;
}

@InputType()
class ModelFields {
  @Field(() => String, {
    nullable: true,
    description: "ISO 4217; USD at first. What has no currency of its own is then read in the new one.",
  })
  currency?: string | null;

  @Field(() => String, { nullable: true, description: "The first month, e.g. 2027-01; the next one at first." })
  startsOn?: string | null;

  @Field(() => Int, { nullable: true, description: "1 to 60; 36 at first." })
  months?: number | null;

  @Field(() => [ExchangeRateInput], { nullable: true, description: "All of them; at most 100." })
  rates?: ExchangeRateInput[] | null;

  @Field(() => [EconomicInputValue], { nullable: true, description: "Those that are told; the others stay." })
  inputs?: EconomicInputValue[] | null;
}

@InputType("CreateEconomicModelInput")
export class CreateEconomicModelInput extends ModelFields {
  @Field(() => String, { description: "Slug of a business model; see economicTemplates." })
  businessModel!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: KEY })
  idempotencyKey?: string | null;
}

@InputType("UpdateEconomicModelInput", { description: "What is not given stays as it is." })
export class UpdateEconomicModelInput extends ModelFields {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => [String], { nullable: true, description: "Names of inputs that go back to the template's standard." })
  reset?: string[] | null;

  @Field(() => Int, { nullable: true, description: EXPECTED_REVISION })
  expectedRevision?: number | null;
}

@InputType("CreateEconomicScenarioInput")
export class CreateEconomicScenarioInput {
  @Field(() => ID)
  modelId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [EconomicInputValue], { description: "Inputs that are others than in the model." })
  inputs!: EconomicInputValue[];

  @Field(() => String, { nullable: true, description: KEY })
  idempotencyKey?: string | null;
}

@InputType("UpdateEconomicScenarioInput", { description: "What is not given stays as it is." })
export class UpdateEconomicScenarioInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => [EconomicInputValue], { nullable: true, description: "All that are others than in the model." })
  inputs?: EconomicInputValue[] | null;
}
