import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.js";
import { loadedList } from "../../graphql/loaded-list.js";
import { ContentRevisionType } from "../content/content.types.js";
import { CreateChecklistInput, UpdateChecklistInput } from "./compliance.inputs.js";
import {
  ChecklistConnection,
  ChecklistItemType,
  ChecklistsArgs,
  ChecklistType,
  ComplianceFrameworkConnection,
  ComplianceFrameworksArgs,
  ComplianceFrameworkType,
} from "./compliance.types.js";

@Resolver(() => ChecklistType)
export class ComplianceResolver {
  @Query(() => ComplianceFrameworkConnection, { description: "Laws, standards and the like, oldest entry first." })
  complianceFrameworks(
    @Args(() => ComplianceFrameworksArgs) { filter, ...page }: ComplianceFrameworksArgs,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.frameworks.list(viewer, filter ?? {}, page, info);
  }

  @Query(() => ComplianceFrameworkType, { nullable: true, description: "One framework, or null." })
  complianceFramework(
    @Arg("slug", () => String) slug: string,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.frameworks.readBySlug(viewer, slug, info);
  }

  @Query(() => ChecklistConnection, { description: "The checklists, oldest first." })
  checklists(
    @Args(() => ChecklistsArgs) { filter, ...page }: ChecklistsArgs,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.checklists.list(viewer, filter ?? {}, page, info);
  }

  @Query(() => ChecklistType, { nullable: true, description: "One checklist, or null." })
  checklist(
    @Arg("slug", () => String) slug: string,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.checklists.readBySlug(viewer, slug, info);
  }

  @Mutation(() => ChecklistType, { description: "Adds a checklist, still without items. For administrators." })
  createChecklist(
    @Arg("input", () => CreateChecklistInput) input: CreateChecklistInput,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.checklists.create(viewer, input, info);
  }

  @Mutation(() => ChecklistType, { description: "Changes a checklist. For administrators." })
  updateChecklist(
    @Arg("input", () => UpdateChecklistInput) input: UpdateChecklistInput,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.checklists.update(viewer, input, info);
  }

  @Mutation(() => ChecklistType, {
    description: "Hides a checklist with its items; its history stays. For administrators.",
  })
  archiveChecklist(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.checklists.archive(viewer, id, info);
  }

  @FieldResolver(() => [ChecklistItemType], { description: "As arranged, at most 100." })
  items(
    @Root() checklist: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 20 }) _first: number,
  ) {
    return loadedList<ChecklistItemType>(checklist, info);
  }

  @FieldResolver(() => [ContentRevisionType], {
    description: "What it said before, drafts included; the newest first, at most 100. For administrators.",
  })
  revisions(
    @Root() checklist: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 10 }) _first: number,
    @Ctx() { viewer }: Context,
  ) {
    viewer.require("content:edit");
    return loadedList<ContentRevisionType>(checklist, info);
  }
}
