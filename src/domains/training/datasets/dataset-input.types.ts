import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { PageArgs } from "../../../graphql/connection.types.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { JsonObject } from "../../../graphql/scalars.js";
import { UploadScalar } from "../../../graphql/uploads/upload.scalar.js";
import type { UploadedFile } from "../../../kernel/uploaded-file.js";
import { RecipeParameterType } from "../recipes/recipe-parameter.types.js";
import { DataKind } from "./data-kind.js";

@ObjectType("DataFormat", { simpleResolvers: true, description: "What files of a kind of data look like." })
export class DataFormatType {
  @Field(() => DataKind)
  kind!: DataKind;

  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => LocalizedText, { description: "What a file is to look like." })
  summary!: LocalizedText;

  @Field(() => String, { description: "e.g. .csv" })
  extension!: string;

  @Field(() => String)
  mediaType!: string;

  @Field(() => String, {
    description: "A small file that fits, but for its size; of an archive the names of what is in it.",
  })
  example!: string;

  @Field(() => [RecipeParameterType], { description: "How a file may be read: keys of CreateDatasetInput.options." })
  options!: RecipeParameterType[];

  @Field(() => [String], { description: "Ids of the recipes that take such files." })
  recipes!: string[];
}

@InputType("CreateDatasetInput")
export class CreateDatasetInput {
  @Field(() => String, {
    description:
      "1 to 80 letters, digits, spaces and . _ - + ( ). A name that your organisation has gets a new version.",
  })
  name!: string;

  @Field(() => DataKind, { description: "See dataFormats; stays the same in all versions." })
  kind!: DataKind;

  @Field(() => UploadScalar)
  file!: Promise<UploadedFile>;

  @Field(() => JsonObject, {
    nullable: true,
    description: "By DataFormat.options; what is not given takes its default.",
  })
  options?: Record<string, unknown> | null;

  @Field(() => String, {
    nullable: true,
    description: "At most 5000 characters; of the data set, not of this version.",
  })
  description?: string | null;

  @Field(() => String, { nullable: true, description: "At most 200 characters, e.g. an SPDX identifier." })
  licence?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Who made it, how it came to you, what may be done with it: at most 5000 characters.",
  })
  provenance?: string | null;
}

@InputType("UpdateDatasetInput", { description: "What is not given stays as it is." })
export class UpdateDatasetInput {
  @Field(() => String, { nullable: true, description: "At most 5000 characters." })
  description?: string | null;

  @Field(() => Boolean, { nullable: true, description: "true puts it away, false takes it back." })
  archived?: boolean | null;
}

@InputType("DatasetFilter", { description: "All that are given must hold." })
export class DatasetFilter {
  @Field(() => DataKind, { nullable: true })
  kind?: DataKind | null;

  @Field(() => String, { nullable: true, description: "Id of a recipe: what it can train on." })
  recipe?: string | null;

  @Field(() => Boolean, { nullable: true, description: "true: those of the product; false: your organisation's own." })
  builtIn?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "true: archived ones only; they are left out otherwise." })
  archived?: boolean | null;

  @Field(() => String, { nullable: true, description: "Part of name, title or description, at most 200 characters." })
  search?: string | null;
}

@ArgsType()
export class DatasetsArgs extends PageArgs {
  @Field(() => DatasetFilter, { nullable: true })
  filter?: DatasetFilter | null;
}

@ArgsType()
export class PreviewDatasetArgs {
  @Field(() => UploadScalar, {
    nullable: true,
    description: "A file, with its kind; or else a version or a built-in data set.",
  })
  file?: Promise<UploadedFile> | null;

  @Field(() => DataKind, { nullable: true })
  kind?: DataKind | null;

  @Field(() => JsonObject, { nullable: true, description: "How to read the file; see DataFormat.options." })
  options?: Record<string, unknown> | null;

  @Field(() => ID, { nullable: true, description: "Id of a version of a data set of your own." })
  version?: string | null;

  @Field(() => ID, { nullable: true, description: "Name of a built-in data set that has rows." })
  dataset?: string | null;

  @Field(() => Int, { defaultValue: 10, description: "How many rows, 0 to 100; of a built-in data set 10 are shown." })
  first!: number;
}
