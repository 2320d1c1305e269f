import type { EntityManager } from "@mikro-orm/postgresql";
import type { Logger } from "../../../kernel/logger.js";
import type { Reader } from "../../../kernel/read/reader.js";
import { isTerminal, RunStatus } from "../runs/run-status.js";
import { downsample, peaks, type Curve, type Point } from "./downsample.js";

/** A metric of a run. */
export interface MetricSeries {
  runId: string;
  name: string;
  /** By step. */
  points: Point[];
}

/** Which series to read, and how much of each. */
export interface SeriesQuery {
  runIds: string[];
  /** Every metric of the runs when not given. */
  names?: string[];
  /** Points of each series at most, 4 or more. */
  maxPoints: number;
  /** First and last step, both included. */
  from?: number;
  to?: number;
}

/** Points of a full chunk. */
const CHUNK = 4_096;
/** Points of which a chunk's peaks keep the lowest and the highest. */
const BLOCK = 64;
/** A growing series is sealed when this many of its points are unsealed; its newest `CHUNK` stay. */
export const UNSEALED_MAX = 2 * CHUNK;
const SEALED_AT_ONCE = 200;
/** Series of one transaction, whose points pass through this process: it must not be kept from renewing leases. */
const PACKED_AT_ONCE = 16;
const STEP_MIN = -(2 ** 31);
const STEP_MAX = 2 ** 31 - 1;
const ENDED = Object.values(RunStatus).filter(isTerminal);

/**
 * The series that the metrics of runs form. New points are rows; once a series is long, or its run has ended, they are
 * sealed into chunks: arrays of steps and values, and beside them the peaks, so that a million points are read as a few
 * hundred rows. Every answer is the same before and after.
 */
export class MetricSeriesStore {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly logger: Logger,
  ) {}

  /**
   * The series of these runs, by run and name, each thinned so that its peaks stay. One statement; of a series much
   * longer than `maxPoints` it reads peaks instead of points, except in the chunks that `from` or `to` cut.
   */
  async read({ runIds, names, maxPoints, from = STEP_MIN, to = STEP_MAX }: SeriesQuery): Promise<MetricSeries[]> {
    const longest = (maxPoints / 2) * BLOCK;
    const chunks = await this.reader.query<ReadChunk>(READ, [runIds, names ?? null, from, to, longest, CHUNK]);
    const found: (Omit<MetricSeries, "points"> & Curve)[] = [];
    for (const { run_id: runId, name, steps, values, to_thin: toThin } of chunks) {
      let series = found.at(-1);
      if (series?.runId !== runId || series.name !== name)
        found.push((series = { runId, name, steps: [], values: [] }));
      if (!steps || !values) continue;
      const curve = toThin ? peaks({ steps, values }, BLOCK) : { steps, values };
      curve.steps.forEach((step, at) => {
        if (step < from || step > to) return;
        series.steps.push(step);
        series.values.push(curve.values[at]);
      });
    }
    return found.map(({ runId, name, ...curve }) => ({ runId, name, points: downsample(curve, maxPoints) }));
  }

  /** Packs all but the newest points of growing series into full chunks. Never throws: the points are safe as they are. */
  async seal(seriesIds: number[]): Promise<void> {
    try {
      await this.pack(seriesIds, { newest: CHUNK, least: CHUNK });
    } catch (error) {
      this.logger.warn({ err: error }, "series could not be sealed; trying again after a later report");
    }
  }

  /** Packs what is left unsealed of some runs that have ended. Returns how many series it sealed; none when all are. */
  async sealEnded(): Promise<number> {
    const found = await this.reader.query<{ id: number }>(UNSEALED_OF_ENDED, [ENDED, SEALED_AT_ONCE]);
    const ids = found.map(({ id }) => id);
    await this.pack(ids, { newest: 0, least: 1 });
    return found.length;
  }

  /** Packs the points of series but for the `newest`, in multiples of `least`; a few series at a time. */
  private async pack(seriesIds: number[], { newest, least }: { newest: number; least: number }): Promise<void> {
    for (let at = 0; at < seriesIds.length; at += PACKED_AT_ONCE) {
      const ids = `{${seriesIds.slice(at, at + PACKED_AT_ONCE).join(",")}}`;
      await this.em.fork().transactional(async (em) => {
        await em.execute(`select id from training_run_series where id = any(?::int[]) order by id for update`, [ids]);
        const taken = await em.execute<TakenPoints[]>(TAKE, [newest, ids, least, least]);
        await em.execute(PUT, [JSON.stringify(taken.flatMap(chunksOf))]);
        await em.execute(NOTE, [ids]);
      });
    }
  }
}

/** A chunk of a series, or of what is unsealed of it; without steps for a series that has none in the range. */
interface ReadChunk {
  run_id: string;
  name: string;
  steps: number[] | null;
  values: number[] | null;
  /** Its peaks would do, and are yet to be found. */
  to_thin: boolean | null;
}

/** Points that are no rows any more, by step. */
interface TakenPoints extends Curve {
  series_id: number;
}

function chunksOf({ series_id, steps, values }: TakenPoints): object[] {
  const starts = Array.from({ length: Math.ceil(steps.length / CHUNK) }, (_, at) => at * CHUNK);
  return starts.map((start) => {
    const points = { steps: steps.slice(start, start + CHUNK), values: values.slice(start, start + CHUNK) };
    const { steps: peak_steps, values: peak_values } = peaks(points, BLOCK);
    return { series_id, ...points, peak_steps, peak_values };
  });
}

/** Unsealed points are cut where sealing will cut them. They follow all chunks: none is added below the last sealed step. */
const READ = `
  with series as (
    select id, run_id, name from training_run_series
    where run_id = any($1::uuid[]) and ($2::text[] is null or name = any($2))
  ), unsealed as (
    select point.*, (row_number() over (partition by series_id order by step) - 1) / $6::int as chunk
    from series join training_run_point point on point.series_id = series.id
  ), chunk as (
    select chunk.* from series join training_run_chunk chunk on chunk.series_id = series.id
    union all
    select series_id, min(step), max(step), count(*), array_agg(step order by step), array_agg(value order by step), null, null
    from unsealed group by series_id, chunk
  ), reached as (
    select *, sum(points) over (partition by series_id) > $5::float8 and first_step >= $3 and last_step <= $4 as thinned
    from chunk where last_step >= $3::int and first_step <= $4::int
  )
  select series.run_id, series.name, thinned and peak_steps is null as to_thin,
    to_json(case when thinned and peak_steps is not null then peak_steps else steps end) as steps,
    to_json(case when thinned and peak_steps is not null then peak_values else "values" end) as "values"
  from series left join reached on reached.series_id = series.id
  order by series.run_id, series.name, reached.first_step`;

/** Series of ended runs among those that have rows: one look at the index for each such series. */
const UNSEALED_OF_ENDED = `
  with recursive held (id) as (
    (select series_id from training_run_point order by series_id limit 1)
    union all
    select (select series_id from training_run_point where series_id > held.id order by series_id limit 1)
    from held where held.id is not null
  )
  select series.id from held
    join training_run_series series on series.id = held.id
    join training_run run on run.id = series.run_id
  where run.status = any($1) limit $2`;

const TAKE = `
  with reach as (
    select series_id, step from (
      select series_id, step, row_number() over (partition by series_id order by step) as place,
        count(*) over (partition by series_id) - ?::int as points
      from training_run_point where series_id = any(?::int[])
    ) point where place = points / ?::int * ?::int
  ), taken as (
    delete from training_run_point point using reach
    where point.series_id = reach.series_id and point.step <= reach.step
    returning point.*
  )
  select series_id, json_agg(step order by step) as steps, json_agg(value order by step) as "values"
  from taken group by series_id`;

const PUT = `
  insert into training_run_chunk (series_id, first_step, last_step, points, steps, "values", peak_steps, peak_values)
  select series_id, steps[1], steps[cardinality(steps)], cardinality(steps), steps, "values", peak_steps, peak_values
  from json_to_recordset(?::json) as chunk
    (series_id int, steps int4[], "values" float8[], peak_steps int4[], peak_values float8[])`;

const NOTE = `
  update training_run_series series set
    sealed_to = (select max(last_step) from training_run_chunk where series_id = series.id),
    unsealed = (select count(*) from training_run_point where series_id = series.id)
  where id = any(?::int[])`;
