import { Field, ObjectType } from "type-graphql";

@ObjectType("Money", { simpleResolvers: true })
export class MoneyType {
  @Field(() => String, { description: "Decimal, e.g. 0.0425: exact, never rounded to a float." })
  amount!: string;

  @Field(() => String, { description: "ISO 4217, e.g. USD." })
  currency!: string;
}
