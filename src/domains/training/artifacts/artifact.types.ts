import { Field, Float, ObjectType } from "type-graphql";
import { Node } from "../../../graphql/node.types.js";
import { DateTime } from "../../../graphql/scalars.js";

@ObjectType("Artifact", { implements: Node, simpleResolvers: true, description: "Something that a run made." })
export class ArtifactType extends Node {
  @Field(() => String, {
    description: "WEIGHTS, PREDICTIONS, SAMPLE, CURVES, CONFUSION_MATRIX, ROC, FIGURE or EXPORT.",
  })
  kind!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  mediaType!: string;

  @Field(() => Float, { description: "In bytes." })
  size!: number;

  @Field(() => String, { description: "Of its bytes, in hexadecimal." })
  sha256!: string;

  @Field(() => DateTime)
  createdAt!: string;
}
