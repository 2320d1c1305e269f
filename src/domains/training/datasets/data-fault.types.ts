import { Extensions, Field, Int, ObjectType } from "type-graphql";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { Refusal } from "../../../graphql/refusal.types.js";
import { DatasetProfileType } from "./dataset-profile.types.js";

@Extensions(PART_OF_ROW)
@ObjectType("DataFault", { simpleResolvers: true, description: "What does not fit a file, and where." })
export class DataFaultType {
  @Field(() => Int, { nullable: true, description: "Of the file, from 1." })
  line!: number | null;

  @Field(() => Int, { nullable: true, description: "Of what follows the header, from 1." })
  row!: number | null;

  @Field(() => String, { nullable: true, description: "A column's name or number; in JSON a path." })
  column!: string | null;

  @Field(() => String, { nullable: true, description: "Of an archive the name of the file in it." })
  entry!: string | null;

  @Field(() => String)
  message!: string;

  @Field(() => String, { description: "The message with its place in front." })
  sentence!: string;
}

@ObjectType("InvalidData", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The file is not what its kind asks for. Nothing of it was kept.",
})
export class InvalidDataType extends Refusal {
  @Field(() => [DataFaultType], { description: "The first 20." })
  faults!: DataFaultType[];

  @Field(() => Int, { description: "All of them." })
  faultCount!: number;
}

@ObjectType("PreviewPicture", { simpleResolvers: true, description: "A picture as it is trained on." })
export class PreviewPictureType {
  @Field(() => String, { description: "What the archive calls it." })
  name!: string;

  @Field(() => String)
  class!: string;

  @Field(() => String, { description: "A PNG file in base64." })
  png!: string;
}

@ObjectType("DatasetPreview", { simpleResolvers: true, description: "What a file holds and what is wrong with it." })
export class DatasetPreviewType {
  @Field(() => [String], { description: "At most 200." })
  columns!: string[];

  @Field(() => [[String]], { description: "The first rows, cells cut off at 200 characters." })
  rows!: string[][];

  @Field(() => [PreviewPictureType], {
    description: "Of pictures the first 24 rows, one of each class in turn; none of other kinds.",
  })
  pictures!: PreviewPictureType[];

  @Field(() => DatasetProfileType, { nullable: true, description: "Null where nothing can be read." })
  profile!: DatasetProfileType | null;

  @Field(() => [DataFaultType], { description: "The first 20; none where the file fits." })
  faults!: DataFaultType[];

  @Field(() => Int)
  faultCount!: number;
}
