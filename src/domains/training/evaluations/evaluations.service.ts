import { newId } from "../../../kernel/ids.js";
import type { Reader } from "../../../kernel/read/reader.js";

/** A judgement of a run's model, of its baseline, or of several runs together. */
export interface NewEvaluation {
  runId: string;
  /** Of an evaluation that somebody asked for; without it, it is the one at the run's end. */
  requestId?: string;
  subject: "MODEL" | "BASELINE" | "ENSEMBLE";
  name: string;
  report: object;
  /** What two evaluations of the same rows are compared by, row by row. */
  rows?: { sha256: string; figure: string; scores: Float32Array };
}

/** Keeps how runs were judged. */
export class EvaluationsService {
  constructor(private readonly reader: Reader) {}

  /** Keeps, or replaces, the report on a run's model or on its baseline. Returns the evaluation's row id. */
  async record({ runId, requestId, subject, name, report, rows }: NewEvaluation): Promise<string> {
    const key = requestId ? "(request_id, subject)" : "(run_id, subject) where request_id is null";
    const scores = rows && Buffer.from(rows.scores.buffer, rows.scores.byteOffset, rows.scores.byteLength);
    const [{ id }] = await this.reader.query<{ id: string }>(
      `insert into evaluation (id, run_id, request_id, subject, name, report, rows_sha256, row_figure, row_scores)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict ${key} do update set name = excluded.name, report = excluded.report, created_at = now(),
         rows_sha256 = excluded.rows_sha256, row_figure = excluded.row_figure, row_scores = excluded.row_scores
       returning id`,
      [
        ...[newId(), runId, requestId ?? null, subject, name, JSON.stringify(report)],
        ...[rows?.sha256 ?? null, rows?.figure ?? null, scores ?? null],
      ],
    );
    return id;
  }
}
