import { ArgsType, createUnionType, Extensions, Field, Int, ObjectType } from "type-graphql";
import { connectionOf, PageArgs } from "../../../graphql/connection.types.js";
import { PART_OF_ROW, rowsAbout } from "../../../graphql/limits.js";
import { Node } from "../../../graphql/node.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { IdempotencyConflictType } from "../../training/runs/launch.types.js";
import { QuotaExceededType } from "../../training/runs/quota-exceeded.types.js";
import { ExchangeRateType } from "./template.types.js";

@ObjectType("EconomicScenario", {
  implements: Node,
  simpleResolvers: true,
  description: "What would be if some inputs of a model were others.",
})
export class EconomicScenarioType extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => [String], { description: "Names of the inputs that are others than in the model." })
  overridden!: string[];

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime)
  updatedAt!: string;
}

@ObjectType("EconomicModel", {
  implements: Node,
  simpleResolvers: true,
  description:
    "What your organisation expects to earn and to spend in one way of doing business, month by month. Taxes are left out. Every amount of money is in `currency`, as decimal text.",
})
export class EconomicModelType extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: "Slug of the business model whose template it follows." })
  businessModel!: string;

  @Field(() => String, { description: "ISO 4217." })
  currency!: string;

  @Field(() => String, { description: "Its first month, e.g. 2027-01." })
  startsOn!: string;

  @Field(() => Int, { description: "How many months it looks ahead, 60 at most." })
  months!: number;

  @Extensions(rowsAbout(5))
  @Field(() => [ExchangeRateType], { description: "At most 100." })
  rates!: ExchangeRateType[];

  @Field(() => Int, { description: "Counts its versions from 1." })
  revision!: number;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime)
  updatedAt!: string;

  @Field(() => AuthorType, { nullable: true })
  createdBy!: AuthorType | null;

  @Extensions(rowsAbout(5))
  @Field(() => [EconomicScenarioType], { description: "Oldest first; at most 20." })
  scenarios!: EconomicScenarioType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("EconomicModelVersion", {
  simpleResolvers: true,
  description: "What a model was told at one time; the last 200 are kept.",
})
export class EconomicModelVersionType {
  @Field(() => Int)
  revision!: number;

  @Field(() => String)
  name!: string;

  @Field(() => [String], {
    description: "Names of what differs from the version before: inputs, name, currency, startsOn, months, rates.",
  })
  changed!: string[];

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => AuthorType, { nullable: true })
  author!: AuthorType | null;
}

export const EconomicModelConnection = connectionOf(() => EconomicModelType, "EconomicModel");
export const EconomicModelVersionConnection = connectionOf(() => EconomicModelVersionType, "EconomicModelVersion");

@ArgsType()
export class EconomicModelsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: "Only those of this business model, by its slug." })
  businessModel?: string | null;
}

const typed = (value: object) => (value as unknown as { __typename: string }).__typename;

export const CreateEconomicModelResult = createUnionType({
  name: "CreateEconomicModelResult",
  types: () => [EconomicModelType, QuotaExceededType, IdempotencyConflictType] as const,
  resolveType: typed,
});

export const CreateEconomicScenarioResult = createUnionType({
  name: "CreateEconomicScenarioResult",
  types: () => [EconomicScenarioType, QuotaExceededType, IdempotencyConflictType] as const,
  resolveType: typed,
});
