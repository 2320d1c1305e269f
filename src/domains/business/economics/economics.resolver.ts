import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { PageArgs } from "../../../graphql/connection.types.js";
import { NOT_IN_LISTS, rowsAbout } from "../../../graphql/limits.js";
import { rowId } from "../../../kernel/ids.js";
import {
  CreateEconomicModelInput,
  CreateEconomicScenarioInput,
  UpdateEconomicModelInput,
  UpdateEconomicScenarioInput,
} from "./economic-model.inputs.js";
import {
  CreateEconomicModelResult,
  CreateEconomicScenarioResult,
  EconomicModelConnection,
  EconomicModelsArgs,
  EconomicModelType,
  EconomicModelVersionConnection,
  EconomicScenarioType,
} from "./economics.types.js";
import { PRICE_LISTS } from "./price-lists.js";
import { EconomicTemplateType, PriceListType } from "./template.types.js";
import { TEMPLATES } from "./templates/template-catalogue.js";
import { withRowIds } from "./run-link-ids.inputs.js";

@Resolver(() => EconomicModelType)
export class EconomicsResolver {
  @Extensions(rowsAbout(8))
  @Query(() => [EconomicTemplateType], { description: "How models of each business model are computed." })
  economicTemplates(
    @Arg("businessModel", () => String, { nullable: true, description: "Only this one, by its slug." })
    wanted?: string | null,
  ): EconomicTemplateType[] {
    return [...TEMPLATES].flatMap(([businessModel, template]) =>
      wanted == null || wanted === businessModel
        ? ({ businessModel, ...template } as unknown as EconomicTemplateType)
        : [],
    );
  }

  @Extensions(rowsAbout(3))
  @Query(() => [PriceListType], { description: "Published prices to plan against." })
  priceLists(): PriceListType[] {
    return PRICE_LISTS as unknown as PriceListType[];
  }

  @Query(() => EconomicModelConnection, { description: "The economic models of your organisation, newest first." })
  economicModels(
    @Args(() => EconomicModelsArgs) { businessModel, ...page }: EconomicModelsArgs,
    @Ctx() { viewer, economicsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return economicsReading.list(viewer, { businessModel }, page, info);
  }

  @Query(() => EconomicModelType, { nullable: true, description: "One economic model of your organisation, or null." })
  economicModel(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, economicsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return economicsReading.find(viewer, rowId("EconomicModel", id), info);
  }

  @Mutation(() => CreateEconomicModelResult, {
    description: "Makes a model of a business model; what is not told has the template's standard values.",
  })
  async createEconomicModel(
    @Arg("input", () => CreateEconomicModelInput) input: CreateEconomicModelInput,
    @Ctx() { viewer, economicModels, economicsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const made = await economicModels.create(viewer, withRowIds(input));
    return "modelId" in made ? economicsReading.find(viewer, made.modelId, info) : made;
  }

  @Mutation(() => EconomicModelType, { description: "Tells a model something else; the version before is kept." })
  async updateEconomicModel(
    @Arg("input", () => UpdateEconomicModelInput) { id, expectedRevision, ...change }: UpdateEconomicModelInput,
    @Ctx() { viewer, economicModels, economicsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await economicModels.update(viewer, rowId("EconomicModel", id), withRowIds(change), expectedRevision);
    return economicsReading.find(viewer, rowId("EconomicModel", id), info);
  }

  @Mutation(() => EconomicModelType, {
    description: "Takes the figures that linked training runs have now; see EconomicRunLink.stale.",
  })
  async refreshEconomicModelRuns(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, economicModels, economicsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await economicModels.refreshRuns(viewer, rowId("EconomicModel", id));
    return economicsReading.find(viewer, rowId("EconomicModel", id), info);
  }

  @Mutation(() => ID, { description: "Deletes a model with its versions, scenarios and simulations." })
  async deleteEconomicModel(@Arg("id", () => ID) id: string, @Ctx() { viewer, economicModels }: Context) {
    await economicModels.delete(viewer, rowId("EconomicModel", id));
    return id;
  }

  @Mutation(() => CreateEconomicScenarioResult, { description: "Adds a scenario to a model." })
  async createEconomicScenario(
    @Arg("input", () => CreateEconomicScenarioInput) { modelId, ...input }: CreateEconomicScenarioInput,
    @Ctx() { viewer, economicScenarios, economicsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const made = await economicScenarios.create(viewer, rowId("EconomicModel", modelId), withRowIds(input));
    return "scenarioId" in made ? economicsReading.findScenario(viewer, made.scenarioId, info) : made;
  }

  @Mutation(() => EconomicScenarioType, { description: "Changes a scenario." })
  async updateEconomicScenario(
    @Arg("input", () => UpdateEconomicScenarioInput) { id, ...change }: UpdateEconomicScenarioInput,
    @Ctx() { viewer, economicScenarios, economicsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await economicScenarios.update(viewer, rowId("EconomicScenario", id), withRowIds(change));
    return economicsReading.findScenario(viewer, rowId("EconomicScenario", id), info);
  }

  @Mutation(() => ID, { description: "Deletes a scenario." })
  async deleteEconomicScenario(@Arg("id", () => ID) id: string, @Ctx() { viewer, economicScenarios }: Context) {
    await economicScenarios.delete(viewer, rowId("EconomicScenario", id));
    return id;
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => EconomicModelVersionConnection, { description: "What it was told when, the newest first." })
  versions(
    @Root() { _id }: { _id: string },
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { economicsReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return economicsReading.versions(_id, page, info);
  }
}
