import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { PageArgs } from "../../../graphql/connection.types.js";
import { WorkerConnection } from "./worker.types.js";

@Resolver()
export class WorkersResolver {
  @Query(() => WorkerConnection, { description: "The workers that are there, oldest first. For administrators." })
  workers(@Args(() => PageArgs) page: PageArgs, @Ctx() { viewer, workers }: Context, @Info() info: GraphQLResolveInfo) {
    return workers.list(viewer, page, info);
  }
}
