import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Args,
  Ctx,
  Extensions,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../../../context.js";
import { NOT_IN_LISTS } from "../../../graphql/limits.js";
import { loadedList } from "../../../graphql/loaded-list.js";
import { rowId } from "../../../kernel/ids.js";
import { ArtifactType } from "../artifacts/artifact.types.js";
import { ModelExportType } from "../exports/export.types.js";
import { RunEventType } from "./run-event.types.js";
import { ForkRunInput, ResumeResult, RetryRunInput } from "./control.types.js";
import { LaunchResult, LaunchRunInput } from "./launch.types.js";
import { RunsArgs } from "./run-filter.types.js";
import { CheckpointType } from "./checkpoint.types.js";
import { MetricArgs, MetricSeriesType } from "./metric.types.js";
import { RunConnection, RunType } from "./run.types.js";

@Resolver(() => RunType)
export class RunsResolver {
  @Query(() => RunConnection, {
    description: "The training runs of your organisation; archived ones only when the filter asks for them.",
  })
  trainingRuns(
    @Args(() => RunsArgs) list: RunsArgs,
    @Ctx() { viewer, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return runsReading.list(viewer, list, info);
  }

  @Query(() => RunType, { nullable: true, description: "One training run of your organisation, or null." })
  trainingRun(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return runsReading.find(viewer, rowId("TrainingRun", id), info);
  }

  @Mutation(() => LaunchResult, {
    description: "Queues a run of a recipe; a worker takes it up at once, or as soon as one is free.",
  })
  async launchTrainingRun(
    @Arg("input", () => LaunchRunInput) input: LaunchRunInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { startFrom, teacher } = input;
    const from = startFrom && { ...startFrom, runId: rowId("TrainingRun", startFrom.runId) };
    const others = { startFrom: from, teacher: teacher && rowId("TrainingRun", teacher) };
    return runOrRefusal(await context.runs.launch(context.viewer, { ...input, ...others }), context, info);
  }

  @Mutation(() => RunType, { description: "Ends a run that waits or trains; one that has ended stays as it is." })
  async cancelTrainingRun(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, runControl, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const runId = rowId("TrainingRun", id);
    await runControl.cancel(viewer, runId);
    return runsReading.find(viewer, runId, info);
  }

  @Mutation(() => RunType, {
    description:
      "Lets a run rest: one that waits at once, one that trains after its current step, at a checkpoint. CONFLICT for one that has trained to its end.",
  })
  async pauseTrainingRun(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, runControl, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const runId = rowId("TrainingRun", id);
    await runControl.pause(viewer, runId);
    return runsReading.find(viewer, runId, info);
  }

  @Mutation(() => ResumeResult, { description: "Lets a paused run go on at its last checkpoint." })
  async resumeTrainingRun(@Arg("id", () => ID) id: string, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return runOrRefusal(await context.runControl.resume(context.viewer, rowId("TrainingRun", id)), context, info);
  }

  @Mutation(() => LaunchResult, {
    description: "Launches a run that has ended once more, from the start or from a checkpoint, as a run of its own.",
  })
  async retryTrainingRun(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => RetryRunInput, { defaultValue: {} }) input: RetryRunInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return runOrRefusal(await context.runControl.retry(context.viewer, rowId("TrainingRun", id), input), context, info);
  }

  @Mutation(() => LaunchResult, {
    description:
      "Launches a run that goes on at a checkpoint of this one with other parameters. Recipe, data set and seed stay.",
  })
  async forkTrainingRun(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => ForkRunInput) input: ForkRunInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return runOrRefusal(await context.runControl.fork(context.viewer, rowId("TrainingRun", id), input), context, info);
  }

  @FieldResolver(() => [ArtifactType], { description: "What it made, oldest first, at most 100." })
  artifacts(
    @Root() run: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return loadedList<ArtifactType>(run, info);
  }

  @FieldResolver(() => [CheckpointType], {
    description:
      "Where it can go on, the newest first, at most 100; retryTrainingRun and forkTrainingRun take their steps.",
  })
  checkpoints(
    @Root() run: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return loadedList<CheckpointType>(run, info);
  }

  @FieldResolver(() => [ModelExportType], { description: "Its model in other forms, oldest first, at most 20." })
  exports(
    @Root() run: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return loadedList<ModelExportType>(run, info);
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => MetricSeriesType, {
    nullable: true,
    description: "How a metric went; null for one it has not logged, or whose points were deleted.",
  })
  metric(
    @Root() { _id }: { _id: string },
    @Args(() => MetricArgs) metric: MetricArgs,
    @Ctx() { runsReading }: Context,
  ) {
    return runsReading.metric(_id, metric);
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => [RunEventType], { description: "Its history, in order." })
  events(
    @Root() { _id }: { _id: string },
    @Arg("after", () => Int, { defaultValue: 0, description: "Only events after this sequence number." }) after: number,
    @Arg("first", () => Int, { defaultValue: 100, description: "1 to 500." }) first: number,
    @Ctx() { runsReading }: Context,
  ) {
    return runsReading.eventsAfter(_id, after, first);
  }
}

/** The run that came of it, with what was selected, or why there is none. */
function runOrRefusal<R extends object>(
  result: { runId: string } | R,
  { viewer, runsReading }: Context,
  info: GraphQLResolveInfo,
) {
  return "runId" in result ? runsReading.find(viewer, result.runId, info) : result;
}
