import { Field, Float, ID, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { Node } from "../../../graphql/node.types.js";
import { Json } from "../../../graphql/scalars.js";
import { DatasetType } from "../datasets/dataset.types.js";
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

@ObjectType("Recipe", {
  implements: Node,
  simpleResolvers: true,
  description: "A kind of training that workers can do.",
})
export class RecipeType extends Node {
  @Field(() => ID, { description: "A name of its own, e.g. cnn-image-classification." })
  override id!: string;

  @Field(() => String, { description: "e.g. IMAGE_CLASSIFICATION" })
  task!: string;

  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => LocalizedText)
  summary!: LocalizedText;

  @Field(() => [RecipeParameterType])
  parameters!: RecipeParameterType[];

  @Field(() => [DatasetType], { description: "What it can train on, the default first." })
  datasets!: DatasetType[];
}

export const RecipeConnection = connectionOf(() => RecipeType, "Recipe");
