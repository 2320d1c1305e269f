import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../../../context.js";
import { PageArgs } from "../../../graphql/connection.types.js";
import { RetentionReportConnection } from "./retention.types.js";

@Resolver()
export class RetentionResolver {
  @Query(() => RetentionReportConnection, {
    description: "What retention has deleted in this installation, newest first. For administrators.",
  })
  retentionReports(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { viewer, retention }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return retention.reports(viewer, page, info);
  }
}
