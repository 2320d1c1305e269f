import type { GraphQLResolveInfo } from "graphql";
import type { PageArguments } from "../../../kernel/paging.js";
import {
  allOf,
  has,
  hasId,
  newestFirst,
  type Connection,
  type Order,
  type Reader,
  type Row,
} from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { visibleRuns } from "../training.policy.js";
import { sweepShape, sweepTrialShape } from "../training.shapes.js";
import { axisPositions, parameterImportance, type ParameterImportance } from "./parameter-importance.js";
import type { Dimension, ParameterValues } from "./search-space.js";
import { TrialStatus, type SweepStatus } from "./sweep-status.js";

/** What a list of sweeps may be narrowed to; all that is given must hold. */
export interface SweepCriteria {
  status?: SweepStatus[] | null;
  recipe?: string | null;
}

/** One trial as a line across the axes of the parameters. */
export interface ParallelLine {
  number: number;
  status: TrialStatus;
  positions: number[];
  value: number | null;
  valuePosition: number | null;
}

/** In the order of their launch. */
const byNumber: Order = { by: [{ sql: (trial) => `${trial}.number`, type: "int" }], descending: false };

/** Reading sweeps and what belongs to them, each only of the viewer's organisation. */
export class SweepsReading {
  constructor(private readonly reader: Reader) {}

  /** Newest first. */
  list(
    viewer: Viewer,
    { status, recipe }: SweepCriteria,
    page: PageArguments,
    info: GraphQLResolveInfo,
  ): Promise<Connection> {
    const among =
      status == null
        ? undefined
        : (sweep: string, statement: { value(value: unknown): string }) =>
            `${sweep}.status = any(${statement.value(status)})`;
    return this.reader.page(
      sweepShape,
      allOf(visibleRuns(viewer), has("recipe", recipe), among),
      newestFirst,
      page,
      info,
    );
  }

  find(viewer: Viewer, id: string, info: GraphQLResolveInfo): Promise<Row | null> {
    return this.reader.one(sweepShape, allOf(hasId(id), visibleRuns(viewer)), info);
  }

  /** The trials of a sweep that the viewer was shown, in the order of their launch. */
  trials(sweepId: string, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    return this.reader.page(sweepTrialShape, allOf(has("sweep_id", sweepId)), byNumber, page, info);
  }

  /** How much each parameter matters in a sweep that the viewer was shown; empty while too few trials have a result. */
  async importance(sweepId: string): Promise<ParameterImportance[]> {
    const { space, trials } = await this.trialsOf(sweepId);
    return parameterImportance(
      space,
      trials.flatMap(({ parameters, best, status }) =>
        best === null || status === TrialStatus.RUNNING ? [] : [{ parameters, value: best }],
      ),
    );
  }

  /** Every trial of a sweep that the viewer was shown as a line over its parameters' axes, in the order of their launch. */
  async parallelCoordinates(sweepId: string): Promise<{ parameters: string[]; lines: ParallelLine[] }> {
    const { space, trials } = await this.trialsOf(sweepId);
    const values = trials.flatMap(({ best }) => best ?? []);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const lines = trials.map(({ number, status, parameters, best }) => ({
      number,
      status,
      positions: axisPositions(space, parameters),
      value: best,
      valuePosition: best === null ? null : most > least ? (best - least) / (most - least) : 0.5,
    }));
    return { parameters: space.map(({ parameter }) => parameter), lines };
  }

  private async trialsOf(sweepId: string): Promise<{ space: Dimension[]; trials: TrialRow[] }> {
    const [{ space }] = await this.reader.query<{ space: Dimension[] }>(`select space from sweep where id = $1`, [
      sweepId,
    ]);
    const trials = await this.reader.query<TrialRow & Record<string, unknown>>(
      `select number, status, parameters, best from sweep_trial where sweep_id = $1 order by number`,
      [sweepId],
    );
    return { space, trials };
  }
}

interface TrialRow {
  number: number;
  status: TrialStatus;
  parameters: ParameterValues;
  best: number | null;
}
