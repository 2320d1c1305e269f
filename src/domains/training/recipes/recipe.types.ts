import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { Node } from "../../../graphql/node.types.js";
import { JsonObject } from "../../../graphql/scalars.js";
import { DataKind } from "../datasets/data-kind.js";
import { DatasetType } from "../datasets/dataset.types.js";
import { ExportFormat } from "../exports/export.specs.js";
import { PredictionInputKind } from "../predictions/prediction.specs.js";
import { RecipeParameterType } from "./recipe-parameter.types.js";
import { Preset } from "./recipe.specs.js";

registerEnumType(Preset, {
  name: "RecipePresetName",
  description: "How much a run is to take on.",
  valuesConfig: {
    QUICK: { description: "A first look: under a minute on an ordinary machine." },
    STANDARD: { description: "A good result on an ordinary machine." },
    LARGE: { description: "The full setting; a GPU is worth having." },
  },
});

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

  @Field(() => [ExportFormat], { description: "What its trained models can be written as with exportTrainedModel." })
  exports!: ExportFormat[];

  @Field(() => Boolean, { description: "Whether a run may begin with the weights of another; see startFrom." })
  transfers!: boolean;

  @Field(() => Boolean, {
    description: "Whether a run may begin with a pre-trained model of your own; see checkpoint of the launch.",
  })
  takesCheckpoint!: boolean;

  @Field(() => Boolean, { description: "Whether a run may learn from another, such as a greater one; see teacher." })
  teachable!: boolean;

  @Field(() => [RecipeParameterType])
  parameters!: RecipeParameterType[];

  @Field(() => [RecipePresetType])
  presets!: RecipePresetType[];

  @Field(() => [DatasetType], { description: "The built-in sets that it can train on, the default first." })
  datasets!: DatasetType[];

  @Field(() => [DataKind], { description: "Kinds of your own data that it can train on; see createDataset." })
  accepts!: DataKind[];

  @Field(() => [DataKind], {
    description:
      "Kinds of data of which evaluateTrainingRun judges its models on other sets than that of their training, built-in ones of the recipe and your own.",
  })
  judgedOn!: DataKind[];
}

export const RecipeConnection = connectionOf(() => RecipeType, "Recipe");
