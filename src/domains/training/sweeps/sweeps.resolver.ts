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
import { PageArgs } from "../../../graphql/connection.types.js";
import { NOT_IN_LISTS, rowsAbout } from "../../../graphql/limits.js";
import { numberedBySeq, resumeAfter } from "../../../graphql/subscriptions/numbered-events.js";
import { globalId, rowId } from "../../../kernel/ids.js";
import { RunType } from "../runs/run.types.js";
import { LaunchSweepInput, LaunchSweepResult } from "./launch-sweep.types.js";
import type { SweepEvent } from "./sweep.events.js";
import { SweepEventType, TrialLaunchedType } from "./sweep-event.types.js";
import { ParallelCoordinatesType, ParameterImportanceType } from "./sweep-plot.types.js";
import { SweepConnection, SweepsArgs, SweepType } from "./sweep.types.js";
import { SweepTrialConnection } from "./sweep-trial.types.js";

@Resolver(() => SweepType)
export class SweepsResolver {
  @Query(() => SweepConnection, { description: "The sweeps of your organisation, newest first." })
  sweeps(
    @Args(() => SweepsArgs) { filter, ...page }: SweepsArgs,
    @Ctx() { viewer, sweepsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return sweepsReading.list(viewer, filter ?? {}, page, info);
  }

  @Query(() => SweepType, { nullable: true, description: "One sweep of your organisation, or null." })
  sweep(@Arg("id", () => ID) id: string, @Ctx() { viewer, sweepsReading }: Context, @Info() info: GraphQLResolveInfo) {
    return sweepsReading.find(viewer, rowId("Sweep", id), info);
  }

  @Mutation(() => LaunchSweepResult, {
    description:
      "Starts a search for good parameters of a recipe; its trials are training runs on whatever workers are free.",
  })
  async launchSweep(
    @Arg("input", () => LaunchSweepInput) input: LaunchSweepInput,
    @Ctx() { viewer, sweeps, sweepsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const launched = await sweeps.launch(viewer, input);
    return "sweepId" in launched ? sweepsReading.find(viewer, launched.sweepId, info) : launched;
  }

  @Mutation(() => SweepType, { description: "Launches no further trials until it is resumed; those under way go on." })
  async pauseSweep(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, sweeps, sweepsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await sweeps.pause(viewer, rowId("Sweep", id));
    return sweepsReading.find(viewer, rowId("Sweep", id), info);
  }

  @Mutation(() => SweepType, { description: "Lets a paused sweep launch trials again." })
  async resumeSweep(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, sweeps, sweepsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await sweeps.resume(viewer, rowId("Sweep", id));
    return sweepsReading.find(viewer, rowId("Sweep", id), info);
  }

  @Mutation(() => SweepType, {
    description: "Ends a sweep and cancels its trials under way; one that has ended stays as it is.",
  })
  async stopSweep(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, sweeps, sweepsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await sweeps.stop(viewer, rowId("Sweep", id));
    return sweepsReading.find(viewer, rowId("Sweep", id), info);
  }

  @Mutation(() => SweepType, {
    description: "Changes how many trials may be under way at once; those that are too many go on to their end.",
  })
  async setSweepConcurrency(
    @Arg("id", () => ID) id: string,
    @Arg("concurrency", () => Int, { description: "1 to 100." }) concurrency: number,
    @Ctx() { viewer, sweeps, sweepsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await sweeps.setConcurrency(viewer, rowId("Sweep", id), concurrency);
    return sweepsReading.find(viewer, rowId("Sweep", id), info);
  }

  @Extensions(numberedBySeq("after"))
  @Subscription(() => SweepEventType, {
    description:
      "Everything that happens to a sweep: first what has happened after the event `after`, then what happens, as it does. Completes when the sweep has ended. As server-sent events, each bears its `seq` as its id, and a `Last-Event-ID` header goes before `after`.",
    subscribe: ({ args, context }) => {
      const { viewer, sweeps, lastEventId } = context as Context;
      const { sweepId, after } = args as { sweepId: string; after: number | null };
      return sweeps.follow(viewer, rowId("Sweep", sweepId), resumeAfter(after, { lastEventId }));
    },
  })
  sweepEvents(
    @Root() event: SweepEvent,
    @Arg("sweepId", () => ID) _sweepId: string,
    @Arg("after", () => Int, { nullable: true, defaultValue: 0 }) _after: number,
  ): SweepEvent {
    return event;
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => SweepTrialConnection, { description: "In the order of their launch." })
  trials(
    @Root() { _id }: { _id: string },
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { sweepsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return sweepsReading.trials(_id, page, info);
  }

  @Extensions({ ...NOT_IN_LISTS, ...rowsAbout(20) })
  @FieldResolver(() => [ParameterImportanceType], {
    description: "How much each parameter matters, most important first; empty until four trials have a result.",
  })
  importance(@Root() { _id }: { _id: string }, @Ctx() { sweepsReading }: Context) {
    return sweepsReading.importance(_id);
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => ParallelCoordinatesType, { description: "Every trial as a line across its parameters." })
  parallelCoordinates(@Root() { _id }: { _id: string }, @Ctx() { sweepsReading }: Context) {
    return sweepsReading.parallelCoordinates(_id);
  }
}

@Resolver(() => RunType)
export class TrialRunResolver {
  @FieldResolver(() => SweepType, { nullable: true, description: "The sweep that it is a trial of." })
  sweep(@Root() run: { sweep: SweepType | null }) {
    return run.sweep;
  }

  @FieldResolver(() => Int, { nullable: true, description: "Which trial of its sweep it is." })
  trialNumber(@Root() run: { trialNumber: number | null }) {
    return run.trialNumber;
  }
}

@Resolver(() => TrialLaunchedType)
export class TrialLaunchedResolver {
  @FieldResolver(() => ID, { description: "Id of its training run." })
  runId(@Root() { runId }: TrialLaunchedType) {
    return globalId("TrainingRun", runId);
  }
}
