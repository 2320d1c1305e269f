import { Extensions, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { ColumnType } from "./formats/data-profile.js";

registerEnumType(ColumnType, { name: "ColumnType", description: "What a column holds." });

@Extensions(PART_OF_ROW)
@ObjectType("ColumnProfile", { simpleResolvers: true, description: "One column in figures." })
export class ColumnProfileType {
  @Field(() => String)
  name!: string;

  @Field(() => ColumnType)
  type!: ColumnType;

  @Field(() => Int, { description: "Cells that are empty." })
  missing!: number;

  @Field(() => Int, { description: "Different values." })
  distinct!: number;

  @Field(() => Float, { nullable: true, description: "Of NUMBER its values, of TEXT their lengths in characters." })
  minimum!: number | null;

  @Field(() => Float, { nullable: true, description: "See minimum." })
  maximum!: number | null;

  @Field(() => Float, { nullable: true, description: "See minimum." })
  mean!: number | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("ClassCount", { simpleResolvers: true, description: "A class, and how many rows are of it." })
export class ClassCountType {
  @Field(() => String)
  name!: string;

  @Field(() => Int)
  rows!: number;
}

@Extensions(PART_OF_ROW)
@ObjectType("DataFigure", { simpleResolvers: true, description: "Something else worth knowing, by name." })
export class DataFigureType {
  @Field(() => String, { description: "e.g. season, filled, distinctCharacters, nodeTypes, size, channels." })
  name!: string;

  @Field(() => Float)
  value!: number;
}

@Extensions(PART_OF_ROW)
@ObjectType("DatasetProfile", { simpleResolvers: true, description: "What data hold, in figures." })
export class DatasetProfileType {
  @Field(() => Int, {
    description: "Rows, texts, pairs, questions, graphs, pictures or steps; of a sequence its characters.",
  })
  rows!: number;

  @Field(() => [ColumnProfileType], { description: "At most 1000." })
  columns!: ColumnProfileType[];

  @Field(() => [ClassCountType], { description: "The commonest first, at most 100." })
  classes!: ClassCountType[];

  @Field(() => Int, { description: "All classes; 0 where the data have none." })
  classCount!: number;

  @Field(() => [DataFigureType])
  figures!: DataFigureType[];
}
