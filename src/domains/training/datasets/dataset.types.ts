import { createUnionType, Extensions, Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { NOT_IN_LISTS } from "../../../graphql/limits.js";
import { LocalizedText } from "../../../graphql/localized-text.types.js";
import { Node } from "../../../graphql/node.types.js";
import { DateTime, JsonObject } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { QuotaExceededType } from "../runs/quota-exceeded.types.js";
import { DataKind } from "./data-kind.js";
import { InvalidDataType } from "./data-fault.types.js";
import { DatasetProfileType } from "./dataset-profile.types.js";

/** A class that stands further down: its metadata cannot name it yet. */
type Later<T> = T;

registerEnumType(DataKind, {
  name: "DataKind",
  description: "What data are made of. dataFormats says what files of a kind look like.",
  valuesConfig: {
    TABLE: { description: "Rows with columns, and a class for each." },
    TIME_SERIES: { description: "Numbers at even distances in time." },
    TEXTS: { description: "Texts with a class each." },
    SEQUENCE: { description: "One long text." },
    PAIRS: { description: "Sentences with their translations." },
    QUESTIONS: { description: "Questions on passages, with answers that stand in them." },
    GRAPHS: { description: "Graphs with a class each." },
    IMAGES: { description: "Square pictures of one size, with a class each." },
    ENVIRONMENT: { description: "Not rows, but a world that makes what is learnt from." },
  },
});

@ObjectType("DatasetVersion", {
  implements: Node,
  simpleResolvers: true,
  description: "One file of a data set of your own. It never changes; runs name the version that they train on.",
})
export class DatasetVersionType extends Node {
  @Field(() => Int, { description: "Counts from 1." })
  number!: number;

  @Field(() => DatasetType)
  dataset!: Later<DatasetType>;

  @Field(() => JsonObject, { description: "How the file is read; see DataFormat.options." })
  options!: object;

  @Field(() => String, { description: "As its owner calls it; empty where nothing was said." })
  licence!: string;

  @Field(() => String, { description: "Who made it, and how it came here." })
  provenance!: string;

  @Field(() => String, { description: "What the file was called." })
  fileName!: string;

  @Field(() => Float, { description: "In bytes." })
  size!: number;

  @Field(() => String, { description: "Of the file's bytes, in hexadecimal." })
  sha256!: string;

  @Extensions(NOT_IN_LISTS)
  @Field(() => DatasetProfileType)
  profile!: DatasetProfileType;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => AuthorType, { nullable: true })
  createdBy!: AuthorType | null;
}

@ObjectType("Dataset", {
  implements: Node,
  simpleResolvers: true,
  description:
    "Data to train on: built in, or your organisation's own. Of an own one the figures are its newest version's.",
})
export class DatasetType extends Node {
  @Field(() => ID, {
    description: "Of a built-in one a name of its own, e.g. mnist-digits. LaunchTrainingRunInput.dataset takes both.",
  })
  override id!: string;

  @Field(() => String, { description: "Of a built-in one its id." })
  name!: string;

  @Field(() => DataKind)
  kind!: DataKind;

  @Field(() => Boolean, { description: "It comes with the product." })
  builtIn!: boolean;

  @Field(() => LocalizedText, { description: "Of an own one its name, in either language the same." })
  title!: LocalizedText;

  @Field(() => LocalizedText, { description: "Of an own one its description, in either language the same." })
  summary!: LocalizedText;

  @Field(() => Int, { description: "0 for an environment; see DatasetProfile.rows." })
  rows!: number;

  @Field(() => [String], {
    description: "Of a built-in one in the order of the labels; of an own one the commonest first, at most 100.",
  })
  classes!: string[];

  @Field(() => String, { description: "SPDX identifier; of an own one what its owner calls it." })
  licence!: string;

  @Field(() => LocalizedText, { description: "Who made it, and how it gets here." })
  provenance!: LocalizedText;

  @Field(() => String, { description: "Of the bytes that are trained on." })
  sha256!: string;

  @Field(() => DatasetVersionType, { nullable: true, description: "Its newest version; null for a built-in one." })
  version!: DatasetVersionType | null;

  @Extensions(NOT_IN_LISTS)
  @Field(() => DatasetProfileType, { nullable: true, description: "Null for an environment, which has no rows." })
  profile!: DatasetProfileType | null;

  @Field(() => Boolean, { description: "Put away: not for new runs, and left out of lists that do not ask for it." })
  archived!: boolean;

  @Field(() => DateTime, { nullable: true, description: "Null for a built-in one." })
  createdAt!: string | null;

  @Field(() => AuthorType, { nullable: true })
  createdBy!: AuthorType | null;
}

export const DatasetConnection = connectionOf(() => DatasetType, "Dataset");

export const CreateDatasetResult = createUnionType({
  name: "CreateDatasetResult",
  types: () => [DatasetType, InvalidDataType, QuotaExceededType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});
