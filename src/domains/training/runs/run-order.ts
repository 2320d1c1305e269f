import { InvalidInput } from "../../../kernel/errors.js";
import { byCreation, newestFirst, type Order } from "../../../kernel/read/reader.js";
import type { RunSearch } from "./run-search.js";

/** In which order runs are listed. The keys are GraphQL's names. */
export enum RunOrder {
  NEWEST = "NEWEST",
  OLDEST = "OLDEST",
  NAME = "NAME",
  STARTED = "STARTED",
  FINISHED = "FINISHED",
  METRIC_HIGHEST = "METRIC_HIGHEST",
  METRIC_LOWEST = "METRIC_LOWEST",
  RELEVANCE = "RELEVANCE",
}

/** The order of a list: as asked for, else the best match first where something is searched for, else the newest. */
export function orderOfRuns(
  { orderBy, orderMetric }: { orderBy?: RunOrder | null; orderMetric?: string | null },
  search?: RunSearch,
): Order {
  switch (orderBy ?? (search ? RunOrder.RELEVANCE : RunOrder.NEWEST)) {
    case RunOrder.NEWEST:
      return newestFirst;
    case RunOrder.OLDEST:
      return byCreation;
    case RunOrder.NAME:
      return { by: [{ sql: (run) => `lower(${run}.name)`, type: "text" }, ...byCreation.by], descending: false };
    case RunOrder.STARTED:
      return latestFirst("started_at");
    case RunOrder.FINISHED:
      return latestFirst("finished_at");
    case RunOrder.METRIC_HIGHEST:
      return byMetric(orderMetric, true);
    case RunOrder.METRIC_LOWEST:
      return byMetric(orderMetric, false);
    case RunOrder.RELEVANCE:
      if (!search) throw new InvalidInput("orderBy", "RELEVANCE goes with filter.search.");
      return search.order;
  }
}

/** By microseconds since 1970; those to which it has not happened yet come last. */
function latestFirst(column: string): Order {
  const sql = (run: string) => `coalesce((extract(epoch from ${run}.${column}) * 1000000)::bigint, 0)`;
  return { by: [{ sql, type: "bigint" }, ...newestFirst.by], descending: true };
}

/** By the newest value; those that have not logged the metric come last. */
function byMetric(name: string | null | undefined, descending: boolean): Order {
  if (!name) throw new InvalidInput("orderMetric", "names the metric that an order by metric goes by.");
  const last = descending ? "-Infinity" : "Infinity";
  return {
    by: [
      {
        sql: (run, statement) =>
          `coalesce((${run}.latest_metrics->>${statement.value(name)})::float8, '${last}'::float8)`,
        type: "float8",
      },
      ...byCreation.by,
    ],
    descending,
  };
}
