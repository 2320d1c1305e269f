import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Extensions, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { NOT_IN_LISTS } from "../../../graphql/limits.js";
import { loadedList } from "../../../graphql/loaded-list.js";
import { rowId } from "../../../kernel/ids.js";
import { RunFacetsType, RunFilter } from "../runs/run-filter.types.js";
import { RunType } from "../runs/run.types.js";
import { RunEditType, UpdateRunInput } from "./run-card.types.js";

const RUNS = "1 to 100 runs.";
const TAGS = "At most 20.";

/** Keeping runs in order. */
@Resolver(() => RunType)
export class RunCardsResolver {
  @Query(() => RunFacetsType, { description: "How many of your organisation's runs there are of each kind." })
  trainingRunFacets(
    @Arg("filter", () => RunFilter, { nullable: true }) filter: RunFilter | null,
    @Ctx() { viewer, runsReading }: Context,
  ) {
    return runsReading.facets(viewer, filter ?? {});
  }

  @Mutation(() => RunType, { description: "Changes a run's name and what is said about it. The last edit wins." })
  async updateTrainingRun(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => UpdateRunInput) input: UpdateRunInput,
    @Ctx() { viewer, runCards, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const runId = rowId("TrainingRun", id);
    await runCards.edit(viewer, runId, input);
    return runsReading.find(viewer, runId, info);
  }

  @Mutation(() => [RunType], { description: "Adds tags to runs: to all of them, or to none." })
  async addTrainingRunTags(
    @Arg("ids", () => [ID], { description: RUNS }) ids: string[],
    @Arg("tags", () => [String], { description: TAGS }) tags: string[],
    @Ctx() { viewer, runCards, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const runIds = ids.map((id) => rowId("TrainingRun", id));
    await runCards.addTags(viewer, runIds, tags);
    return runsReading.several(viewer, runIds, info);
  }

  @Mutation(() => [RunType], { description: "Takes tags from runs, where they have them." })
  async removeTrainingRunTags(
    @Arg("ids", () => [ID], { description: RUNS }) ids: string[],
    @Arg("tags", () => [String], { description: TAGS }) tags: string[],
    @Ctx() { viewer, runCards, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const runIds = ids.map((id) => rowId("TrainingRun", id));
    await runCards.removeTags(viewer, runIds, tags);
    return runsReading.several(viewer, runIds, info);
  }

  @Mutation(() => [RunType], { description: "Leaves runs out of lists that do not ask for them, or takes them back." })
  async archiveTrainingRuns(
    @Arg("ids", () => [ID], { description: RUNS }) ids: string[],
    @Arg("archived", () => Boolean, { defaultValue: true }) archived: boolean,
    @Ctx() { viewer, runCards, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const runIds = ids.map((id) => rowId("TrainingRun", id));
    await runCards.archive(viewer, runIds, archived);
    return runsReading.several(viewer, runIds, info);
  }

  @Mutation(() => RunType, { description: "Makes a run one of your favourites, or no longer. Nobody else sees it." })
  async setTrainingRunFavourite(
    @Arg("id", () => ID) id: string,
    @Arg("favourite", () => Boolean) favourite: boolean,
    @Ctx() { viewer, runCards, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const runId = rowId("TrainingRun", id);
    await runCards.setFavourite(viewer, runId, favourite);
    return runsReading.find(viewer, runId, info);
  }

  @FieldResolver(() => Boolean, { description: "Whether it is one of your favourites." })
  favourite(@Root() { _id }: { _id: string }, @Ctx() { viewer, loaders }: Context) {
    return loaders.favourites.load({ userId: viewer.userId, runId: _id });
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => [RunEditType], { description: "Who changed what is said about it, newest first, at most 100." })
  edits(
    @Root() run: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return loadedList<RunEditType>(run, info);
  }
}
