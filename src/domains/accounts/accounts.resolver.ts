import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Extensions, FieldResolver, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.js";
import { PUBLIC } from "../../graphql/guard.js";
import { RefreshSessionInput, SessionType, SignInInput, SignInResult, ViewerType } from "./accounts.types.js";
import type { OpenedSession } from "./sessions.service.js";

@Resolver()
export class AccountsResolver {
  @Query(() => ViewerType, { description: "Who is signed in." })
  viewer(@Ctx() { viewer, accounts }: Context, @Info() info: GraphQLResolveInfo) {
    return accounts.readViewer(viewer, info);
  }

  @Extensions(PUBLIC)
  @Mutation(() => SignInResult, { description: "Opens a session in the user's organisation." })
  signIn(@Arg("input", () => SignInInput) input: SignInInput, @Ctx() { sessions }: Context) {
    return sessions.signIn(input);
  }

  @Extensions(PUBLIC)
  @Mutation(() => SignInResult, { description: "Trades a refresh token for a new session; each works once." })
  refreshSession(
    @Arg("input", () => RefreshSessionInput) { refreshToken }: RefreshSessionInput,
    @Ctx() { sessions }: Context,
  ) {
    return sessions.refresh(refreshToken);
  }

  @Mutation(() => Boolean, { description: "Ends this session everywhere." })
  async signOut(@Ctx() { viewer, sessions }: Context) {
    await sessions.signOut(viewer);
    return true;
  }
}

@Resolver(() => SessionType)
export class SessionResolver {
  @FieldResolver(() => ViewerType)
  viewer(@Root() { viewer }: OpenedSession, @Ctx() { accounts }: Context, @Info() info: GraphQLResolveInfo) {
    return accounts.readViewer(viewer, info);
  }
}
