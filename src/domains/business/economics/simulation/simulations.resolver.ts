import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Args,
  Ctx,
  Extensions,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import type { Context } from "../../../../context.js";
import { PageArgs } from "../../../../graphql/connection.types.js";
import { NOT_IN_LISTS } from "../../../../graphql/limits.js";
import { numberedBySeq, resumeAfter } from "../../../../graphql/subscriptions/numbered-events.js";
import { rowId } from "../../../../kernel/ids.js";
import { EconomicModelType } from "../economics.types.js";
import { SimulateEconomicModelInput } from "./simulate.inputs.js";
import type { SimulationEvent } from "./simulation.events.js";
import {
  EconomicSimulationConnection,
  EconomicSimulationType,
  SimulateEconomicModelResult,
  SimulationEventType,
} from "./simulation.types.js";

@Resolver(() => EconomicModelType)
export class SimulationsResolver {
  @Query(() => EconomicSimulationType, { nullable: true, description: "One simulation of your organisation, or null." })
  economicSimulation(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, simulations }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return simulations.find(viewer, rowId("EconomicSimulation", id), info);
  }

  @Mutation(() => SimulateEconomicModelResult, {
    description:
      "Draws inputs of a model at random, in the background, and tells what that does to its figures; see economicSimulationEvents.",
  })
  async simulateEconomicModel(
    @Arg("input", () => SimulateEconomicModelInput) { modelId, scenario, ...asked }: SimulateEconomicModelInput,
    @Ctx() { viewer, simulations }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const of = { ...asked, scenario: scenario == null ? null : rowId("EconomicScenario", scenario) };
    const started = await simulations.start(viewer, rowId("EconomicModel", modelId), of);
    return "simulationId" in started ? simulations.find(viewer, started.simulationId, info) : started;
  }

  @Mutation(() => EconomicSimulationType, { description: "Ends a simulation; one that has ended stays as it is." })
  async cancelEconomicSimulation(
    @Arg("id", () => ID) id: string,
    @Ctx() { viewer, simulations }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await simulations.cancel(viewer, rowId("EconomicSimulation", id));
    return simulations.find(viewer, rowId("EconomicSimulation", id), info);
  }

  @Extensions(numberedBySeq("after"))
  @Subscription(() => SimulationEventType, {
    description:
      "Everything that happens to a simulation: first what has happened after the event `after`, then what happens, as it does. Completes when it has ended. As server-sent events, each bears its `seq` as its id, and a `Last-Event-ID` header goes before `after`.",
    subscribe: ({ args, context }) => {
      const { viewer, simulations, lastEventId } = context as Context;
      const { simulationId, after } = args as { simulationId: string; after: number | null };
      return simulations.follow(viewer, rowId("EconomicSimulation", simulationId), resumeAfter(after, { lastEventId }));
    },
  })
  economicSimulationEvents(
    @Root() event: SimulationEvent,
    @Arg("simulationId", () => ID) _simulationId: string,
    @Arg("after", () => Int, { nullable: true, defaultValue: 0 }) _after: number,
  ): SimulationEvent {
    return event;
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => EconomicSimulationConnection, { description: "Its simulations, newest first." })
  simulations(
    @Root() { _id }: { _id: string },
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { viewer, simulations }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return simulations.ofModel(viewer, _id, page, info);
  }
}
