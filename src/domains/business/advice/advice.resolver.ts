import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { AdviceProfileInput } from "./advice.inputs.js";
import { AdviceRulesType, AdviceType } from "./advice.types.js";

@Resolver()
export class AdviceResolver {
  @Query(() => AdviceRulesType, {
    description: "The rules by which business models are ranked, with their weights and why.",
  })
  adviceRules(@Ctx() { advice }: Context) {
    return advice.rules();
  }

  @Query(() => AdviceType, {
    description:
      "Which business models fit a client, which inputs decided, what would change it and what is missing. Nothing is kept.",
  })
  adviseBusinessModels(
    @Arg("profile", () => AdviceProfileInput) profile: AdviceProfileInput,
    @Ctx() { viewer, advice }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return advice.advise(viewer, profile, info);
  }
}
