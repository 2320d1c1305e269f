import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Extensions, FieldResolver, ID, Info, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { NOT_IN_LISTS } from "../../../graphql/limits.js";
import { globalId, rowId } from "../../../kernel/ids.js";
import { RunType } from "../runs/run.types.js";
import { CompareBy } from "./compared-metrics.js";
import type { ComparedFigure } from "./compared-values.js";
import { comparisonChart } from "./comparison-chart.js";
import { ComparedFigureType, ComparedMetricType, ComparisonType } from "./comparison.types.js";
import type { Comparison } from "./comparisons.service.js";

@Resolver(() => ComparisonType)
export class ComparisonResolver {
  @Query(() => ComparisonType, { description: "Sets 2 to 20 runs of your organisation side by side." })
  compareTrainingRuns(
    @Arg("ids", () => [ID], { description: "Each once." }) ids: string[],
    @Arg("metrics", () => [String], {
      nullable: true,
      description: "At most 20; when not given the first 10 by name that any of the runs has logged.",
    })
    metrics: string[] | null,
    @Arg("maxPoints", () => Int, { defaultValue: 200, description: "Of each curve: 4 to 1000; 40000 in all." })
    maxPoints: number,
    @Arg("by", () => CompareBy, { defaultValue: CompareBy.STEP }) by: CompareBy,
    @Ctx() { viewer, comparisons }: Context,
  ) {
    return comparisons.compare(viewer, { runIds: ids.map((id) => rowId("TrainingRun", id)), metrics, maxPoints, by });
  }

  @FieldResolver(() => [RunType], { description: "In the order in which they were asked for." })
  runs(@Root() { runIds }: Comparison, @Ctx() { viewer, runsReading }: Context, @Info() info: GraphQLResolveInfo) {
    return runsReading.several(viewer, runIds, info);
  }

  @FieldResolver(() => [ComparedMetricType], { description: "Curves with their best and last values." })
  async metrics(@Root() comparison: Comparison) {
    return (await comparison.metrics()).map(({ curves, winnerId, ...metric }) => ({
      ...metric,
      winner: winnerId && globalId("TrainingRun", winnerId),
      curves: curves.map(({ runId, ...curve }) => ({ ...curve, run: globalId("TrainingRun", runId) })),
    }));
  }

  @FieldResolver(() => [ComparedFigureType], {
    description: "Figures on the test part, beside those of the baselines.",
  })
  evaluation(@Root() { evaluation, runIds }: Comparison) {
    return evaluation.map((figure) => figureOf(figure, runIds));
  }

  @FieldResolver(() => [ComparedFigureType], { description: "In seconds, so far: waiting, training, all in all." })
  durations(@Root() { durations, runIds }: Comparison) {
    return durations.map((figure) => figureOf(figure, runIds));
  }

  @FieldResolver(() => [ComparedFigureType], {
    description: "What they have used so far, as TrainingRun.cost tells it.",
  })
  cost(@Root() { cost, runIds }: Comparison) {
    return cost.map((figure) => figureOf(figure, runIds));
  }

  @Extensions(NOT_IN_LISTS)
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The curves of a metric over one another, as an SVG document; null for one that is not among those compared.",
  })
  async chart(@Root() comparison: Comparison, @Arg("metric", () => String) name: string) {
    const metric = (await comparison.metrics()).find((one) => one.name === name);
    return metric ? comparisonChart(metric, comparison) : null;
  }
}

function figureOf({ winnerAt, ...figure }: ComparedFigure, runIds: readonly string[]) {
  return { ...figure, winner: winnerAt === null ? null : globalId("TrainingRun", runIds[winnerAt]) };
}
