import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../context.js";
import { Node } from "./node.types.js";

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: "Any object by its id; null when there is none, or none that you may see.",
  })
  node(@Arg("id", () => ID) id: string, @Ctx() { viewer, nodes }: Context, @Info() info: GraphQLResolveInfo) {
    return nodes.read(viewer, id, info);
  }
}
