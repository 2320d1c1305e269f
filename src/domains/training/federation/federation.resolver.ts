import type { GraphQLResolveInfo } from "graphql";
import { Arg, FieldResolver, Info, Int, Resolver, Root } from "type-graphql";
import { loadedList } from "../../../graphql/loaded-list.js";
import { FederatedRoundType, FederationType } from "./federation.types.js";

@Resolver(() => FederationType)
export class FederationResolver {
  @FieldResolver(() => [FederatedRoundType], { description: "Newest first." })
  rounds(
    @Arg("first", () => Int, { defaultValue: 20, description: "At most 100." }) _first: number,
    @Root() federation: object,
    @Info() info: GraphQLResolveInfo,
  ) {
    return loadedList(federation, info);
  }
}
