import type { GraphQLResolveInfo } from "graphql";
import { InvalidInput } from "../../../kernel/errors.js";
import type { PageArguments } from "../../../kernel/paging.js";
import {
  allOf,
  has,
  hasId,
  newestFirst,
  type Condition,
  type Connection,
  type Reader,
  type Row,
} from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { artifactShape, runShape } from "../training.shapes.js";
import { visibleRuns } from "../training.policy.js";
import { downsample, type Point } from "./metric-series.js";
import type { RunEvent } from "./run.events.js";
import type { RunEventStore } from "./run-events.store.js";
import type { RunStatus } from "./run-status.js";

/** What a list of runs may be narrowed to; all that is given must hold. */
export interface RunCriteria {
  status?: RunStatus[] | null;
  recipe?: string | null;
  name?: string | null;
}

export const POINTS_MAX = 2_000;
export const EVENTS_MAX = 500;

/** Reading runs and what belongs to them, each only of the viewer's organisation. */
export class RunsReading {
  constructor(
    private readonly reader: Reader,
    private readonly events: RunEventStore,
  ) {}

  /** Newest first. */
  list(
    viewer: Viewer,
    { status, recipe, name }: RunCriteria,
    page: PageArguments,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    const criteria: (Condition | undefined)[] = [
      has("recipe", recipe),
      status == null ? undefined : (run, statement) => `${run}.status = any(${statement.value(status)})`,
      name == null
        ? undefined
        : (run, statement) => `position(lower(${statement.value(name)}) in lower(${run}.name)) > 0`,
    ];
    return this.reader.page(runShape, allOf(visibleRuns(viewer), ...criteria), newestFirst, page, info);
  }

  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(runShape, allOf(hasId(id), visibleRuns(viewer)), info);
  }

  findArtifact(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(artifactShape, allOf(hasId(id), visibleRuns(viewer)), info);
  }

  /** A metric of a run that the viewer was shown, thinned to `maxPoints`. Null for a metric it has not logged. */
  async metric(runId: string, name: string, maxPoints: number): Promise<{ name: string; points: Point[] } | null> {
    if (maxPoints < 4 || maxPoints > POINTS_MAX) {
      throw new InvalidInput("maxPoints", `must be from 4 to ${POINTS_MAX}, not ${maxPoints}.`);
    }
    const points = await this.reader.query<Point & Record<string, number>>(
      `select step, value from training_run_metric where run_id = $1 and name = $2 order by step`,
      [runId, name],
    );
    return points.length === 0 ? null : { name, points: downsample(points, maxPoints) };
  }

  /** The events after `after` of a run that the viewer was shown, at most `first`. */
  eventsAfter(runId: string, after: number, first: number): Promise<RunEvent[]> {
    if (first < 1 || first > EVENTS_MAX)
      throw new InvalidInput("first", `must be from 1 to ${EVENTS_MAX}, not ${first}.`);
    return this.events.after(runId, after, first);
  }
}
