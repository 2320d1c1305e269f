import type { Reader } from "../../../kernel/read/reader.js";
import type { RunEventBody } from "./run.events.js";

/** Tells what a resumed run has said before: steps that are repeated after a checkpoint are not reported twice. */
export class RunHistory {
  private constructor(private readonly said: ReadonlySet<string>) {}

  /** Reads what a run has reported after the step of the checkpoint that it goes on from. */
  static async after(reader: Reader, runId: string, step: number): Promise<RunHistory> {
    const rows = await reader.query<{ kind: string; payload: Record<string, never> }>(
      `select kind, payload from training_run_event
       where run_id = $1 and (kind = 'LogLine' and payload->>'step' = '0'
         or kind in ('MetricsLogged', 'SampleProduced', 'LogLine', 'CheckpointSaved', 'WarningRaised') and (payload->>'step')::int >= $2)`,
      [runId, step],
    );
    return new RunHistory(
      new Set(rows.map(({ kind, payload }) => keyOf({ kind, ...payload } as unknown as RunEventBody))),
    );
  }

  has(event: RunEventBody): boolean {
    return this.said.has(keyOf(event));
  }
}

/** What makes two reports the same: (step, names) of metrics, (step, name) of a sample, (step, text) of a log line, (step, code) of a warning. */
function keyOf(event: RunEventBody): string {
  switch (event.kind) {
    case "MetricsLogged":
      return `m ${event.step} ${event.metrics.map(({ name }) => name).join(" ")}`;
    case "SampleProduced":
      return `s ${event.step} ${event.name}`;
    case "CheckpointSaved":
      return `c ${event.step}`;
    case "LogLine":
      return `l ${event.step} ${event.message}`;
    case "WarningRaised":
      return `w ${event.step} ${event.code}`;
    default:
      return event.kind;
  }
}
