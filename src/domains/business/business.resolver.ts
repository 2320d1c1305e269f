import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.js";
import { PageArgs } from "../../graphql/connection.types.js";
import { loadedList } from "../../graphql/loaded-list.js";
import { ContentRevisionType } from "../content/content.types.js";
import { CreateBusinessModelInput, UpdateBusinessModelInput } from "./business-model.inputs.js";
import {
  BusinessModelConnection,
  BusinessModelsArgs,
  BusinessModelType,
  ChallengeAreaConnection,
  ChallengeAreaType,
  TalentRoleConnection,
  TalentRoleType,
} from "./business.types.js";

@Resolver(() => BusinessModelType)
export class BusinessResolver {
  @Query(() => BusinessModelConnection, { description: "The catalogue of business models, oldest first." })
  businessModels(
    @Args(() => BusinessModelsArgs) { filter, ...page }: BusinessModelsArgs,
    @Ctx() { viewer, business }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return business.models.list(viewer, filter ?? {}, page, info);
  }

  @Query(() => BusinessModelType, { nullable: true, description: "One business model, or null." })
  businessModel(
    @Arg("slug", () => String) slug: string,
    @Ctx() { viewer, business }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return business.models.readBySlug(viewer, slug, info);
  }

  @Query(() => TalentRoleConnection, { description: "The roles that a start-up has to fill, as arranged." })
  talentRoles(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { viewer, business }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return business.talentRoles.list(viewer, {}, page, info);
  }

  @Query(() => TalentRoleType, { nullable: true, description: "One talent role, or null." })
  talentRole(
    @Arg("slug", () => String) slug: string,
    @Ctx() { viewer, business }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return business.talentRoles.readBySlug(viewer, slug, info);
  }

  @Query(() => ChallengeAreaConnection, { description: "The fields of difficulties, as arranged." })
  challengeAreas(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { viewer, business }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return business.challengeAreas.list(viewer, {}, page, info);
  }

  @Query(() => ChallengeAreaType, { nullable: true, description: "One challenge area, or null." })
  challengeArea(
    @Arg("slug", () => String) slug: string,
    @Ctx() { viewer, business }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return business.challengeAreas.readBySlug(viewer, slug, info);
  }

  @Mutation(() => BusinessModelType, { description: "Adds a business model. For administrators." })
  createBusinessModel(
    @Arg("input", () => CreateBusinessModelInput) input: CreateBusinessModelInput,
    @Ctx() { viewer, business }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return business.models.create(viewer, input, info);
  }

  @Mutation(() => BusinessModelType, { description: "Changes a business model. For administrators." })
  updateBusinessModel(
    @Arg("input", () => UpdateBusinessModelInput) input: UpdateBusinessModelInput,
    @Ctx() { viewer, business }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return business.models.update(viewer, input, info);
  }

  @Mutation(() => BusinessModelType, {
    description: "Takes a business model out of the catalogue; its history stays. For administrators.",
  })
  archiveBusinessModel(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, business }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return business.models.archive(viewer, id, info);
  }

  @FieldResolver(() => [ContentRevisionType], {
    description: "What it said before, drafts included; the newest first, at most 100. For administrators.",
  })
  revisions(
    @Root() model: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 10 }) _first: number,
    @Ctx() { viewer }: Context,
  ) {
    viewer.require("content:edit");
    return loadedList<ContentRevisionType>(model, info);
  }
}
