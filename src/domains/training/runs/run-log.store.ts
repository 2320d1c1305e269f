import { InvalidInput } from "../../../kernel/errors.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { RunEvent } from "./run.events.js";

/** From the least to the most. */
const LEVELS = ["DEBUG", "INFO", "WARN", "ERROR"] as const;
const LINES_MAX = 500;
const WARNINGS_MAX = 100;

export interface LogCriteria {
  /** Only lines after this event. */
  after: number;
  first: number;
  /** Lines of this level and above. */
  level: (typeof LEVELS)[number];
}

/** What a run that the viewer was shown has said of itself, besides its metrics. */
export class RunLog {
  constructor(private readonly reader: Reader) {}

  /** In order. Throws `InvalidInput` for a `first` that is not from 1 to 500. */
  lines(runId: string, { after, first, level }: LogCriteria): Promise<RunEvent[]> {
    if (first < 1 || first > LINES_MAX)
      throw new InvalidInput("first", `must be from 1 to ${LINES_MAX}, not ${first}.`);
    const levels = LEVELS.slice(LEVELS.indexOf(level));
    return this.read(`kind = 'LogLine' and seq > $2 and payload->>'level' = any($3)`, [runId, after, levels], first);
  }

  /** In order. Throws `InvalidInput` for a `first` that is not from 1 to 100. */
  warnings(runId: string, first: number): Promise<RunEvent[]> {
    if (first < 1 || first > WARNINGS_MAX)
      throw new InvalidInput("first", `must be from 1 to ${WARNINGS_MAX}, not ${first}.`);
    return this.read(`kind = 'WarningRaised'`, [runId], first);
  }

  private async read(condition: string, values: unknown[], limit: number): Promise<RunEvent[]> {
    const rows = await this.reader.query<{ event: RunEvent }>(
      `select jsonb_build_object('seq', seq, 'kind', kind,
         'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) || payload as event
       from training_run_event where run_id = $1 and ${condition} order by seq limit $${values.length + 1}`,
      [...values, limit],
    );
    return rows.map(({ event }) => event);
  }
}
