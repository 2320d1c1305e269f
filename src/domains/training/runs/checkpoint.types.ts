import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Node } from "../../../graphql/node.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { OriginKind } from "./run.entity.js";

registerEnumType(OriginKind, { name: "TrainingRunOriginKind", description: "How a run came from another one." });

@ObjectType("CheckpointPolicy", {
  simpleResolvers: true,
  description: "When a run saves checkpoints, besides at each epoch's end.",
})
export class CheckpointPolicyType {
  @Field(() => Int, { nullable: true })
  everySteps!: number | null;

  @Field(() => Int, { nullable: true })
  everySeconds!: number | null;

  @Field(() => Int, { description: "How many of the newest are kept, besides the best." })
  keep!: number;
}

@ObjectType("Checkpoint", {
  implements: Node,
  simpleResolvers: true,
  description: "All that a run needs to go on exactly as if nothing had happened.",
})
export class CheckpointType extends Node {
  @Field(() => Int, { description: "Steps done." })
  step!: number;

  @Field(() => Float, { description: "Epochs done." })
  epoch!: number;

  @Field(() => Float, { description: "In bytes." })
  size!: number;

  @Field(() => String, { description: "Of its bytes, in hexadecimal." })
  sha256!: string;

  @Field(() => DateTime)
  createdAt!: string;
}

@ObjectType("BestMetric", { simpleResolvers: true, description: "The best validation value so far." })
export class BestMetricType {
  @Field(() => String, { description: "What it goes by, e.g. val_loss." })
  metric!: string;

  @Field(() => Float)
  value!: number;

  @Field(() => Int)
  step!: number;

  @Field(() => Int)
  epoch!: number;
}

@ObjectType("TrainingRunOrigin", { simpleResolvers: true, description: "Where a run comes from." })
export class RunOriginType {
  @Field(() => OriginKind)
  kind!: OriginKind;

  @Field(() => ID, { nullable: true, description: "Null once that run is gone." })
  runId!: string | null;

  @Field(() => Int, { nullable: true, description: "Step of the checkpoint it began at; null when from nothing." })
  step!: number | null;
}
