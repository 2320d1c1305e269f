import { Field, InterfaceType } from "type-graphql";

@InterfaceType("Refusal", {
  description: "Why something expected was not done.",
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Refusal {
  @Field(() => String, { description: "Stable, for programs." })
  code!: string;

  @Field(() => String, { description: "For people." })
  message!: string;
}
