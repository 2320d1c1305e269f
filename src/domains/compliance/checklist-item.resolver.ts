import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Int, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.js";
import { loadedList } from "../../graphql/loaded-list.js";
import { ContentRevisionType } from "../content/content.types.js";
import { CreateChecklistItemInput, UpdateChecklistItemInput } from "./compliance.inputs.js";
import { ChecklistItemType } from "./compliance.types.js";

@Resolver(() => ChecklistItemType)
export class ChecklistItemResolver {
  @Mutation(() => ChecklistItemType, { description: "Adds an item to a checklist. For administrators." })
  createChecklistItem(
    @Arg("input", () => CreateChecklistItemInput) input: CreateChecklistItemInput,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.items.create(viewer, input, info);
  }

  @Mutation(() => ChecklistItemType, { description: "Changes an item. For administrators." })
  updateChecklistItem(
    @Arg("input", () => UpdateChecklistItemInput) input: UpdateChecklistItemInput,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.items.update(viewer, input, info);
  }

  @Mutation(() => ChecklistItemType, {
    description: "Takes an item out of its checklist; its history stays. For administrators.",
  })
  archiveChecklistItem(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, compliance }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return compliance.items.archive(viewer, id, info);
  }

  @FieldResolver(() => [ContentRevisionType], {
    description: "What it said before, drafts included; the newest first, at most 100. For administrators.",
  })
  revisions(
    @Root() item: object,
    @Info() info: GraphQLResolveInfo,
    @Arg("first", () => Int, { defaultValue: 10 }) _first: number,
    @Ctx() { viewer }: Context,
  ) {
    viewer.require("content:edit");
    return loadedList<ContentRevisionType>(item, info);
  }
}
