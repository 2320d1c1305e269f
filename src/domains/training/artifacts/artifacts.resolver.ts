import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { DateTime } from "../../../graphql/scalars.js";
import { ArtifactType } from "./artifact.types.js";

@Resolver(() => ArtifactType)
export class ArtifactResolver {
  @FieldResolver(() => String, {
    description:
      "Path on this API to download it from, without a token, for 15 minutes: GET or HEAD, whole or by range, with its sha256 as entity tag.",
  })
  url(@Root() { _id }: { _id: string }, @Ctx() { artifacts }: Context) {
    return artifacts.addressOf(_id);
  }

  @FieldResolver(() => DateTime, { description: "Until when the url works at least; read it again for another." })
  urlExpiresAt(@Ctx() { artifacts }: Context) {
    return artifacts.addressExpiry();
  }
}
