import type { GraphQLResolveInfo } from "graphql";
import { InvalidInput } from "../../../kernel/errors.js";
import type { PageArguments } from "../../../kernel/paging.js";
import { allOf, hasId, type Condition, type Connection, type Reader, type Row } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { artifactShape, checkpointShape } from "../artifacts/artifact.shapes.js";
import { runShape } from "../training.shapes.js";
import { visibleRuns } from "../training.policy.js";
import type { MetricSeries, MetricSeriesStore } from "../series/metric-series.store.js";
import type { RunEvent } from "./run.events.js";
import type { RunEventStore } from "./run-events.store.js";
import { runsMeeting, type RunCriteria } from "./run-criteria.js";
import { countFacets, type RunFacets } from "./run-facets.js";
import { orderOfRuns, type RunOrder } from "./run-order.js";
import type { RunSearch, RunSearchIndex } from "./run-search.js";

/** Which runs to list, and in which order. */
export interface RunList extends PageArguments {
  filter?: RunCriteria | null;
  orderBy?: RunOrder | null;
  /** The metric of an order by metric. */
  orderMetric?: string | null;
}

export const POINTS_MAX = 2_000;
export const EVENTS_MAX = 500;
const SEARCH_MAX = 200;

/** Reading runs and what belongs to them, each only of the viewer's organisation. */
export class RunsReading {
  constructor(
    private readonly reader: Reader,
    private readonly events: RunEventStore,
    readonly index: RunSearchIndex,
    private readonly series: MetricSeriesStore,
  ) {}

  /** A page of runs. Archived ones are left out unless the filter asks for them. */
  async list(
    viewer: Viewer,
    { filter, orderBy, orderMetric, ...page }: RunList,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    viewer.require("run:read");
    const search = await this.searched(viewer, filter?.search);
    const order = orderOfRuns({ orderBy, orderMetric }, search);
    return this.reader.page(runShape, runsMeeting(viewer, filter ?? {}, search), order, page, info);
  }

  /** What it takes to be one of the viewer's runs within a filter. */
  async conditionOf(viewer: Viewer, filter: RunCriteria): Promise<Condition> {
    viewer.require("run:read");
    return runsMeeting(viewer, filter, await this.searched(viewer, filter.search));
  }

  /** How many of the viewer's runs there are of each kind, within a filter. */
  async facets(viewer: Viewer, filter: RunCriteria): Promise<RunFacets> {
    viewer.require("run:read");
    return countFacets(this.reader, runsMeeting(viewer, filter, await this.searched(viewer, filter.search)));
  }

  /** These runs in this order; those that the viewer may not see are missing. */
  several(viewer: Viewer, ids: readonly string[], info: GraphQLResolveInfo, path?: readonly string[]): Promise<Row[]> {
    return this.reader.several(runShape, ids, visibleRuns(viewer), info, path);
  }

  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(runShape, allOf(hasId(id), visibleRuns(viewer)), info);
  }

  findCheckpoint(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    const isCheckpoint: Condition = (artifact) => `${artifact}.kind = 'CHECKPOINT'`;
    return this.reader.one(checkpointShape, allOf(hasId(id), isCheckpoint, visibleRuns(viewer)), info);
  }

  findArtifact(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(artifactShape, allOf(hasId(id), visibleRuns(viewer)), info);
  }

  /**
   * A metric of a run that the viewer was shown, from step `from` to step `to`, thinned to `maxPoints` so that its peaks
   * stay. Null for a metric that the run has not logged, or no longer has.
   */
  async metric(
    runId: string,
    { name, maxPoints, from, to }: { name: string; maxPoints: number; from?: number | null; to?: number | null },
  ): Promise<MetricSeries | null> {
    if (maxPoints < 4 || maxPoints > POINTS_MAX) {
      throw new InvalidInput("maxPoints", `must be from 4 to ${POINTS_MAX}, not ${maxPoints}.`);
    }
    if (from != null && to != null && from > to) {
      throw new InvalidInput("to", `must not be less than from, ${from}, as ${to} is.`);
    }
    const [found] = await this.series.read({
      runIds: [runId],
      names: [name],
      maxPoints,
      from: from ?? undefined,
      to: to ?? undefined,
    });
    return found ?? null;
  }

  /** The events after `after` of a run that the viewer was shown, at most `first`. */
  eventsAfter(runId: string, after: number, first: number): Promise<RunEvent[]> {
    if (first < 1 || first > EVENTS_MAX)
      throw new InvalidInput("first", `must be from 1 to ${EVENTS_MAX}, not ${first}.`);
    return this.events.after(runId, after, first);
  }

  private async searched(viewer: Viewer, text: string | null | undefined): Promise<RunSearch | undefined> {
    if (text == null || text.trim() === "") return undefined;
    if (text.length > SEARCH_MAX) throw new InvalidInput("filter.search", `may have ${SEARCH_MAX} characters.`);
    return this.index.search(viewer.organisationId, text);
  }
}
