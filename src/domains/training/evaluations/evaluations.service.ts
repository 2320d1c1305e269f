import { newId } from "../../../kernel/ids.js";
import type { Reader } from "../../../kernel/read/reader.js";

/** Keeps how runs were judged. */
export class EvaluationsService {
  constructor(private readonly reader: Reader) {}

  /** Keeps, or replaces, the report on a run's model or on its baseline. Returns the evaluation's row id. */
  async record(runId: string, subject: "MODEL" | "BASELINE", name: string, report: object): Promise<string> {
    const [{ id }] = await this.reader.query<{ id: string }>(
      `insert into evaluation (id, run_id, subject, name, report) values ($1, $2, $3, $4, $5)
       on conflict (run_id, subject) do update set name = excluded.name, report = excluded.report, created_at = now()
       returning id`,
      [newId(), runId, subject, name, JSON.stringify(report)],
    );
    return id;
  }
}
