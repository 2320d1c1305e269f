import { Field, ID, Int, ObjectType } from "type-graphql";
import { LocalizedText } from "../../../graphql/localized-text.types.js";

@ObjectType("Dataset", { simpleResolvers: true, description: "Data to train on." })
export class DatasetType {
  @Field(() => ID, { description: "A name of its own, e.g. mnist-digits." })
  id!: string;

  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => LocalizedText)
  summary!: LocalizedText;

  @Field(() => Int)
  rows!: number;

  @Field(() => [String], { description: "In the order of the labels." })
  classes!: string[];

  @Field(() => String, { description: "SPDX identifier." })
  licence!: string;

  @Field(() => LocalizedText, { description: "Who made it, and how it gets here." })
  provenance!: LocalizedText;

  @Field(() => String, { description: "Of the bytes that are trained on." })
  sha256!: string;
}
