import { Field, Float, ID, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { Node } from "../../../graphql/node.types.js";
import { Json, JsonObject } from "../../../graphql/scalars.js";
import { DatasetType } from "../datasets/dataset.types.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { ParameterKind } from "./recipe-parameters.js";
import { Preset } from "./recipe.specs.js";

registerEnumType(ParameterKind, { name: "ParameterKind" });
registerEnumType(Preset, {
  name: "RecipePresetName",
  description: "How much a run is to take on.",
  valuesConfig: {
    QUICK: { description: "A first look: under a minute on an ordinary machine." },
    STANDARD: { description: "A good result on an ordinary machine." },
    LARGE: { description: "The full setting; a GPU is worth having." },
  },
});

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

@ObjectType("RecipePreset", { simpleResolvers: true, description: "A choice of parameters that belong together." })
export class RecipePresetType {
  @Field(() => Preset, { description: "As LaunchTrainingRunInput.preset takes it." })
  name!: Preset;

  @Field(() => LocalizedText, { description: "What to expect of it." })
  summary!: LocalizedText;

  @Field(() => JsonObject, { description: "Every parameter, with the defaults of those that it leaves as they are." })
  parameters!: object;

  @Field(() => String, { description: "Id of its data set." })
  dataset!: string;
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

  @Field(() => PredictionInputKind, {
    nullable: true,
    description: "What its trained models can be asked about with predict; null where they cannot.",
  })
  predicts!: PredictionInputKind | null;

  @Field(() => [RecipeParameterType])
  parameters!: RecipeParameterType[];

  @Field(() => [RecipePresetType])
  presets!: RecipePresetType[];

  @Field(() => [DatasetType], { description: "What it can train on, the default first." })
  datasets!: DatasetType[];
}

export const RecipeConnection = connectionOf(() => RecipeType, "Recipe");
