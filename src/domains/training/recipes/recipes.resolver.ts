import { Arg, Args, ArgsType, Ctx, Field, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { PageArgs } from "../../../graphql/connection.types.js";
import { RecipeConnection, RecipeType } from "./recipe.types.js";

@ArgsType()
class RecipesArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: "Only recipes for this task, e.g. IMAGE_CLASSIFICATION." })
  task?: string | null;
}

@Resolver()
export class RecipesResolver {
  @Query(() => RecipeConnection, { description: "What can be trained." })
  recipes(@Args(() => RecipesArgs) { task, ...page }: RecipesArgs, @Ctx() { recipes }: Context) {
    return recipes.list({ task }, page);
  }

  @Query(() => RecipeType, { nullable: true, description: "One recipe, or null." })
  recipe(@Arg("id", () => ID) id: string, @Ctx() { recipes }: Context) {
    return recipes.find(id);
  }
}
