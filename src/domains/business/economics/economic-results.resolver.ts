import { Arg, Ctx, Extensions, FieldResolver, Float, ID, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { NOT_IN_LISTS, rowsAbout, weighing } from "../../../graphql/limits.js";
import { rowId } from "../../../kernel/ids.js";
import { EconomicModelType } from "./economics.types.js";
import {
  barType,
  differenceTypes,
  explanationType,
  figureTypes,
  inputType,
  seriesType,
} from "./result-presentation.types.js";
import {
  EconomicDifferenceType,
  EconomicExplanationType,
  EconomicFigureType,
  EconomicInputType,
  EconomicSeriesType,
} from "./result.types.js";
import {
  GoalInputType,
  SensitivityGridType,
  SensitivityPointType,
  SoughtGoalType,
  TornadoBarType,
  VariedInputType,
} from "./sensitivity.types.js";

interface Model {
  _id: string;
}

const SCENARIO = { nullable: true, description: "A scenario of the model; the model itself when not given." } as const;
const OUTPUT = { description: "Name of a figure, or of an input or formula, which then needs a month." };
const MONTH = { nullable: true, description: "From 1; left out for a figure." } as const;
const scenarioId = (id: string | null | undefined) => (id == null ? id : rowId("EconomicScenario", id));

/** What a model comes to. */
@Resolver(() => EconomicModelType)
export class EconomicResultsResolver {
  @Extensions({ ...NOT_IN_LISTS, ...rowsAbout(50), ...weighing(100) })
  @FieldResolver(() => [EconomicInputType], { description: "What it is told, in the template's order." })
  async inputs(
    @Root() { _id }: Model,
    @Ctx() { viewer, economicResults, inputReading }: Context,
    @Arg("scenario", () => ID, SCENARIO) scenario?: string | null,
  ): Promise<EconomicInputType[]> {
    return (await inputReading.inputsOf(await economicResults.caseOf(viewer, _id, scenarioId(scenario)))).map(
      inputType,
    );
  }

  @Extensions({ ...NOT_IN_LISTS, ...rowsAbout(20), ...weighing(250) })
  @FieldResolver(() => [EconomicSeriesType], { description: "Inputs and formulas over the months; at most 20." })
  async series(
    @Root() { _id }: Model,
    @Arg("outputs", () => [String], { description: "Names; see economicTemplates." }) outputs: string[],
    @Ctx() { viewer, economicResults }: Context,
    @Arg("scenario", () => ID, SCENARIO) scenario?: string | null,
  ): Promise<EconomicSeriesType[]> {
    return economicResults
      .seriesOf(await economicResults.caseOf(viewer, _id, scenarioId(scenario)), outputs)
      .map(seriesType);
  }

  @Extensions({ ...NOT_IN_LISTS, ...rowsAbout(16), ...weighing(250) })
  @FieldResolver(() => [EconomicFigureType], { description: "The numbers for all months." })
  async figures(
    @Root() { _id }: Model,
    @Ctx() { viewer, economicResults }: Context,
    @Arg("scenario", () => ID, SCENARIO) scenario?: string | null,
  ): Promise<EconomicFigureType[]> {
    const found = await economicResults.caseOf(viewer, _id, scenarioId(scenario));
    return figureTypes(found.template, economicResults.outcomeOf(found));
  }

  @Extensions({ ...NOT_IN_LISTS, ...weighing(250) })
  @FieldResolver(() => EconomicExplanationType, {
    description: "Where one of its numbers comes from: formula and ingredients.",
  })
  async explain(
    @Root() { _id }: Model,
    @Arg("output", () => String, OUTPUT) output: string,
    @Ctx() { viewer, economicResults }: Context,
    @Arg("month", () => Int, MONTH) month?: number | null,
    @Arg("scenario", () => ID, SCENARIO) scenario?: string | null,
  ): Promise<EconomicExplanationType> {
    const found = await economicResults.caseOf(viewer, _id, scenarioId(scenario));
    return explanationType(economicResults.explain(found, output, month));
  }

  @Extensions({ ...NOT_IN_LISTS, ...rowsAbout(16), ...weighing(500) })
  @FieldResolver(() => [EconomicDifferenceType], { description: "Its figures beside those of a scenario." })
  async differences(
    @Root() { _id }: Model,
    @Arg("scenario", () => ID) scenario: string,
    @Ctx() { viewer, economicResults }: Context,
  ): Promise<EconomicDifferenceType[]> {
    const base = await economicResults.caseOf(viewer, _id);
    const other = await economicResults.caseOf(viewer, _id, scenarioId(scenario));
    return differenceTypes(base.template, economicResults.outcomeOf(base), economicResults.outcomeOf(other));
  }

  @Extensions({ ...NOT_IN_LISTS, ...rowsAbout(11), ...weighing(250) })
  @FieldResolver(() => [SensitivityPointType], { description: "An output at each value of one input." })
  async sensitivity(
    @Root() { _id }: Model,
    @Arg("vary", () => VariedInputType) vary: VariedInputType,
    @Arg("output", () => String, OUTPUT) output: string,
    @Ctx() { viewer, economicResults, sensitivity }: Context,
    @Arg("month", () => Int, MONTH) month?: number | null,
    @Arg("scenario", () => ID, SCENARIO) scenario?: string | null,
  ): Promise<SensitivityPointType[]> {
    return sensitivity.oneWay(await economicResults.caseOf(viewer, _id, scenarioId(scenario)), vary, output, month);
  }

  @Extensions({ ...NOT_IN_LISTS, ...weighing(250) })
  @FieldResolver(() => SensitivityGridType, { description: "An output at each pair of values of two inputs." })
  async sensitivityGrid(
    @Root() { _id }: Model,
    @Arg("rows", () => VariedInputType) rows: VariedInputType,
    @Arg("columns", () => VariedInputType) columns: VariedInputType,
    @Arg("output", () => String, OUTPUT) output: string,
    @Ctx() { viewer, economicResults, sensitivity }: Context,
    @Arg("month", () => Int, MONTH) month?: number | null,
    @Arg("scenario", () => ID, SCENARIO) scenario?: string | null,
  ): Promise<SensitivityGridType> {
    return sensitivity.twoWay(
      await economicResults.caseOf(viewer, _id, scenarioId(scenario)),
      rows,
      columns,
      output,
      month,
    );
  }

  @Extensions({ ...NOT_IN_LISTS, ...rowsAbout(50), ...weighing(1000) })
  @FieldResolver(() => [TornadoBarType], {
    description:
      "Which inputs move an output most when each is lowered and raised by a share of itself, the strongest first.",
  })
  async tornado(
    @Root() { _id }: Model,
    @Arg("output", () => String, OUTPUT) output: string,
    @Ctx() { viewer, economicResults, sensitivity }: Context,
    @Arg("share", () => Float, { defaultValue: 0.1, description: "Above 0, at most 1." }) share: number,
    @Arg("month", () => Int, MONTH) month?: number | null,
    @Arg("scenario", () => ID, SCENARIO) scenario?: string | null,
  ): Promise<TornadoBarType[]> {
    const found = await economicResults.caseOf(viewer, _id, scenarioId(scenario));
    return sensitivity.tornado(found, output, share, month).map(barType);
  }

  @Extensions({ ...NOT_IN_LISTS, ...weighing(500) })
  @FieldResolver(() => SoughtGoalType, { description: "Which value of one input gives a wanted output." })
  async goalSeek(
    @Root() { _id }: Model,
    @Arg("goal", () => GoalInputType) goal: GoalInputType,
    @Ctx() { viewer, economicResults, sensitivity }: Context,
    @Arg("scenario", () => ID, SCENARIO) scenario?: string | null,
  ): Promise<SoughtGoalType> {
    return sensitivity.goalSeek(await economicResults.caseOf(viewer, _id, scenarioId(scenario)), goal);
  }
}
