import { Field, Float, InputType, Int, registerEnumType } from "type-graphql";
import { JsonObject } from "../../../graphql/scalars.js";
import { UploadScalar } from "../../../graphql/uploads/upload.scalar.js";
import type { UploadedFile } from "../../../kernel/uploaded-file.js";
import { PredictionInputKind } from "./prediction.specs.js";

registerEnumType(PredictionInputKind, {
  name: "PredictionInputKind",
  description: "What a trained model can be asked about: the field of PredictionInput to fill.",
});

@InputType("SeriesInput", { description: "A series whose next values are to be predicted." })
export class SeriesInputType {
  @Field(() => [Float], {
    description: "1 to 10000 values without a gap, the newest last; the model says how many it needs.",
  })
  values!: number[];

  @Field(() => String, { description: "Date of the last value, e.g. 2015-12-31." })
  until!: string;

  @Field(() => Int, { defaultValue: 1, description: "How many values to predict, 1 to 100." })
  steps!: number;
}

@InputType("PassageInput", { description: "A question, and the passage to find its answer in." })
export class PassageInputType {
  @Field(() => String, { description: "1 to 20000 characters; long ones are read in windows that overlap." })
  passage!: string;

  @Field(() => String, { description: "1 to 1000 characters." })
  question!: string;
}

@InputType("BeginningsInput", {
  description: "Texts to be written on, and how. What is not given is as in the run's parameters.",
})
export class BeginningsInputType {
  @Field(() => [String], {
    description:
      "1 to 10 beginnings of at most 1000 characters; of a series, its changes as the model writes them, with blanks between.",
  })
  texts!: string[];

  @Field(() => Int, { defaultValue: 200, description: "How many tokens to write after each, 1 to 1000." })
  length!: number;

  @Field(() => Float, { nullable: true, description: "0.05 to 5: below 1 likely tokens become likelier still." })
  temperature?: number | null;

  @Field(() => Int, { nullable: true, description: "Draws from so many of the likeliest tokens; 0 from all." })
  topK?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Draws from the likeliest tokens that together are so probable, 0.01 to 1.",
  })
  topP?: number | null;

  @Field(() => Int, { defaultValue: 42, description: "The same seed writes the same text after the same beginning." })
  seed!: number;
}

@InputType("GraphEdgeInput", { description: "Places of two nodes in GraphInput.nodes, counted from 0." })
export class GraphEdgeInputType {
  @Field(() => Int)
  from!: number;

  @Field(() => Int)
  to!: number;
}

@InputType("GraphInput", { description: "An undirected graph: no edge from a node to itself, and none twice." })
export class GraphInputType {
  @Field(() => [String], {
    description:
      "The type of each node, 1 to 300 of those that the model knows; empty texts where the graphs have none.",
  })
  nodes!: string[];

  @Field(() => [GraphEdgeInputType], { description: "At most 5000, in any direction and order." })
  edges!: GraphEdgeInputType[];
}

@InputType("SamplesInput", { description: "Pictures that a model is to make." })
export class SamplesInputType {
  @Field(() => String, {
    nullable: true,
    description:
      "The class to make pictures of. Without it a model that was told the classes makes each in turn; one that was not takes none.",
  })
  label?: string | null;

  @Field(() => Int, { defaultValue: 10, description: "How many, 1 to 100." })
  count!: number;

  @Field(() => Int, {
    defaultValue: 42,
    description: "The same seed makes the same pictures; a greater count goes on after those of a smaller one.",
  })
  seed!: number;
}

@InputType("PredictionInput", {
  description: "Examples of the one kind that the recipe's models take; see Recipe.predicts.",
})
export class PredictionInputType {
  @Field(() => [String], {
    nullable: true,
    description:
      "1 to 100 PNG or JPEG files in base64, each of at most 100000 characters and 1024 pixels a side. They are brought to the model's size, and made grey where it learnt from grey ones; digits are light on dark.",
  })
  images?: string[] | null;

  @Field(() => [UploadScalar], {
    nullable: true,
    description: "The same as files of a multipart request, each of at most 75000 bytes, in place of images.",
  })
  imageFiles?: Promise<UploadedFile>[] | null;

  @Field(() => [JsonObject], {
    nullable: true,
    description: "1 to 100 rows of a table: cells by the names of its columns, null where one is missing.",
  })
  rows?: Record<string, unknown>[] | null;

  @Field(() => SeriesInputType, { nullable: true })
  series?: SeriesInputType | null;

  @Field(() => [String], { nullable: true, description: "1 to 100 texts of at most 20000 characters." })
  texts?: string[] | null;

  @Field(() => [PassageInputType], { nullable: true, description: "1 to 100 questions, each with its passage." })
  passages?: PassageInputType[] | null;

  @Field(() => BeginningsInputType, { nullable: true })
  beginnings?: BeginningsInputType | null;

  @Field(() => [GraphInputType], { nullable: true, description: "1 to 100 graphs." })
  graphs?: GraphInputType[] | null;

  @Field(() => SamplesInputType, { nullable: true })
  samples?: SamplesInputType | null;
}
