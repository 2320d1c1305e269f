import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { Json } from "../../../graphql/scalars.js";
import { ParameterKind } from "./recipe-parameters.js";

registerEnumType(ParameterKind, { name: "ParameterKind" });

@ObjectType("RecipeParameter", {
  simpleResolvers: true,
  description: "One setting of a recipe: enough to draw its field in a form.",
})
export class RecipeParameterType {
  @Field(() => String, { description: "Its key in LaunchTrainingRunInput.parameters." })
  name!: string;

  @Field(() => ParameterKind)
  kind!: ParameterKind;

  @Field(() => LocalizedText)
  label!: LocalizedText;

  @Field(() => LocalizedText)
  explanation!: LocalizedText;

  @Field(() => Json, { description: "Taken when the parameter is not given." })
  default!: unknown;

  @Field(() => Float, { nullable: true })
  minimum!: number | null;

  @Field(() => Float, { nullable: true })
  maximum!: number | null;

  @Field(() => [String], { nullable: true, description: "What may be chosen." })
  options!: string[] | null;

  @Field(() => String, { nullable: true })
  unit!: string | null;
}
