import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../../../context.js";
import { rowId } from "../../../kernel/ids.js";
import { RunType } from "../runs/run.types.js";
import type { WorkersChange } from "./worker-feed.js";
import { WorkerConnection, WorkersArgs, WorkersChangeType, WorkerType } from "./worker.types.js";

@Resolver()
export class WorkersResolver {
  @Query(() => WorkerConnection, { description: "The workers that are there, oldest first. For administrators." })
  workers(
    @Args(() => WorkersArgs) { filter, ...page }: WorkersArgs,
    @Ctx() { viewer, fleet }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return fleet.list(viewer, filter ?? {}, page, info);
  }

  @Mutation(() => WorkerType, {
    description:
      "Lets a worker take nothing new; it finishes what it has. A worker that is started again is a new one. For administrators.",
  })
  async drainWorker(
    @Arg("id", () => ID) id: string,
    @Arg("handBack", () => Boolean, {
      defaultValue: false,
      description: "Whether its runs are to be given back at a checkpoint, to go on elsewhere, rather than finished.",
    })
    handBack: boolean,
    @Ctx() { viewer, fleet }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const workerId = rowId("Worker", id);
    await fleet.drain(viewer, workerId, handBack);
    return fleet.find(viewer, workerId, info);
  }

  @Mutation(() => WorkerType, { description: "Lets a drained worker take runs again. For administrators." })
  async undrainWorker(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, fleet }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const workerId = rowId("Worker", id);
    await fleet.undrain(viewer, workerId);
    return fleet.find(viewer, workerId, info);
  }

  @Subscription(() => WorkersChangeType, {
    description:
      "The workers: first all that are there, then what changes, several changes together. A heartbeat is no change. Never completes. For administrators.",
    subscribe: ({ context }) => {
      const { viewer, fleet } = context as Context;
      return fleet.follow(viewer);
    },
  })
  workersChanged(@Root() change: WorkersChange): WorkersChange {
    return change;
  }
}

@Resolver(() => RunType)
export class RunWorkerResolver {
  @FieldResolver(() => WorkerType, {
    nullable: true,
    description: "The worker that trains it now. For administrators; null for everybody else.",
  })
  worker(@Root() { _id }: { _id: string }, @Ctx() { viewer, loaders }: Context) {
    return viewer.may("workers:read") ? loaders.workers.load(_id) : null;
  }
}
