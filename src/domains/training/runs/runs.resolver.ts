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
  Subscription,
} from "type-graphql";
import type { Context } from "../../../context.js";
import { NOT_IN_LISTS } from "../../../graphql/limits.js";
import { loadedList } from "../../../graphql/loaded-list.js";
import { rowId } from "../../../kernel/ids.js";
import { ArtifactType } from "../artifacts/artifact.types.js";
import { EvaluationType } from "../evaluations/evaluation.types.js";
import type { RunEvent } from "./run.events.js";
import { EvaluationCompletedType, RunEventType, SampleProducedType } from "./run-event.types.js";
import { LaunchResult, LaunchRunInput } from "./launch.types.js";
import { MetricSeriesType, RunConnection, RunsArgs, RunType } from "./run.types.js";

@Resolver(() => RunType)
export class RunsResolver {
  @Query(() => RunConnection, { description: "The training runs of your organisation, newest first." })
  trainingRuns(
    @Args(() => RunsArgs) { filter, ...page }: RunsArgs,
    @Ctx() { viewer, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return runsReading.list(viewer, filter ?? {}, page, info);
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
    @Ctx() { viewer, runs, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const launched = await runs.launch(viewer, input);
    return "runId" in launched ? runsReading.find(viewer, launched.runId, info) : launched;
  }

  @Mutation(() => RunType, { description: "Ends a run that waits or trains; one that has ended stays as it is." })
  async cancelTrainingRun(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, runs, runsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const runId = rowId("TrainingRun", id);
    await runs.cancel(viewer, runId);
    return runsReading.find(viewer, runId, info);
  }

  @Subscription(() => RunEventType, {
    description:
      "Everything that happens to a run: first what has happened after the event `after`, then what happens, as it does. Completes when the run has ended.",
    subscribe: ({ args, context }) => {
      const { viewer, runs } = context as Context;
      const { runId, after } = args as { runId: string; after: number | null };
      return runs.follow(viewer, rowId("TrainingRun", runId), after ?? 0);
    },
  })
  trainingRunEvents(
    @Root() event: RunEvent,
    @Arg("runId", () => ID) _runId: string,
    @Arg("after", () => Int, { nullable: true, defaultValue: 0 }) _after: number,
  ): RunEvent {
    return event;
  }

  @FieldResolver(() => [ArtifactType], { description: "What it made, oldest first, at most 100." })
  artifacts(
    @Root() run: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return loadedList<ArtifactType>(run, info);
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => MetricSeriesType, {
    nullable: true,
    description: "How a metric went; null for one it has not logged.",
  })
  metric(
    @Root() { _id }: { _id: string },
    @Arg("name", () => String) name: string,
    @Arg("maxPoints", () => Int, { defaultValue: 500, description: "4 to 2000." }) maxPoints: number,
    @Ctx() { runsReading }: Context,
  ) {
    return runsReading.metric(_id, name, maxPoints);
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

@Resolver(() => ArtifactType)
export class ArtifactResolver {
  @FieldResolver(() => String, {
    description: "Path on this API to download it from, without a token, for 15 minutes.",
  })
  url(@Root() { _id }: { _id: string }, @Ctx() { artifacts }: Context) {
    return artifacts.addressOf(_id);
  }
}

@Resolver(() => SampleProducedType)
export class SampleProducedResolver {
  @FieldResolver(() => ArtifactType, { nullable: true, description: "What was made; null once it is gone." })
  artifact(@Root() { artifactId }: SampleProducedType, @Ctx() { loaders }: Context) {
    return loaders.artifacts.load(artifactId);
  }

  @FieldResolver(() => String, {
    description: "Path on this API to download it from, without a token, for 15 minutes.",
  })
  url(@Root() { artifactId }: SampleProducedType, @Ctx() { artifacts }: Context) {
    return artifacts.addressOf(artifactId);
  }
}

@Resolver(() => EvaluationCompletedType)
export class EvaluationCompletedResolver {
  @FieldResolver(() => EvaluationType)
  evaluation(@Root() { evaluationId }: EvaluationCompletedType, @Ctx() { loaders }: Context) {
    return loaders.evaluations.load(evaluationId);
  }
}
