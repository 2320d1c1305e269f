import { Extensions, Field, Float, InterfaceType, Int, ObjectType } from "type-graphql";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { MetricValueType } from "./metric.types.js";

@InterfaceType("ModelSize", { description: "What a model's weights take." })
export abstract class ModelSizeType {
  @Field(() => Float, { description: "How many there are." })
  weights!: number;

  @Field(() => Float, { description: "How many of them are zero, as pruned ones are." })
  zeros!: number;

  @Field(() => Float, { description: "Four for each weight." })
  bytes!: number;

  @Field(() => Float, {
    nullable: true,
    description: "What they take by gzip: zeros take next to nothing. Null of models above 64 MiB.",
  })
  compressedBytes!: number | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("ModelStand", {
  implements: ModelSizeType,
  simpleResolvers: true,
  description: "A model, and how it does on the validation part.",
})
export class ModelStandType extends ModelSizeType {
  @Field(() => Int)
  step!: number;

  @Field(() => [MetricValueType], { description: "By name, e.g. accuracy." })
  validation!: MetricValueType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("ModelPruning", { simpleResolvers: true, description: "What pruning has made of a model." })
export class ModelPruningType {
  @Field(() => ModelStandType, { description: "Right before the first weights were pruned, after a third of the run." })
  before!: ModelStandType;

  @Field(() => ModelStandType, { description: "At the run's end." })
  after!: ModelStandType;
}

@Extensions(PART_OF_ROW)
@ObjectType("TrainedModel", {
  implements: ModelSizeType,
  simpleResolvers: true,
  description: "The model that has come of a run.",
})
export class TrainedModelType extends ModelSizeType {
  @Field(() => ModelPruningType, { nullable: true, description: "Null where no weights were pruned." })
  pruning!: ModelPruningType | null;
}
