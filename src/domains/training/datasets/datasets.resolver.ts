import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { loadedList } from "../../../graphql/loaded-list.js";
import { rowId } from "../../../kernel/ids.js";
import { CreateDatasetInput, DataFormatType, DatasetsArgs, PreviewDatasetArgs } from "./dataset-input.types.js";
import { UpdateDatasetInput } from "./dataset-input.types.js";
import { DatasetPreviewType } from "./data-fault.types.js";
import { CreateDatasetResult, DatasetConnection, DatasetType, DatasetVersionType } from "./dataset.types.js";

@Resolver(() => DatasetType)
export class DatasetsResolver {
  @Query(() => DatasetConnection, {
    description: "What can be trained on: your organisation's own data sets, the newest first, then the built-in ones.",
  })
  datasets(
    @Args(() => DatasetsArgs) { filter, ...page }: DatasetsArgs,
    @Ctx() { viewer, datasetsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return datasetsReading.list(viewer, filter ?? {}, page, info);
  }

  @Query(() => DatasetType, {
    nullable: true,
    description: "A built-in data set by its name, an own one by its id, or null.",
  })
  dataset(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, datasetsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return datasetsReading.find(viewer, id, info);
  }

  @Query(() => [DataFormatType], { description: "What files may be uploaded, by kind." })
  dataFormats(@Ctx() { recipes }: Context) {
    return recipes.dataFormats();
  }

  @Query(() => DatasetPreviewType, {
    description:
      "The first rows of a file, a version or a built-in data set, what it holds, and what is wrong with it. Nothing is kept.",
  })
  previewDataset(
    @Args(() => PreviewDatasetArgs) args: PreviewDatasetArgs,
    @Ctx() { viewer, datasetPreviews }: Context,
  ) {
    return datasetPreviews.preview(viewer, args);
  }

  @Mutation(() => CreateDatasetResult, {
    description:
      "Keeps a file as a data set of your own, or as the next version of one. Equal bytes sent again make no new version.",
  })
  async createDataset(
    @Arg("input", () => CreateDatasetInput) input: CreateDatasetInput,
    @Ctx() { viewer, datasets, datasetsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const result = await datasets.create(viewer, input);
    return "datasetId" in result ? datasetsReading.findOwn(viewer, result.datasetId, info) : result;
  }

  @Mutation(() => DatasetType, { description: "Describes a data set anew, puts it away or takes it back." })
  async updateDataset(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => UpdateDatasetInput) input: UpdateDatasetInput,
    @Ctx() { viewer, datasets, datasetsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const datasetId = rowId("Dataset", id);
    await datasets.update(viewer, datasetId, input);
    return datasetsReading.findOwn(viewer, datasetId, info);
  }

  @Mutation(() => ID, {
    description:
      "Deletes a data set of your own with all its versions. Runs that have ended keep their results, and cannot be retried; CONFLICT while others use it.",
  })
  async deleteDataset(@Arg("id", () => ID) id: string, @Ctx() { viewer, datasets }: Context) {
    await datasets.delete(viewer, rowId("Dataset", id));
    return id;
  }

  @FieldResolver(() => [DatasetVersionType], { description: "The newest first, at most 100; none of a built-in one." })
  versions(
    @Root() dataset: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return (loadedList<DatasetVersionType>(dataset, info) as DatasetVersionType[] | undefined) ?? [];
  }
}
